"""The data that the loops train on."""

import tensorflow as tf


def noisy_line(
    num_examples: int = 201, *, w: float = 3.0, b: float = 2.0, noise: float = 1.0, seed: int = 22
) -> tuple[tf.Tensor, tf.Tensor]:
    """Points along the line `w * x + b`, with normal noise added to `y`.

    `x` is evenly spaced over [-2, 2]; `noise` is the standard deviation. Both tensors are float32, of shape
    `(num_examples,)`. The same seed gives the same points, eagerly and in a graph.
    """
    if num_examples < 1:
        raise ValueError(f"num_examples must be at least 1, not {num_examples}")
    x = tf.linspace(-2.0, 2.0, num_examples)
    y = w * x + b + noise * tf.random.stateless_normal([num_examples], seed=[seed, 0])
    return x, y
