"""The linear loops against the closed form of gradient descent on a line."""

import math

import numpy as np
import pytest
import tensorflow as tf

from training_loops.data import noisy_line
from training_loops.keras_linear import KerasLinearModel
from training_loops.linear import LinearModel, mean_squared_error, train, train_step

pytestmark = pytest.mark.loops

MODELS = [LinearModel, KerasLinearModel]


def closed_form(x, y, epoch, learning_rate, w=5.0, b=0.0):
    """Gradient descent on the mean squared error of a line, for an `x` whose mean is 0.

    Each parameter approaches the least-squares line by its own constant factor an epoch.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    second_moment = np.mean(x**2)
    best_w, best_b = np.mean(x * y) / second_moment, np.mean(y)
    best_loss = np.mean((y - best_w * x - best_b) ** 2)
    w = best_w + (w - best_w) * (1 - 2 * learning_rate * second_moment) ** epoch
    b = best_b + (b - best_b) * (1 - 2 * learning_rate) ** epoch
    return w, b, best_loss + second_moment * (w - best_w) ** 2 + (b - best_b) ** 2


@pytest.mark.parametrize("model_class", MODELS)
@pytest.mark.parametrize("seed", [0, 7, 22])
@pytest.mark.parametrize("learning_rate", [0.1, 0.05])
def test_the_history_is_the_closed_form(model_class, seed, learning_rate):
    x, y = noisy_line(seed=seed)
    history = train(model_class(), x, y, epochs=12, learning_rate=learning_rate)
    assert history.columns == ("epoch", "w", "b", "loss")
    assert history["epoch"] == list(range(13))
    for record in history:
        expected = closed_form(x, y, record["epoch"], learning_rate)
        assert (record["w"], record["b"], record["loss"]) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("model_class", MODELS)
@pytest.mark.parametrize("seed", [1, 22])
def test_a_step_in_a_graph_is_the_closed_form(model_class, seed):
    x, y = noisy_line(seed=seed)
    model = model_class()
    step = tf.function(train_step)
    losses = [float(step(model, x, y, 0.1)) for _ in range(10)]
    assert (float(model.w), float(model.b)) == pytest.approx(closed_form(x, y, 10, 0.1)[:2], abs=1e-5)
    assert losses == pytest.approx([closed_form(x, y, epoch, 0.1)[2] for epoch in range(10)], abs=1e-5)


def test_a_step_returns_the_loss_before_it():
    x, y = noisy_line()
    model = LinearModel()
    before = mean_squared_error(y, model(x))
    assert float(train_step(model, x, y, 0.1)) == float(before)
    assert float(mean_squared_error(y, model(x))) < float(before)


def test_train_starts_from_the_model_it_is_given():
    x, y = noisy_line()
    model = LinearModel(w=1.0, b=-1.0)
    first = train(model, x, y, epochs=3)
    second = train(model, x, y, epochs=3)
    assert (first["w"][0], first["b"][0]) == (1.0, -1.0)
    assert second["w"][0] == first["w"][-1]
    assert len(train(model, x, y, epochs=0)) == 1


X, Y = [0.0, 1.0], [1.0, 2.0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"y": [[1.0], [2.0]]}, r"^y must have the shape of x, \(2,\), not \(2, 1\)"),
        ({"y": [1.0, 2.0, 3.0]}, "^y must have the shape of x"),
        ({"x": [], "y": []}, r"^x must have the shape \(n,\) with at least one example, not \(0,\)"),
        ({"x": [[0.0], [1.0]], "y": [[1.0], [2.0]]}, "^x must have the shape"),
        ({"learning_rate": 0}, "^learning_rate must be positive"),
        ({"learning_rate": -0.1}, "^learning_rate must be positive"),
        ({"learning_rate": math.nan}, "^learning_rate must be positive and finite"),
        ({"learning_rate": math.inf}, "^learning_rate must be positive and finite"),
        ({"learning_rate": "0.1"}, "^learning_rate must be a number"),
        ({"learning_rate": True}, "^learning_rate must be a number"),
        ({"epochs": -1}, "^epochs must be"),
        ({"epochs": 2.5}, "^epochs must be"),
    ],
)
def test_a_wrong_argument_is_named_before_the_first_step(arguments, message):
    model = LinearModel()
    with pytest.raises(ValueError, match=message):
        train(model, **{"x": X, "y": Y, **arguments})
    assert (float(model.w), float(model.b)) == (5.0, 0.0)


@pytest.mark.parametrize("model", [None, LinearModel, lambda x: x])
def test_what_is_no_model_is_named(model):
    with pytest.raises(ValueError, match=r"^model must have the variables w and b, as LinearModel\(\) has, not "):
        train(model, X, Y)


@pytest.mark.parametrize("model_class", MODELS)
def test_a_loss_that_is_not_finite_names_the_epoch_and_keeps_the_weights_before_it(model_class):
    x, y = noisy_line()
    model, reference = model_class(), model_class()
    with pytest.raises(FloatingPointError, match="at epoch 5") as raised:
        train(model, x, y, epochs=9, learning_rate=1e4)
    assert "learning_rate" in str(raised.value)
    kept = train(reference, x, y, epochs=4, learning_rate=1e4)
    assert (float(model.w), float(model.b)) == (kept["w"][-1], kept["b"][-1])


def test_a_loss_beyond_float32_is_noticed_at_the_start():
    model = LinearModel()
    with pytest.raises(FloatingPointError, match="at epoch 0"):
        train(model, [0.0, 1e30], [1.0, 2.0])
    assert (float(model.w), float(model.b)) == (5.0, 0.0)
