"""A whole epoch as one program: data that stay on the device, and the loop over the batches compiled with the step."""

import tensorflow as tf


def shuffled_order(num_examples: int, seed: int, epoch: int) -> tf.Tensor:
    """The rows 0 to `num_examples - 1` in the order in which `data.in_batches` takes them with this seed and epoch."""
    numbers = tf.random.stateless_uniform([num_examples], seed=tf.stack([seed, epoch]))
    return tf.argsort(numbers, stable=True)


def train_whole_epoch(step, images, labels, order, batch_size):
    """Call `step(images, labels)` on each batch of the rows in `order`; the last one is smaller where they end.

    Made to be compiled, as in `tf.function(partial(train_whole_epoch, step, batch_size=64), jit_compile=True)`; a
    step's figures are then what it counts in metrics. `order` lists at least `batch_size` rows.
    """
    rest = len(order) % batch_size
    # Batches of one known size, and the smaller one apart: XLA compiles for shapes.
    for rows in tf.reshape(order[: len(order) - rest], [-1, batch_size]):
        step(tf.gather(images, rows), tf.gather(labels, rows))
    if rest:
        rows = order[-rest:]
        step(tf.gather(images, rows), tf.gather(labels, rows))
