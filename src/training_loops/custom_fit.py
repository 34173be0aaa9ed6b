"""The hand-written step inside Keras: a model whose `train_step` is what `fit` calls for each batch."""

import sys

import keras
import tensorflow as tf

from training_loops._checks import check_digits, check_finite, check_whole_numbers
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
        gradients = tape.gradient(loss, self.trainable_variables)
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
    first epoch whose loss is not finite.
    """
    check_digits(digits)
    check_whole_numbers(epochs=(epochs, 0), batch_size=(batch_size, 1), seed=(seed, 0))
    examples = as_tensors(digits.train)
    # One data set that holds every epoch in its own order, since `fit` asks for a data set once.
    batches = tf.data.Dataset.range(1, epochs + 1).flat_map(
        lambda epoch: in_batches(examples, batch_size, seed=seed, epoch=epoch)
    )
    model.compile(optimizer=optimizer)
    columns = model.fit(
        batches,
        epochs=epochs,
        steps_per_epoch=len(in_batches(examples, batch_size)),
        validation_data=in_batches(digits.validation, 1000),
        shuffle=False,  # the batches come shuffled; Keras warns where this is left out
        verbose=1 if sys.stdout.isatty() else 0,
    ).history
    return _as_history(columns)


def _as_history(columns: dict[str, list[float]]) -> History:
    history = History("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    for epoch, values in enumerate(zip(*columns.values(), strict=True), start=1):
        record = {name.replace("val_", "validation_"): value for name, value in zip(columns, values, strict=True)}
        check_finite(epoch, record)
        history.append(epoch=epoch, **record)
    return history
