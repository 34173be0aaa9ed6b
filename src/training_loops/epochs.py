"""A whole epoch as one program: data that stay on the device, and the loop over the batches compiled with the step."""

import tensorflow as tf


def shuffled_order(num_examples: int, seed: int, epoch: int) -> tf.Tensor:
    """The rows 0 to `num_examples - 1` in the order in which `data.in_batches` takes them with this seed and epoch."""
    numbers = tf.random.stateless_uniform([num_examples], seed=tf.stack([seed, epoch]), alg="philox")
    return tf.argsort(numbers, stable=True)


def train_whole_epoch(step, images, labels, order, batch_size):
    """Call `step(images, labels)` on each batch of the rows in `order`; the last one is smaller where they end.

    Made to be compiled, as in `tf.function(partial(train_whole_epoch, step, batch_size=64), jit_compile=True)`; a
    step's numbers are then what it counts in metrics. `order` lists at least `batch_size` rows.
    """
    num_batches = len(order) // batch_size
    # Batches of one known size, and the smaller one separately: XLA compiles for shapes.
    batches = tf.reshape(order[: num_batches * batch_size], [num_batches, batch_size])

    def train_on(rows):
        step(tf.gather(images, rows), tf.gather(labels, rows))

    def two_batches(turn):
        # The second is gathered while the first is trained on.
        train_on(batches[2 * turn])
        train_on(batches[2 * turn + 1])
        return [turn + 1]

    # A loop over one number that counts by one: XLA knows its length before it runs.
    tf.while_loop(lambda turn: turn < num_batches // 2, two_batches, [0])
    if num_batches % 2:
        train_on(batches[-1])
    if len(order) % batch_size:
        train_on(order[num_batches * batch_size :])
