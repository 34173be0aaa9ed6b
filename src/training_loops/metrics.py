"""A metric written by hand, beside the one that Keras brings."""

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="training_loops")
class HandWrittenAccuracy(keras.metrics.Metric):
    """The accuracy from its definition: two counts, kept from batch to batch, and their quotient.

    `labels` have the shape `(n,)`, `logits` `(n, classes)`, and `sample_weight`, where given, `(n,)`.
    """

    def __init__(self, name: str = "hand_written_accuracy", **kwargs):
        super().__init__(name=name, **kwargs)
        self.correct = self.add_weight(shape=(), initializer="zeros", name="correct")
        self.total = self.add_weight(shape=(), initializer="zeros", name="total")

    def update_state(self, labels, logits, sample_weight=None):
        predictions = tf.argmax(logits, axis=-1, output_type=tf.int64)
        # Labels may come as a column: `(n, 1)` beside `(n,)` would be compared as `(n, n)`.
        labels = tf.reshape(labels, tf.shape(predictions))
        matches = tf.cast(predictions == tf.cast(labels, tf.int64), tf.float32)
        weights = tf.ones_like(matches) if sample_weight is None else tf.cast(sample_weight, tf.float32)
        weights = tf.reshape(weights, tf.shape(matches))
        self.correct.assign_add(tf.reduce_sum(weights * matches))
        self.total.assign_add(tf.reduce_sum(weights))

    def result(self):
        # Before the first batch there is nothing to divide; Keras's own metrics say 0 then.
        return tf.math.divide_no_nan(self.correct.value, self.total.value)
