"""A classifier of digits, trained batch by batch: model, step, epoch, evaluation, loop."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import keras
import tensorflow as tf

from training_loops._checks import check_examples, check_finite, check_whole
from training_loops._modes import compiled_step, settled_mode, unwatched, whole_epochs
from training_loops._progress import reported
from training_loops.data import Digits, Examples, as_tensors, in_batches
from training_loops.epochs import shuffled_order
from training_loops.history import History


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
    x = keras.layers.Flatten(name="flatten")(images)
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


def epoch_runner(
    model,
    optimizer,
    examples: Examples,
    *,
    batch_size: int = 64,
    mode: str = "graph",
    seed: int = 22,
    step: Callable = train_step,
    watch: Callable = unwatched,
) -> Callable[[int], dict[str, float]]:
    """A function that trains the epoch of a number, 1, 2, and so on, and returns its loss and accuracy as it trained.

    Its first call compiles. The arguments are those of `train`; `watch` wraps what runs as `_progress.reported` does.
    """
    metrics = new_metrics()
    # Built before the step is traced; a graph cannot make the optimizer's variables at its second call.
    optimizer.build(model.trainable_variables)
    run: Callable = partial(step, model, optimizer, metrics)
    if settled_mode(mode, examples) == "epoch":
        whole = whole_epochs(run, metrics, examples, batch_size)

        def run_epoch(epoch: int) -> dict[str, float]:
            order = shuffled_order(len(examples.labels), seed, epoch)
            return watch(whole, ("accuracy", "loss"), epoch=epoch, steps=1)(order)

        return run_epoch
    tensors = as_tensors(examples)
    run = compiled_step(mode, run, in_batches(tensors, batch_size).element_spec)

    def run_batches(epoch: int) -> dict[str, float]:
        batches = in_batches(tensors, batch_size, seed=seed, epoch=epoch)
        return train_epoch(watch(run, ("loss",), epoch=epoch, steps=len(batches)), metrics, batches)

    return run_batches


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
    are of the state after it. `step` is called as `train_step` is.

    `mode` is `"eager"`, `"graph"` (the step compiled), `"xla"` (compiled by XLA), `"epoch"` (a whole epoch as one XLA
    program, with all the data on the device) or `"auto"` (the fastest that the memory allows). Each gives the same
    figures, but for rounding. Data that may not take so much memory are trained on batch by batch, as a line on
    stderr says.

    A bar shows progress on a terminal, in mode `"epoch"` once an epoch; or with `log_every` a line every so many
    steps, which `"epoch"` refuses and for which `"auto"` goes batch by batch.

    Raises `ValueError` naming the argument that is wrong, before the first step, and `FloatingPointError` naming the
    epoch whose loss is not finite.
    """
    _check(digits, epochs=epochs, batch_size=batch_size, seed=seed, log_every=log_every)
    mode = settled_mode(mode, (*digits.train, *digits.validation), log_every)
    watch = partial(reported, log_every=log_every)
    run_epoch = epoch_runner(
        model, optimizer, digits.train, batch_size=batch_size, mode=mode, seed=seed, step=step, watch=watch
    )
    validate = _validation(model, digits.validation, mode)
    history = History("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    for epoch in range(1, epochs + 1):
        record = run_epoch(epoch)
        record |= {f"validation_{name}": value for name, value in validate().items()}
        check_finite(epoch, record)
        history.append(epoch=epoch, **record)
    return history


def _validation(model, examples: Examples, mode: str) -> Callable[[], dict[str, float]]:
    if mode != "epoch":
        return partial(evaluate, model, examples)
    metrics = new_metrics()
    run = whole_epochs(partial(evaluation_step, model, metrics), metrics, examples, batch_size=1000)
    return partial(run, tf.range(len(examples.labels)))


def _check(digits: Digits, **whole_numbers: int) -> None:
    check_examples("digits.train", digits.train)
    check_examples("digits.validation", digits.validation)
    for name, value in whole_numbers.items():
        check_whole(name, value, minimum=0 if name in ("epochs", "seed", "log_every") else 1)
