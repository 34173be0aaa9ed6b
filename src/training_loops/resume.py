"""The classifier's loop, made to be killed: it saves all that it needs, and goes on from the last good checkpoint."""

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import keras
import tensorflow as tf

from training_loops._checkpoints import Checkpoints
from training_loops._checks import check_classifier, checked_digits, checked_examples, whole_number, whole_numbers
from training_loops._finite import Safeguard, changed_by
from training_loops._interrupts import noted_interrupt
from training_loops._progress import reported
from training_loops._runs import as_history, check_epochs, described
from training_loops._saver import Saver
from training_loops.data import Digits, Examples, as_tensors, in_batches
from training_loops.history import History


class Metrics(NamedTuple):
    """What an epoch is measured by, as Keras metric objects."""

    loss: keras.metrics.Metric
    accuracy: keras.metrics.Metric

    def reset_state(self) -> None:
        for metric in self:
            metric.reset_state()

    def result(self) -> dict[str, float]:
        return {metric.name: float(metric.result()) for metric in self}


class Progress(tf.train.experimental.PythonState):
    """How far a run is: the epoch, the steps done in it, the records so far."""

    def __init__(self, run: dict):
        super().__init__()
        self.run, self.epoch, self.step = run, 1, 0
        self.records: list[dict] = []

    def serialize(self):
        names = ("run", "epoch", "step", "records")
        return json.dumps({name: getattr(self, name) for name in names})

    def deserialize(self, text):
        for name, value in json.loads(text).items():
            setattr(self, name, value)


def all_state(model, optimizer, metrics, progress):
    """A checkpoint of all that the run needs to go on."""
    # The variables, not the objects: a checkpoint skips layers in a list.
    return tf.train.Checkpoint(
        model=model.variables,
        optimizer=optimizer.variables,
        metrics=[metric.variables for metric in metrics],
        progress=progress,
    )


def train_step(model, optimizer, metrics, images, labels):
    """One step on one batch, as in `classifier.train_step`."""
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        loss = tf.reduce_mean(losses)
        scaled_loss = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled_loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    metrics.loss.update_state(loss, sample_weight=tf.shape(labels)[0])
    metrics.accuracy.update_state(labels, logits)
    return loss


def train_epoch(step, metrics, batches, progress, after_step):
    """Train on what is left of an epoch; returns the means over all of it."""
    if progress.step == 0:
        metrics.reset_state()
    for images, labels in batches.skip(progress.step):
        step(images, labels)
        progress.step += 1
        after_step()
    return metrics.result()


def evaluate(model, examples: Examples, *, batch_size: int = 1000) -> dict[str, float]:
    """The mean loss and the accuracy of the model as it is, over all the examples."""
    examples = checked_examples("examples", examples)
    metrics = _new_metrics()
    for images, labels in in_batches(examples, whole_number("batch_size", batch_size, 1)):
        logits = model(images, training=False)
        losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        metrics.loss.update_state(tf.reduce_mean(losses), sample_weight=len(labels))
        metrics.accuracy.update_state(labels, logits)
    return metrics.result()


def train(
    model,
    optimizer,
    digits: Digits,
    *,
    folder,
    epochs: int,
    batch_size: int = 64,
    seed: int = 22,
    save_every: int = 100,
    step: Callable = train_step,
) -> History:
    """Train as `classifier.train` does, saving in `folder` every so many steps and after each epoch.

    Where the folder has a good checkpoint of this run, training goes on from it, and ends with the weights and the
    history of a run that was never stopped. A checkpoint that is damaged or of another run is named on stderr and
    passed over. The learning rate is the one that was saved. On a terminal it says where it goes on, with a bar.

    Ctrl-C ends the step, saves, and raises `SystemExit` with a line that says how to go on.

    Raises `ValueError` naming a wrong argument, or a folder that cannot be written or holds other runs alone, before
    the first step; `OSError` where a save fails, which loses no earlier one; and `FloatingPointError` naming the step,
    counted from 0 in its epoch, whose loss or gradient is not finite, which is never saved.
    """
    digits = checked_digits(digits)
    epochs, batch_size, seed, save_every = whole_numbers(
        epochs=(epochs, 0), batch_size=(batch_size, 1), seed=(seed, 0), save_every=(save_every, 1)
    )
    check_classifier(model, optimizer, step, digits.train.images)
    optimizer.build(model.trainable_variables)
    metrics = _new_metrics()
    progress = Progress(described(model, optimizer, digits, batch_size=batch_size, seed=seed))
    checkpoints = Checkpoints(folder, all_state(model, optimizer, metrics, progress), progress.run)
    restored = checkpoints.restore()
    check_epochs(epochs, progress.records, folder)
    if restored and sys.stdout.isatty():
        print(f"Going on from {restored}: epochs done {len(progress.records)}, steps in the next {progress.step}")
    batches_of = partial(in_batches, as_tensors(digits.train), batch_size, seed=seed)
    run = tf.function(partial(step, model, optimizer, metrics), input_signature=batches_of(epoch=1).element_spec)
    safeguard = Safeguard(changed_by(run, model, optimizer, *metrics), model)
    with noted_interrupt() as interrupted:
        saver = Saver(checkpoints, safeguard, metrics.result, interrupted, save_every)
        for epoch in range(progress.epoch, epochs + 1):
            batches = batches_of(epoch=epoch)
            saver.begin(run, batches)
            shown = reported(run, ("loss",), epoch=epoch, steps=len(batches) - progress.step)
            record = train_epoch(shown, metrics, batches, progress, saver.after_step)
            validated = evaluate(model, digits.validation)
            saver.after_epoch(record | {f"validation_{name}": value for name, value in validated.items()})
    return as_history(progress.records)


def _new_metrics() -> Metrics:
    return Metrics(keras.metrics.Mean(name="loss"), keras.metrics.SparseCategoricalAccuracy(name="accuracy"))
