"""Checks of what the GAN's loop is given, made before its first step."""

import numpy as np

from training_loops._checks import check_pair, checked_images


def checked_pixels(name: str, value) -> np.ndarray:
    """Images as float32 of shape `(n, 28, 28, 1)`; raises `ValueError` where a pixel is not from 0 to 1."""
    images = checked_images(name, value)
    least, most = images.min(), images.max()
    # Real images of another range are told from generated ones by their brightness, and nothing is learned of digits.
    if least < 0 or most > 1:
        raise ValueError(f"{name} must be from 0 to 1, as generated images are, not from {least:g} to {most:g}")
    return images[..., np.newaxis]


def check_two(models, optimizers) -> None:
    """Raise `ValueError` where the networks do not fit each other, or do not have an optimizer each."""
    check_pair(models, optimizers)
    if optimizers.generator is optimizers.discriminator:
        raise ValueError("optimizers must be two objects: each network needs an optimizer of its own")
