"""A classifier of digits, trained batch by batch: model, step, epoch, evaluation, loop."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import keras
import tensorflow as tf

from training_loops._checks import check_classifier, checked_digits, checked_examples, whole_number, whole_numbers
from training_loops._finite import Runner, Safeguard, changed_by, runner_of_steps
from training_loops._modes import compiled_epoch, compiled_step, prepared
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
        # What the optimizer expects in mixed precision; otherwise the loss itself.
        scaled_loss = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled_loss, model.trainable_variables)
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
    examples = checked_examples("examples", examples)
    metrics = new_metrics()
    for images, labels in in_batches(examples, whole_number("batch_size", batch_size, 1)):
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
    watch: Callable = lambda run, *_, **__: run,  # wraps what runs, as `_progress.reported` does
) -> Runner:
    """A function that trains epoch 1, 2, and so on, and returns its loss and accuracy; arguments as for `train`."""
    examples = checked_examples("digits.train", examples)
    batch_size, seed = whole_numbers(batch_size=(batch_size, 1), seed=(seed, 0))
    check_classifier(model, optimizer, step, examples.images)
    bound = partial(step, model, optimizer, metrics := new_metrics())
    # Built before the step is traced; a graph cannot make the optimizer's variables at its second call.
    optimizer.build(model.trainable_variables)
    if mode == "epoch":
        whole = compiled_epoch(bound, metrics, examples, batch_size, model.layers)
        order, names = partial(shuffled_order, len(examples.labels), seed), ("accuracy", "loss")
        return Runner(lambda epoch: watch(whole, names, epoch=epoch, steps=1)(order(epoch)), whole.state)
    batches_of = partial(in_batches, as_tensors(examples), batch_size, seed=seed)
    run = compiled_step(mode, bound, batches_of(epoch=1), model.layers)

    def over_batches(epoch: int, batches: tf.data.Dataset) -> dict[str, float]:
        return train_epoch(watch(run, ("loss",), epoch=epoch, steps=len(batches)), metrics, batches)

    return runner_of_steps(run, batches_of, over_batches, changed_by(run, model, optimizer, *metrics))


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
    program, with all the data on the device) or `"auto"` (the fastest that memory and XLA allow). Each gives the same
    figures, but for rounding and for layers that draw random numbers: XLA draws others. What may not take so much
    memory, and with `"auto"` what XLA cannot compile, is trained on batch by batch, as a line on stderr says.
    A bar shows progress on a terminal, in mode `"epoch"` once an epoch; or with `log_every` a line every so many
    steps, which `"epoch"` refuses and for which `"auto"` goes batch by batch.

    Raises `ValueError` naming a wrong argument or what XLA cannot compile, before the first step, and
    `FloatingPointError` naming the step, counted from 0 in its epoch, whose loss or gradient is not finite; all is then
    as before that step, in mode `"epoch"` as before that epoch.
    """
    digits = checked_digits(digits)
    epochs, log_every = whole_numbers(epochs=(epochs, 0), log_every=(log_every, 0))
    watch = partial(reported, log_every=log_every)
    new_runner = partial(epoch_runner, batch_size=batch_size, seed=seed, step=step, watch=watch)

    def prepare(mode: str) -> tuple[Runner, Callable]:
        return new_runner(model, optimizer, digits.train, mode=mode), _validation(model, digits.validation, mode)

    run_epoch, validate = prepared(prepare, mode, (*digits.train, *digits.validation), log_every)
    history = History("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    safeguard = Safeguard(run_epoch.state, model)
    for epoch in range(1, epochs + 1):
        record = run_epoch(epoch) | {f"validation_{name}": value for name, value in validate().items()}
        safeguard.check(epoch, record, run_epoch.steps(epoch))
        history.append(epoch=epoch, **record)
    return history


def _validation(model, examples: Examples, mode: str) -> Callable[[], dict[str, float]]:
    if mode != "epoch":
        return partial(evaluate, model, examples)
    step, rows = partial(evaluation_step, model, metrics := new_metrics()), tf.range(len(examples.labels))
    return partial(compiled_epoch(step, metrics, examples, 1000, model.layers), rows)
