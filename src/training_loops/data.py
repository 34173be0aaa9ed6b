"""The data that the loops train on."""

from typing import NamedTuple

import numpy as np
import tensorflow as tf

from training_loops import _digit_files


class Examples(NamedTuple):
    """Images, float32 in [0, 1] of shape `(n, 28, 28)`, and their labels, 0 to 9, of shape `(n,)`."""

    images: np.ndarray
    labels: np.ndarray


class Digits(NamedTuple):
    """Three sets of examples that share none."""

    train: Examples
    validation: Examples
    test: Examples


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


def load_digits(source: str = "mnist-10k") -> Digits:
    """Digits, split for training, validation and test, the same on every machine.

    `"mnist-10k"` is bundled: 8,000, 1,000 and 1,000 digits, each class in the same share. `"mnist"` and
    `"fashion-mnist"` are 50,000, 10,000 and 10,000 images from Keras's cache, which Keras fills from the network;
    Fashion-MNIST also comes from Debian's package `dataset-fashion-mnist`. `"auto"` takes MNIST where it can be had
    and the bundled digits elsewhere, and prints which: what it gives depends on the machine.

    Raises `ValueError` naming a file that is damaged, and `OSError` where the data cannot be had.
    """
    if source == "auto":
        return _first_that_can_be_had()
    if source == "mnist-10k":
        return _stratified(*_digit_files.read_bundled())
    if source == "mnist":
        return _last_for_validation(*_digit_files.read_mnist())
    if source == "fashion-mnist":
        return _last_for_validation(*_digit_files.read_fashion_mnist())
    raise ValueError(f"source must be 'mnist-10k', 'mnist', 'fashion-mnist' or 'auto', not {source!r}")


def as_tensors(arrays) -> tuple[tf.Tensor, ...]:
    """The arrays as tensors in the host's memory, where batches are made; once, and not again for each epoch."""
    with tf.device("CPU:0"):
        return tuple(tf.convert_to_tensor(array) for array in arrays)


def in_batches(arrays, batch_size: int, *, seed: int | None = None, epoch: int = 0) -> tf.data.Dataset:
    """Batches of arrays of equal length: of `Examples`, `(images, labels)`; the last one is smaller where they end.

    They come in their own order, or with a seed in an order drawn from seed and epoch alone. So an epoch sees the
    same batches in every loop, whatever ran before it.
    """
    tensors = as_tensors(arrays)
    order = tf.range(len(tensors[0]))
    if seed is not None:
        numbers = tf.random.stateless_uniform([len(tensors[0])], seed=tf.stack([seed, epoch]))
        order = tf.argsort(numbers, stable=True)
    batches = tf.data.Dataset.from_tensor_slices(order).batch(batch_size)
    return batches.map(lambda rows: tuple(tf.gather(tensor, rows) for tensor in tensors)).prefetch(2)


def _first_that_can_be_had() -> Digits:
    try:
        digits = load_digits("mnist")
    except (OSError, ValueError) as error:
        print(f"auto: took the bundled mnist-10k, since {error}")
        return load_digits("mnist-10k")
    print("auto: took mnist, from Keras's cache")
    return digits


def _stratified(images: np.ndarray, labels: np.ndarray) -> Digits:
    # RandomState, since its numbers are the same in every release of NumPy; those of default_rng may change.
    shuffled = np.random.RandomState(22).permutation(len(labels))
    by_class = shuffled[np.argsort(labels[shuffled], kind="stable")]
    # Every tenth example of an order sorted by class holds each class in its share.
    test, validation = by_class[0::10], by_class[5::10]
    train = np.setdiff1d(by_class, np.concatenate([test, validation]))
    return Digits(*(_examples(images[rows], labels[rows]) for rows in (train, np.sort(validation), np.sort(test))))


def _last_for_validation(train: _digit_files.Arrays, test: _digit_files.Arrays, count: int = 10_000) -> Digits:
    images, labels = train
    return Digits(
        _examples(images[:-count], labels[:-count]), _examples(images[-count:], labels[-count:]), _examples(*test)
    )


def _examples(images: np.ndarray, labels: np.ndarray) -> Examples:
    return Examples(images.astype(np.float32) / np.float32(255), labels.astype(np.int64))
