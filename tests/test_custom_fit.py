"""The customised `fit` against the loop by hand."""

import sys

import keras
import numpy as np
import pytest

from training_loops import classifier, custom_fit
from training_loops.classifier import build_classifier
from training_loops.custom_fit import CustomFitClassifier
from training_loops.data import Digits, Examples, in_batches, load_digits

pytestmark = pytest.mark.loops

# 200 digits in batches of 64 end with a batch of 8.
SMALL = Digits(*(Examples(images[:200], labels[:200]) for images, labels in load_digits()))


def custom_model(seed: int = 22):
    model = build_classifier(seed)
    return CustomFitClassifier(model.input, model.output)


@pytest.mark.parametrize("seed", [22, 3])
def test_fit_gives_the_history_and_the_weights_of_the_hand_loop(seed):
    by_hand, fitted = build_classifier(seed), custom_model(seed)
    arguments = {"digits": SMALL, "epochs": 3, "seed": seed}
    expected = classifier.train(by_hand, keras.optimizers.SGD(0.1, momentum=0.9), **arguments)
    history = custom_fit.train(fitted, keras.optimizers.SGD(0.1, momentum=0.9), **arguments)
    assert history.columns == expected.columns
    assert len(history) == 3
    for record, same in zip(history, expected, strict=True):
        assert record == pytest.approx(same, abs=1e-5)
    for weight, same in zip(fitted.get_weights(), by_hand.get_weights(), strict=True):
        np.testing.assert_allclose(weight, same, atol=1e-5)


def test_evaluate_is_that_of_the_hand_loop():
    model = custom_model()
    model.compile(optimizer=keras.optimizers.SGD(0.1))
    evaluated = model.evaluate(in_batches(SMALL.test, 64), verbose=0, return_dict=True)
    assert evaluated == pytest.approx(classifier.evaluate(model, SMALL.test), abs=1e-6)


def test_the_model_comes_back_from_a_file(tmp_path):
    model = custom_model()
    custom_fit.train(model, keras.optimizers.SGD(0.1), SMALL, epochs=1)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded(SMALL.test.images), model(SMALL.test.images))


def test_nothing_is_printed_where_there_is_no_terminal(capsys, monkeypatch):
    custom_fit.train(custom_model(), keras.optimizers.SGD(0.1), SMALL, epochs=1)
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    custom_fit.train(custom_model(), keras.optimizers.SGD(0.1), SMALL, epochs=1)
    assert "4/4" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [{"epochs": -1}, {"batch_size": 0}, {"seed": "1"}])
def test_a_wrong_argument_is_named(arguments):
    with pytest.raises(ValueError, match=f"^{next(iter(arguments))} must be a whole number"):
        custom_fit.train(custom_model(), keras.optimizers.SGD(0.1), SMALL, **{"epochs": 1, **arguments})


def test_no_epochs_give_an_empty_history():
    assert len(custom_fit.train(custom_model(), keras.optimizers.SGD(0.1), SMALL, epochs=0)) == 0


def test_in_mixed_precision_training_is_that_of_float32():
    expected = custom_fit.train(custom_model(), keras.optimizers.SGD(0.1), SMALL, epochs=4)
    keras.mixed_precision.set_global_policy("mixed_float16")
    try:
        history = custom_fit.train(custom_model(), keras.optimizers.SGD(0.1), SMALL, epochs=4)
    finally:
        keras.mixed_precision.set_global_policy("float32")
    # Half precision keeps three digits.
    assert history["loss"] == pytest.approx(expected["loss"], abs=0.01)
