"""Definitions of the package as pages show them."""

from docsite.code.excerpts import shown


def test_shown_source_brings_the_imports_it_uses_and_no_others():
    assert shown("training_loops.linear.mean_squared_error").code.startswith(
        "import tensorflow as tf\n\n\ndef mean_squared_error"
    )
    step = shown("training_loops.linear.train_step")
    assert "from training_loops.linear import mean_squared_error" in step.code
    assert "import math" not in step.code
    both = shown("training_loops.linear.mean_squared_error", "training_loops.linear.train_step")
    assert "from training_loops" not in both.code
    assert "register_keras_serializable" in shown("training_loops.keras_linear.KerasLinearModel").code
