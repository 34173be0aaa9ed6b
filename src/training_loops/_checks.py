"""Checks of what the mini-batch loops are given, made before the first step."""

import math

import numpy as np


def check_whole(name: str, value, minimum: int) -> None:
    """Raise `ValueError` where an argument is not a whole number of at least `minimum`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < minimum:
        raise ValueError(f"{name} must be a whole number of at least {minimum}, not {value!r}")


def check_whole_numbers(**arguments: tuple) -> None:
    """Raise `ValueError` where an argument, given with its minimum, is not a whole number of at least that."""
    for name, (value, minimum) in arguments.items():
        check_whole(name, value, minimum)


def check_digits(digits) -> None:
    """Raise `ValueError` where the images or labels to train or to validate on are wrong."""
    check_examples("digits.train", digits.train)
    check_examples("digits.validation", digits.validation)


def check_images(name: str, images: np.ndarray) -> None:
    """Raise `ValueError` where `images` are not a floating-point array of shape `(n, 28, 28)` with `n` at least 1."""
    shape = images.shape
    if len(shape) != 3 or shape[1:] != (28, 28) or shape[0] == 0:
        raise ValueError(f"{name} must have the shape (n, 28, 28) with at least one image, not {shape}")
    if not np.issubdtype(images.dtype, np.floating):
        raise ValueError(f"{name} must be floating-point numbers, as load_digits gives them, not {images.dtype}")


def check_examples(name: str, examples) -> None:
    """Raise `ValueError` where images or labels have a wrong shape, type or range."""
    images, labels = map(np.asarray, examples)
    check_images(f"{name}.images", images)
    if labels.shape != (len(images),):
        raise ValueError(f"{name}.labels must have the shape ({len(images)},), not {labels.shape}")
    if not np.issubdtype(labels.dtype, np.integer) or labels.min() < 0 or labels.max() > 9:
        raise ValueError(f"{name}.labels must be whole numbers from 0 to 9")


def check_finite(epoch: int, record: dict[str, float]) -> None:
    """Raise `FloatingPointError` where one of an epoch's figures is not finite."""
    for name, value in record.items():
        if not math.isfinite(value):
            raise FloatingPointError(
                f"the {name.replace('_', ' ')} is {value} at epoch {epoch}; try a smaller learning rate"
            )
