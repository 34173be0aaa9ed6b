"""A classifier whose layer adds a loss of its own, and the step that counts it."""

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="training_loops")
class ActivityRegularizationLayer(keras.layers.Layer):
    """Returns its inputs unchanged, and adds `weight` times their sum, a mean over the examples, as a loss."""

    def __init__(self, weight: float = 1e-2, **kwargs):
        super().__init__(**kwargs)
        self.weight = weight

    def call(self, inputs):
        # A mean over the batch: the penalty of an example then does not grow with the size of its batch.
        self.add_loss(self.weight * keras.ops.mean(keras.ops.sum(inputs, axis=-1)))
        return inputs

    def get_config(self):
        return {**super().get_config(), "weight": self.weight}


def build_regularized_classifier(weight: float = 1e-2, seed: int = 22) -> keras.Model:
    """The model of `classifier.build_classifier`, with a penalty on the activity of its first hidden layer."""
    initializers = [keras.initializers.GlorotUniform(seed=seed + layer) for layer in range(3)]
    images = keras.Input(shape=(28, 28), name="images")
    x = keras.layers.Flatten(name="flatten")(images)
    x = keras.layers.Dense(64, activation="relu", kernel_initializer=initializers[0], name="dense_1")(x)
    x = ActivityRegularizationLayer(weight, name="activity")(x)
    x = keras.layers.Dense(64, activation="relu", kernel_initializer=initializers[1], name="dense_2")(x)
    logits = keras.layers.Dense(10, kernel_initializer=initializers[2], name="logits")(x)
    return keras.Model(images, logits, name="regularized_classifier")


def train_step(model, optimizer, metrics, images, labels):
    """One step as in `classifier.train_step`, with the losses that the model tracks added to the loss."""
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
        # The layers have just added these, in the call of the model above; the next call starts a new list.
        loss += sum(model.losses)
        scaled_loss = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled_loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    metrics.loss.update_state(loss, sample_weight=tf.shape(labels)[0])
    metrics.accuracy.update_state(labels, logits)
    return loss
