"""The hand-written step inside Keras: a model whose `train_step` is what `fit` calls for each batch."""

import sys
from collections.abc import Callable, Iterator
from functools import partial

import keras
import tensorflow as tf

from training_loops._checks import check_output, checked_digits, whole_numbers
from training_loops._finite import Safeguard, changed_by
from training_loops.data import Digits, as_tensors, in_batches
from training_loops.history import History


@keras.saving.register_keras_serializable(package="training_loops")
class CustomFitClassifier(keras.Model):
    """A model of digits made as `CustomFitClassifier(inputs, outputs)`, trained by `compile(optimizer)` and `fit`.

    Around `train_step`, `fit` brings what a hand loop has to write: the graph, the progress bar, callbacks.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mean_loss = keras.metrics.Mean(name="loss")
        self.accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")

    @property
    def metrics(self):
        # Keras resets what is listed here at the start of each epoch and of `evaluate`.
        return [self.mean_loss, self.accuracy]

    def train_step(self, data):
        images, labels = data
        with tf.GradientTape() as tape:
            logits = self(images, training=True)
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
            # In mixed precision the optimizer expects the loss times a number, and divides by it again.
            scaled_loss = self.optimizer.scale_loss(loss)
        gradients = tape.gradient(scaled_loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return self._measured(labels, logits, loss)

    def test_step(self, data):
        images, labels = data
        logits = self(images, training=False)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
        return self._measured(labels, logits, loss)

    def _measured(self, labels, logits, loss):
        self.mean_loss.update_state(loss, sample_weight=tf.shape(labels)[0])
        self.accuracy.update_state(labels, logits)
        return {metric.name: metric.result() for metric in self.metrics}


def train(model, optimizer, digits: Digits, *, epochs: int, batch_size: int = 64, seed: int = 22) -> History:
    """Train by `fit` on the batches that `classifier.train` takes with the same seed; the records are as there.

    Raises `ValueError` naming the argument that is wrong, before the first step, and `FloatingPointError` naming the
    step, counted from 0 in its epoch, whose loss or gradient is not finite; all is then as before that step.
    """
    digits = checked_digits(digits)
    epochs, batch_size, seed = whole_numbers(epochs=(epochs, 0), batch_size=(batch_size, 1), seed=(seed, 0))
    if not isinstance(model, CustomFitClassifier):
        raise ValueError(f"model must be a CustomFitClassifier, not a {type(model).__name__}")
    check_output("model", model, digits.train.images[:1], (1, 10))
    examples = as_tensors(digits.train)
    batches_of = partial(in_batches, examples, batch_size, seed=seed)
    # One data set that holds every epoch in its own order, since `fit` asks for a data set once.
    batches = tf.data.Dataset.range(1, epochs + 1).flat_map(lambda epoch: batches_of(epoch=epoch))
    model.compile(optimizer=optimizer)
    model.optimizer.build(model.trainable_variables)
    columns = model.fit(
        batches,
        epochs=epochs,
        steps_per_epoch=len(in_batches(examples, batch_size)),
        validation_data=in_batches(digits.validation, 1000),
        shuffle=False,  # the batches come shuffled; Keras warns where this is left out
        callbacks=[_safeguard(model, batches_of)],
        verbose=1 if sys.stdout.isatty() else 0,
    ).history
    return _as_history(columns)


def _safeguard(model, batches_of: Callable) -> keras.callbacks.Callback:
    """Stops `fit` at the first epoch that goes wrong, with the state as before the step that did."""
    state = changed_by(model.train_step, model, model.optimizer, *model.metrics)
    safeguard = Safeguard(state, model)

    def steps(epoch: int) -> Iterator:
        return (model.train_step(batch) for batch in batches_of(epoch=epoch))

    return keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: safeguard.check(epoch + 1, _named(logs), steps(epoch + 1))
    )


def _named(figures: dict[str, float]) -> dict[str, float]:
    return {name.replace("val_", "validation_"): value for name, value in figures.items()}


def _as_history(columns: dict[str, list[float]]) -> History:
    history = History("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    for epoch, values in enumerate(zip(*columns.values(), strict=True), start=1):
        history.append(epoch=epoch, **_named(dict(zip(columns, values, strict=True))))
    return history
