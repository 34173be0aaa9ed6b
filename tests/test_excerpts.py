"""Functions and classes of the package as pages show them."""

import subprocess
import sys

from processes import run_alone

from docsite.code.excerpts import excerpt, standalone
from docsite.code.layout import WIDTH


def test_shown_source_brings_the_imports_it_uses_and_no_others():
    assert excerpt("training_loops.linear.mean_squared_error").code.startswith(
        "import tensorflow as tf\n\n\ndef mean_squared_error"
    )
    step = excerpt("training_loops.linear.train_step")
    assert "from training_loops.linear import mean_squared_error" in step.code
    assert "import math" not in step.code
    both = excerpt("training_loops.linear.mean_squared_error", "training_loops.linear.train_step")
    assert "from training_loops" not in both.code
    assert "register_keras_serializable" in excerpt("training_loops.keras_linear.KerasLinearModel").code


def test_constants_and_decorated_classes_are_written_in(tmp_path):
    code = standalone("training_loops.custom_fit.CustomFitClassifier")
    assert code.count("@keras.saving.register_keras_serializable") == 1
    program = f'import sys\nsys.modules["training_loops"] = None\n{code}\nprint(CustomFitClassifier.__name__)\n'
    finished = run_alone(program, str(tmp_path))
    assert finished.error is None, finished.error + code
    assert finished.printed == "CustomFitClassifier\n"


def test_the_result_is_laid_out_as_a_formatter_would():
    code = standalone("training_loops.classifier.evaluate", "training_loops.classifier.evaluation_step")
    for command in (["format", "--check"], ["check", "--select", "I,F,E7,E9"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", str(WIDTH), "-"]
        ran = subprocess.run(ruff, input=code, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + code
