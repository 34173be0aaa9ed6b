"""A line fitted by gradient descent, with nothing hidden: model, loss, step, loop."""

import math

import tensorflow as tf

from training_loops._checks import checked_line, positive_number, whole_number
from training_loops.history import History


class LinearModel(tf.Module):
    """The line `w * x + b`; the defaults are where the published tutorials start."""

    def __init__(self, w: float = 5.0, b: float = 0.0, name: str | None = None):
        super().__init__(name=name)
        self.w = tf.Variable(w, dtype=tf.float32, name="w")
        self.b = tf.Variable(b, dtype=tf.float32, name="b")

    def __call__(self, x):
        return self.w * x + self.b


def mean_squared_error(y, predictions):
    """The mean over all examples of the squared difference, a scalar."""
    return tf.reduce_mean(tf.square(y - predictions))


def train_step(model, x, y, learning_rate):
    """One step of gradient descent on one batch; returns the loss before the step."""
    with tf.GradientTape() as tape:
        loss = mean_squared_error(y, model(x))
    w_gradient, b_gradient = tape.gradient(loss, [model.w, model.b])
    model.w.assign_sub(learning_rate * w_gradient)
    model.b.assign_sub(learning_rate * b_gradient)
    return loss


def train(model, x, y, *, epochs: int = 10, learning_rate: float = 0.1) -> History:
    """Train on the whole data as one batch, one step an epoch.

    `x` and `y` have the shape `(n,)`. Record 0 of the history is the state before training, record `k` the state
    after `k` epochs; its loss is measured at that state.

    Raises `ValueError` naming the argument that is wrong, before the first step, and `FloatingPointError` naming the
    epoch whose loss is not finite; the model then holds the weights from before that epoch.
    """
    _check_model(model)
    x, y, epochs, learning_rate = _checked(x, y, epochs, learning_rate)
    history = History("epoch", "w", "b", "loss")
    _record(history, model, 0, mean_squared_error(y, model(x)))
    for epoch in range(1, epochs + 1):
        before = model.w.numpy(), model.b.numpy()
        train_step(model, x, y, learning_rate)
        loss = mean_squared_error(y, model(x))
        if not math.isfinite(loss):
            model.w.assign(before[0])
            model.b.assign(before[1])
        _record(history, model, epoch, loss)
    return history


def _record(history: History, model, epoch: int, loss) -> None:
    if not math.isfinite(loss):
        raise FloatingPointError(f"the loss is {float(loss)} at epoch {epoch}; try a smaller learning_rate")
    history.append(epoch=epoch, w=model.w.numpy(), b=model.b.numpy(), loss=loss)


def _check_model(model) -> None:
    if not (callable(model) and all(hasattr(getattr(model, name, None), "assign") for name in ("w", "b"))):
        raise ValueError(f"model must have the variables w and b, as LinearModel() has, not {model!r}")


def _checked(x, y, epochs: int, learning_rate: float) -> tuple[tf.Tensor, tf.Tensor, int, float]:
    x, y = checked_line("x", x), checked_line("y", y)
    if x.ndim != 1 or len(x) == 0:
        raise ValueError(f"x must have the shape (n,) with at least one example, not {x.shape}")
    if y.shape != x.shape:
        raise ValueError(f"y must have the shape of x, {x.shape}, not {y.shape}: TensorFlow would broadcast silently")
    epochs, learning_rate = whole_number("epochs", epochs), positive_number("learning_rate", learning_rate)
    return tf.constant(x), tf.constant(y), epochs, learning_rate
