"""A classifier of the rows of a table: model, step, epoch, evaluation, probabilities, loop."""

from functools import partial

import keras
import numpy as np
import tensorflow as tf

from training_loops._checks import whole_numbers
from training_loops._finite import Safeguard
from training_loops._table_checks import check_model, checked_pair
from training_loops.data import in_batches
from training_loops.history import History


def build_model(columns: int, classes: int, *, units: int = 16, seed: int = 22):
    """Rows of `columns` numbers to a logit for each class through one hidden layer; the seed fixes the weights."""
    initializers = [keras.initializers.GlorotUniform(seed=seed + layer) for layer in range(2)]
    return keras.Sequential(
        [
            keras.Input(shape=(columns,)),
            keras.layers.Dense(units, activation="relu", kernel_initializer=initializers[0]),
            keras.layers.Dense(classes, kernel_initializer=initializers[1]),
        ]
    )


def mean_loss(labels, logits):
    """The mean cross-entropy of a batch."""
    losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
    return tf.reduce_mean(losses)


def new_metrics():
    """What the loop measures over an epoch: the mean loss and the accuracy."""
    return {
        "loss": keras.metrics.Mean(),
        "accuracy": keras.metrics.SparseCategoricalAccuracy(),
    }


def train_step(model, optimizer, metrics, inputs, labels):
    """One step on one batch, counted in the metrics; returns the loss before the step."""
    with tf.GradientTape() as tape:
        logits = model(inputs, training=True)
        loss = mean_loss(labels, logits)
        # What the optimizer expects in mixed precision; otherwise the loss itself.
        scaled_loss = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled_loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    metrics["loss"].update_state(loss, sample_weight=tf.shape(labels)[0])
    metrics["accuracy"].update_state(labels, logits)
    return loss


def train_epoch(step, metrics, batches):
    """Call `step(inputs, labels)` on each batch; returns the epoch's metrics."""
    for metric in metrics.values():
        metric.reset_state()
    for inputs, labels in batches:
        step(inputs, labels)
    return {name: float(metric.result()) for name, metric in metrics.items()}


def evaluate(model, inputs, labels):
    """The loss and the accuracy of the model as it is, over all the rows."""
    logits = model(inputs, training=False)
    right = np.argmax(logits, axis=1) == labels
    return {"loss": float(mean_loss(labels, logits)), "accuracy": float(right.mean())}


def probabilities(model, inputs):
    """A probability for each class, for each row."""
    return tf.nn.softmax(model(inputs, training=False)).numpy()


def train(model, optimizer, training, validation, *, epochs: int, batch_size: int = 32, seed: int = 22) -> History:
    """Train on `training`, inputs and labels, shuffled again for each epoch by `seed`, and validate after each epoch.

    One record an epoch: training loss and accuracy are means over the epoch's rows while the model trains, those of
    validation are of the state after it.

    Raises `ValueError` naming a wrong argument, before the first step, and `FloatingPointError` naming the step,
    counted from 0 in its epoch, whose loss or gradient is not finite; all is then as before that step.
    """
    training, validation = checked_pair("training", training), checked_pair("validation", validation)
    epochs, batch_size, seed = whole_numbers(epochs=(epochs, 0), batch_size=(batch_size, 1), seed=(seed, 0))
    for inputs, labels in (training, validation):
        check_model(model, optimizer, inputs, labels)
    optimizer.build(model.trainable_variables)
    batches_of = partial(in_batches, training, batch_size, seed=seed)
    bound = partial(train_step, model, optimizer, metrics := new_metrics())
    # Compiled once for batches of any size, since the last one of an epoch may be smaller.
    step = tf.function(bound, input_signature=batches_of(epoch=1).element_spec)
    history = History("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    measured = [variable for metric in metrics.values() for variable in metric.variables]
    safeguard = Safeguard([*model.variables, *optimizer.variables, *measured], model)
    for epoch in range(1, epochs + 1):
        record = train_epoch(step, metrics, batches_of(epoch=epoch))
        for name, value in evaluate(model, *validation).items():
            record[f"validation_{name}"] = value
        safeguard.check(epoch, record, (step(*batch) for batch in batches_of(epoch=epoch)))
        history.append(epoch=epoch, **record)
    return history
