"""The classifier's loop on several devices or machines: each takes a part of every batch, all make one update."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import keras
import tensorflow as tf

from training_loops._checks import check_classifier, checked_digits, whole_numbers
from training_loops._cluster import cluster_here
from training_loops._connecting import connecting
from training_loops._distributing import check_placement, checked_share, validated, without_result
from training_loops._runs import as_history, described
from training_loops._saved import Saved, lost_workers_told
from training_loops.data import Digits, Examples, as_tensors
from training_loops.epochs import shuffled_order
from training_loops.history import History


class Metrics(NamedTuple):
    """What a loop measures over an epoch, as Keras metric objects; made inside the strategy's scope."""

    loss: keras.metrics.Metric
    accuracy: keras.metrics.Metric


def new_strategy() -> tf.distribute.Strategy:
    """The strategy for where this process runs: a worker of a cluster, or alone with the devices of its machine.

    It is a worker where `TF_CONFIG` names a cluster or Slurm runs it as one of several tasks. Alone it takes every GPU,
    or the CPU where there is none. A worker says on stderr for whom it waits, and Ctrl-C ends the wait. Call it before
    anything else of TensorFlow.

    Raises `ValueError` naming what is wrong in `TF_CONFIG` or in Slurm's variables, which is also an address that is
    not this process's or a port that is in use; `ConnectionError` where TensorFlow cannot connect; and `RuntimeError`
    where TensorFlow was used before.
    """
    resolver = cluster_here()
    if resolver is None:
        return tf.distribute.MirroredStrategy()
    with connecting(resolver):
        return tf.distribute.MultiWorkerMirroredStrategy(cluster_resolver=resolver)


def logical_cpus(count: int = 2) -> tf.distribute.Strategy:
    """A strategy with several logical devices on the one CPU, to try a loop where there is no second device."""
    (count,) = whole_numbers(count=(count, 1))
    cpu = tf.config.list_physical_devices("CPU")[0]
    devices = [tf.config.LogicalDeviceConfiguration()] * count
    try:
        tf.config.set_logical_device_configuration(cpu, devices)
    except RuntimeError as error:
        raise RuntimeError("logical_cpus must come before anything else of TensorFlow that needs a device") from error
    return tf.distribute.MirroredStrategy([f"CPU:{index}" for index in range(count)])


def batches_of(strategy, examples: Examples, batch_size: int, *, seed: int, epoch: int):
    """Batches in parts, one part a replica; together they hold what one device would see, in an order drawn by seed."""
    order = shuffled_order(len(examples.labels), seed, epoch)
    images, labels = as_tensors(examples)

    def of_worker(context):
        # Every worker reads only its own rows: worker 1 of 3 reads 1, 4, 7, ...
        own = order[context.input_pipeline_id :: context.num_input_pipelines]
        size = context.get_per_replica_batch_size(batch_size)
        batches = tf.data.Dataset.from_tensor_slices(own).batch(size)
        return batches.map(lambda rows: (tf.gather(images, rows), tf.gather(labels, rows))).prefetch(2)

    return strategy.distribute_datasets_from_function(of_worker)


def train_step(model, optimizer, metrics, images, labels):
    """One replica's part of a step; returns its part of the batch's mean loss before the step."""
    replica = tf.distribute.get_replica_context()
    # The size of the whole batch, which a replica cannot see from its own part.
    batch_size = replica.all_reduce("SUM", tf.cast(tf.shape(labels)[0], tf.float32))
    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        loss = tf.reduce_sum(losses) / batch_size
        scaled_loss = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled_loss, model.trainable_variables)
    # The optimizer adds up the gradients of all replicas, then every replica makes the same update.
    optimizer.apply(gradients, model.trainable_variables)
    metrics.loss.update_state(losses)
    metrics.accuracy.update_state(labels, logits)
    return loss


def on_all_replicas(strategy, step: Callable) -> Callable:
    """The step, compiled, on every replica at once; returns the sum of what the replicas return."""

    @tf.function
    def run(images, labels):
        losses = strategy.run(step, args=(images, labels))
        return strategy.reduce("SUM", losses, axis=None)

    return run


def train_epoch(step, metrics, batches):
    """Call `step(images, labels)` on each batch; returns the means over the epoch's examples, those of all replicas."""
    for metric in metrics:
        metric.reset_state()
    for images, labels in batches:
        step(images, labels)
    return {name: float(metric.result()) for name, metric in metrics._asdict().items()}


def train(
    strategy,
    model,
    optimizer,
    digits: Digits,
    *,
    epochs: int,
    batch_size: int = 64,
    seed: int = 22,
    folder=None,
    step: Callable = train_step,
) -> History:
    """Train on `digits.train` with all replicas of the strategy, and validate after each epoch.

    `batch_size` is that of the whole batch, which the replicas divide among them, so the history is that of one device
    but for rounding. Model and optimizer are made inside `strategy.scope()`. In a cluster every worker calls this with
    the same arguments and gets the same history. `step` is called as `train_step` is.

    With a `folder`, one that all workers see, the first worker saves a checkpoint after each epoch, and a call goes on
    after the last good one of this run: the history has the epochs from before too, as that of `resume.train` has.

    Raises `ValueError` naming a wrong argument, or a folder that cannot be written or holds the checkpoints of another
    program or other runs alone, before the first step; `OSError` where a checkpoint cannot be saved;
    `FloatingPointError` naming the epoch whose loss is not finite; and `ConnectionError` naming the epoch in which
    another worker was lost.
    """
    digits = checked_digits(digits)
    epochs, batch_size, seed = whole_numbers(epochs=(epochs, 0), batch_size=(batch_size, 1), seed=(seed, 0))
    batch_size = checked_share(strategy, batch_size)
    check_placement(strategy, model, optimizer)
    with lost_workers_told(saved := Saved(strategy, folder)):
        with strategy.scope():  # where a model that is not built yet gets its variables
            check_classifier(model, optimizer, step, digits.train.images)
            optimizer.build(model.trainable_variables)
            metrics = Metrics(keras.metrics.Mean(), keras.metrics.SparseCategoricalAccuracy())
        described_run = described(model, optimizer, digits, batch_size=batch_size, seed=seed)
        done = saved.restore(model, optimizer, described_run, epochs)
        run = on_all_replicas(strategy, without_result(partial(step, model, optimizer, metrics)))
        for epoch in range(done + 1, epochs + 1):
            batches = batches_of(strategy, digits.train, batch_size, seed=seed, epoch=epoch)
            saved.save(train_epoch(run, metrics, batches) | validated(model, digits.validation))
    return as_history(saved.records)
