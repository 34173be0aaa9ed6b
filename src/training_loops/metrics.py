"""The metrics that the loops keep, and one written by hand."""

from typing import NamedTuple

import keras
import tensorflow as tf


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


@keras.saving.register_keras_serializable(package="training_loops")
class HandWrittenAccuracy(keras.metrics.Metric):
    """The same accuracy from its definition: two counts, kept from batch to batch, and their quotient.

    `labels` have the shape `(n,)`, `logits` `(n, classes)`, and `sample_weight`, where given, `(n,)`.
    """

    def __init__(self, name: str = "hand_written_accuracy", **kwargs):
        super().__init__(name=name, **kwargs)
        self.correct = self.add_weight(shape=(), initializer="zeros", name="correct")
        self.total = self.add_weight(shape=(), initializer="zeros", name="total")

    def update_state(self, labels, logits, sample_weight=None):
        predictions = tf.argmax(logits, axis=-1, output_type=tf.int64)
        matches = tf.cast(predictions == tf.cast(labels, tf.int64), tf.float32)
        weights = tf.ones_like(matches) if sample_weight is None else tf.cast(sample_weight, tf.float32)
        self.correct.assign_add(tf.reduce_sum(weights * matches))
        self.total.assign_add(tf.reduce_sum(weights))

    def result(self):
        # Before the first batch there is nothing to divide; Keras's own metrics say 0 then.
        return tf.math.divide_no_nan(self.correct.value, self.total.value)
