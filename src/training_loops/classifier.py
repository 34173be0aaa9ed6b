"""A classifier of digits, trained batch by batch: model, step, epoch, evaluation, loop."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import keras
import tensorflow as tf

from training_loops._checks import check_examples, check_finite, check_whole
from training_loops._progress import reported
from training_loops.data import Digits, Examples, as_tensors, in_batches
from training_loops.history import History

MODES = ("eager", "graph")


class Metrics(NamedTuple):
    """What a loop measures over an epoch, as Keras metric objects."""

    loss: keras.metrics.Metric
    accuracy: keras.metrics.Metric

    def reset_state(self) -> None:
        for metric in self:
            metric.reset_state()

    def result(self) -> dict[str, float]:
        return {"loss": float(self.loss.result()), "accuracy": float(self.accuracy.result())}


def new_metrics() -> Metrics:
    """The mean loss and the share of labels that the largest logit names."""
    return Metrics(keras.metrics.Mean(name="loss"), keras.metrics.SparseCategoricalAccuracy(name="accuracy"))


def build_classifier(seed: int = 22) -> keras.Model:
    """Images `(n, 28, 28)` to ten logits through two hidden layers; the seed fixes the initial weights."""
    initializers = [keras.initializers.GlorotUniform(seed=seed + layer) for layer in range(3)]
    images = keras.Input(shape=(28, 28), name="images")
    x = keras.layers.Flatten()(images)
    x = keras.layers.Dense(64, activation="relu", kernel_initializer=initializers[0], name="dense_1")(x)
    x = keras.layers.Dense(64, activation="relu", kernel_initializer=initializers[1], name="dense_2")(x)
    logits = keras.layers.Dense(10, kernel_initializer=initializers[2], name="logits")(x)
    return keras.Model(images, logits, name="classifier")


def train_step(model, optimizer, metrics, images, labels):
    """One step on one batch; returns the batch's mean loss before the step and counts it in the metrics."""
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    # Weighted by its size, the smaller last batch counts as its examples and not as a whole batch.
    metrics.loss.update_state(loss, sample_weight=tf.shape(labels)[0])
    metrics.accuracy.update_state(labels, logits)
    return loss


def train_epoch(step, metrics, batches):
    """Call `step(images, labels)` on each batch; returns the means over the epoch's examples while it trained."""
    metrics.reset_state()
    for images, labels in batches:
        step(images, labels)
    return metrics.result()


def evaluation_step(model, metrics, images, labels):
    """Count one batch in the metrics; the model is left as it is."""
    logits = model(images, training=False)
    loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
    metrics.loss.update_state(loss, sample_weight=tf.shape(labels)[0])
    metrics.accuracy.update_state(labels, logits)


def evaluate(model, examples: Examples, *, batch_size: int = 1000) -> dict[str, float]:
    """The mean loss and the accuracy of the model as it is, over all the examples."""
    metrics = new_metrics()
    for images, labels in in_batches(examples, batch_size):
        evaluation_step(model, metrics, images, labels)
    return metrics.result()


def train(
    model,
    optimizer,
    digits: Digits,
    *,
    epochs: int,
    batch_size: int = 64,
    mode: str = "graph",
    seed: int = 22,
    log_every: int = 0,
    step: Callable = train_step,
) -> History:
    """Train on `digits.train`, shuffled anew for each epoch by `seed`, and validate after each epoch.

    One record an epoch: training figures are means over the epoch's examples while it trains, validation figures
    are of the state after it. `mode` is `"eager"` or `"graph"`. A bar shows progress on a terminal, or with
    `log_every` a line every so many steps. `step` is called as `train_step` is.

    Raises `ValueError` naming the argument that is wrong, before the first step, and `FloatingPointError` naming the
    epoch whose loss is not finite.
    """
    _check(digits, mode, epochs=epochs, batch_size=batch_size, seed=seed, log_every=log_every)
    examples, metrics = as_tensors(digits.train), new_metrics()
    # Built before the step is traced; a graph cannot make the optimizer's variables at its second call.
    optimizer.build(model.trainable_variables)
    run = _in_mode(mode, partial(step, model, optimizer, metrics), in_batches(examples, batch_size).element_spec)
    history = History("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    for epoch in range(1, epochs + 1):
        batches = in_batches(examples, batch_size, seed=seed, epoch=epoch)
        watched = reported(run, ("loss",), epoch=epoch, steps=len(batches), log_every=log_every)
        record = train_epoch(watched, metrics, batches)
        record |= {f"validation_{name}": value for name, value in evaluate(model, digits.validation).items()}
        check_finite(epoch, record)
        history.append(epoch=epoch, **record)
    return history


def _in_mode(mode: str, run: Callable, signature) -> Callable:
    if mode == "eager":
        return run
    # The signature leaves the batch size open, so the smaller last batch needs no trace of its own.
    return tf.function(run, input_signature=signature)


def _check(digits: Digits, mode: str, **whole_numbers: int) -> None:
    check_examples("digits.train", digits.train)
    check_examples("digits.validation", digits.validation)
    for name, value in whole_numbers.items():
        check_whole(name, value, minimum=0 if name in ("epochs", "seed", "log_every") else 1)
    if mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(map(repr, MODES))}, not {mode!r}")
