"""A loop under `tf.distribute`: each batch is divided among replicas on logical devices of the one processor."""

from docsite.benchmarks.contestants.keras_model import build
from docsite.benchmarks.contestants.tensorflow_about import about as about


def prepare(work, replicas):
    import keras
    import tensorflow as tf

    from training_loops.data import Examples

    (processor,) = tf.config.list_physical_devices("CPU")
    tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * replicas)
    strategy = tf.distribute.MirroredStrategy([f"CPU:{index}" for index in range(replicas)])
    with strategy.scope():
        model = build(work.weights[0].shape[1])
        optimizer = keras.optimizers.SGD(work.learning_rate)
        optimizer.build(model.trainable_variables)

    @tf.function
    def step(*batch):
        sums = strategy.run(replica_step, args=(model, optimizer, *batch))
        return strategy.reduce("SUM", sums, axis=None)

    def run_epoch(epoch):
        batches = weighted_batches(work, Examples(work.images, work.labels), epoch)
        sums = [step(*batch) for batch in strategy.experimental_distribute_dataset(batches)]
        loss, right = tf.reduce_sum(sums, axis=0).numpy() / len(work.labels)
        return {"loss": loss, "accuracy": right}

    return run_epoch


def weighted_batches(work, examples, epoch):
    """Batches with the share of each example in the whole batch, which a replica cannot see from its part."""
    import tensorflow as tf

    from training_loops.data import in_batches

    def weighted(images, labels):
        return images, labels, tf.fill([len(labels)], 1 / tf.cast(len(labels), tf.float32))

    return in_batches(examples, work.batch_size, seed=work.seed, epoch=epoch).map(weighted)


def replica_step(model, optimizer, images, labels, shares):
    """One replica's part of a step; gradients are summed over the replicas before they are applied."""
    import keras
    import tensorflow as tf

    with tf.GradientTape() as tape:
        logits = model(images, training=True)
        losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        loss = tf.reduce_sum(losses * shares)
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    right = tf.equal(tf.argmax(logits, axis=1), labels)
    return tf.stack([tf.reduce_sum(losses), tf.reduce_sum(tf.cast(right, tf.float32))])
