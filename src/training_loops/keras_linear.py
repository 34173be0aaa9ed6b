"""The same line as a Keras model, trained by `linear.train` or by `compile` and `fit`."""

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="training_loops")
class KerasLinearModel(keras.Model):
    """The line `w * x + b`, whose two weights Keras tracks.

    `add_weight` makes the weights known to Keras. A `tf.Variable` would not be: `fit` would train nothing.
    """

    def __init__(self, w: float = 5.0, b: float = 0.0, **kwargs):
        super().__init__(**kwargs)
        self.start = {"w": w, "b": b}
        self.w = self.add_weight(shape=(), initializer=keras.initializers.Constant(w), name="w")
        self.b = self.add_weight(shape=(), initializer=keras.initializers.Constant(b), name="b")

    def call(self, x):
        return self.w * x + self.b

    def get_config(self):
        return {**super().get_config(), **self.start}


def train_step(model, optimizer, loss_function, x, y):
    """One step with an optimizer and a loss from Keras; returns the loss before the step."""
    with tf.GradientTape() as tape:
        loss = loss_function(y, model(x))
        # What the optimizer expects in mixed precision; otherwise the loss itself.
        scaled_loss = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled_loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    return loss
