"""Networks of matrices, without Keras: softmax regression, two layers, and the loop that trains either."""

import math

import tensorflow as tf

from training_loops._checks import checked_digits, positive_number, whole_numbers
from training_loops._finite import Safeguard
from training_loops.data import Digits, Examples, in_batches
from training_loops.history import History


class SoftmaxRegression(tf.Module):
    """Images `(n, 28, 28)` to ten logits through one matrix."""

    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.zeros([784, 10]), name="w")
        self.b = tf.Variable(tf.zeros([10]), name="b")

    def __call__(self, images):
        x = tf.reshape(images, [-1, 784])
        return x @ self.w + self.b


class TwoLayerNetwork(tf.Module):
    """Images `(n, 28, 28)` to ten logits through two matrices."""

    def __init__(self, units: int = 64, seed: int = 22):
        super().__init__()
        self.w1 = tf.Variable(random_weights(784, units, seed), name="w1")
        self.b1 = tf.Variable(tf.zeros([units]), name="b1")
        self.w2 = tf.Variable(random_weights(units, 10, seed + 1), name="w2")
        self.b2 = tf.Variable(tf.zeros([10]), name="b2")

    def __call__(self, images):
        x = tf.reshape(images, [-1, 784])
        hidden = tf.nn.relu(x @ self.w1 + self.b1)
        return hidden @ self.w2 + self.b2


def random_weights(inputs: int, outputs: int, seed: int):
    """A matrix of normal random numbers, smaller the more inputs there are."""
    numbers = tf.random.stateless_normal([inputs, outputs], seed=[seed, 0])
    return numbers * math.sqrt(2 / inputs)


def softmax(logits):
    """Each row of logits as probabilities: positive numbers whose sum is 1."""
    # Any number may be subtracted from a row: this one prevents an overflow.
    shifted = logits - tf.reduce_max(logits, axis=1, keepdims=True)
    powers = tf.exp(shifted)
    return powers / tf.reduce_sum(powers, axis=1, keepdims=True)


def cross_entropy(labels, logits):
    """The mean of `-log(p)`, where `p` is the label's probability."""
    shifted = logits - tf.reduce_max(logits, axis=1, keepdims=True)
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=1))
    of_label = tf.gather(shifted, labels, axis=1, batch_dims=1)
    return tf.reduce_mean(log_sum - of_label)


def accuracy(labels, logits):
    """The share of examples whose largest logit is that of the label."""
    right = tf.argmax(logits, axis=1, output_type=labels.dtype) == labels
    return tf.reduce_mean(tf.cast(right, tf.float32))


def train_step(model, images, labels, learning_rate):
    """One step of gradient descent; returns the batch's loss and accuracy before it."""
    with tf.GradientTape() as tape:
        logits = model(images)
        loss = cross_entropy(labels, logits)
    variables = model.trainable_variables
    gradients = tape.gradient(loss, variables)
    for variable, gradient in zip(variables, gradients):
        variable.assign_sub(learning_rate * gradient)
    return loss, accuracy(labels, logits)


def train_epoch(model, batches, learning_rate):
    """One step on each batch; returns mean loss and accuracy over the examples."""
    losses, rights, seen = 0.0, 0.0, 0
    for images, labels in batches:
        loss, share = train_step(model, images, labels, learning_rate)
        size = len(labels)
        losses += float(loss) * size
        rights += float(share) * size
        seen += size
    return {"loss": losses / seen, "accuracy": rights / seen}


def evaluate(model, examples: Examples) -> dict[str, float]:
    """The mean loss and the accuracy of the model as it is, over all the examples."""
    logits, labels = model(examples.images), tf.convert_to_tensor(examples.labels)
    return {"loss": float(cross_entropy(labels, logits)), "accuracy": float(accuracy(labels, logits))}


def train(
    model, digits: Digits, *, epochs: int, batch_size: int = 64, learning_rate: float = 0.3, seed: int = 22
) -> History:
    """Train on `digits.train`, shuffled again for each epoch by `seed`, and validate after each epoch.

    One record an epoch: training loss and accuracy are means over the epoch's examples while the model trains, those
    of validation are of the state after it.

    Raises `ValueError` naming a wrong argument, before the first step, and `FloatingPointError` naming the step,
    counted from 0 in its epoch, whose loss or gradient is not finite; all is then as before that step.
    """
    digits, learning_rate = checked_digits(digits), positive_number("learning_rate", learning_rate)
    epochs, batch_size, seed = whole_numbers(epochs=(epochs, 0), batch_size=(batch_size, 1), seed=(seed, 0))
    history = History("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    safeguard = Safeguard(model.variables, model)
    for epoch in range(1, epochs + 1):
        batches = in_batches(digits.train, batch_size, seed=seed, epoch=epoch)
        record = train_epoch(model, batches, learning_rate)
        for name, value in evaluate(model, digits.validation).items():
            record[f"validation_{name}"] = value
        safeguard.check(epoch, record, (train_step(model, images, labels, learning_rate) for images, labels in batches))
        history.append(epoch=epoch, **record)
    return history
