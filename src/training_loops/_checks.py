"""Checks of what the loops are given, made before the first step; each returns what it checked as the loops use it."""

import math
import numbers
import re

import numpy as np

from training_loops.data import Examples

# The largest whole number that TensorFlow holds, far more than anyone counts to.
LARGEST = 2**63 - 1


def whole_number(name: str, value, minimum: int = 0) -> int:
    """Raise `ValueError` where an argument is not a whole number of at least `minimum` that TensorFlow can hold."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < minimum:
        raise ValueError(f"{name} must be a whole number of at least {minimum}, not {_told(value)}")
    if value > LARGEST:
        raise ValueError(f"{name} must be less than 2**63, not {_told(value)}")
    return int(value)


def whole_numbers(**arguments: tuple) -> list[int]:
    """The arguments, each given with its minimum, as `whole_number` returns them."""
    return [whole_number(name, value, minimum) for name, (value, minimum) in arguments.items()]


def one_of(name: str, value, choices: tuple[str, ...]) -> None:
    """Raise `ValueError` where an argument is none of the choices."""
    if not (isinstance(value, str) and value in choices):
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}, not {_told(value)}")


def positive_number(name: str, value) -> float:
    """Raise `ValueError` where an argument is not a number above zero and finite."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise ValueError(f"{name} must be a number, not {_told(value)}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be positive and finite, not {_told(value)}")
    return number


def checked_digits(digits):
    """The digits with the images and labels to train and to validate on as `checked_examples` returns them."""
    if not (hasattr(digits, "train") and hasattr(digits, "validation")):
        raise ValueError(f"digits must have train and validation, as load_digits gives them, not {_told(digits)}")
    parts = {part: checked_examples(f"digits.{part}", getattr(digits, part)) for part in ("train", "validation")}
    return digits._replace(**parts)


def checked_examples(name: str, examples) -> Examples:
    """Images and labels, as float32 and int64; raises `ValueError` where their shape, type or range is wrong."""
    try:
        images, labels = examples
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be images and labels, as Examples are, not {_told(examples)}") from error
    images, labels = checked_images(f"{name}.images", images), _array(f"{name}.labels", labels)
    if labels.shape != (len(images),):
        raise ValueError(f"{name}.labels must have the shape ({len(images)},), not {labels.shape}")
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() > 9:
        raise ValueError(f"{name}.labels must be whole numbers from 0 to 9")
    return Examples(images, labels.astype(np.int64, copy=False))


def checked_images(name: str, value) -> np.ndarray:
    """Images as float32; raises `ValueError` where their shape is not `(n, 28, 28)` or their numbers are not finite."""
    images = _array(name, value)
    if images.ndim != 3 or images.shape[1:] != (28, 28) or len(images) == 0:
        raise ValueError(f"{name} must have the shape (n, 28, 28) with at least one image, not {images.shape}")
    # Whole numbers are pixels from 0 to 255 that nobody has scaled, on which training goes wrong without a word.
    if images.dtype.kind != "f":
        raise ValueError(f"{name} must be floating-point numbers, as load_digits gives them, not {images.dtype}")
    return _finite(name, images)


def checked_line(name: str, value) -> np.ndarray:
    """One number for each example, as float32; raises `ValueError` where they are something else or not finite."""
    array = _array(name, value)
    if array.dtype.kind not in "fiu" and array.size:
        raise ValueError(f"{name} must be real numbers, not {array.dtype}")
    return _finite(name, array)


def check_output(name: str, model, inputs: np.ndarray, shape: tuple[int, ...]) -> None:
    """Raise `ValueError` where a model does not make outputs of this shape; one that is not built is built by that."""
    try:
        output = tuple(model(inputs, training=False).shape)
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"{name} must take inputs of the shape {inputs.shape}: {_reason(error)}") from error
    if output != shape:
        raise ValueError(f"{name} must make {shape} of {inputs.shape}, not {output}")


def checked_epochs(name: str, values, last: int) -> set[int]:
    """The epochs, which are from 0 to the last; raises `ValueError` where they are not, or where one stands alone."""
    if not np.iterable(values):
        raise ValueError(f"{name} must be several epochs, as in (0, 5), not {_told(values)}")
    numbers = {whole_number(name, value) for value in values}
    if not all(number <= last for number in numbers):
        raise ValueError(f"{name} must be epochs from 0 to {last}, not {sorted(numbers)}")
    return numbers


def check_classifier(model, optimizer, step, images: np.ndarray) -> None:
    """Raise `ValueError` where one of the three is something else, or the model does not give ten logits an image."""
    _check_optimizer("optimizer", optimizer)
    if not callable(step):
        raise ValueError(f"step must be a function, not {_told(step)}")
    check_output("model", model, images[:1], (1, 10))


def check_pair(models, optimizers) -> None:
    """Raise `ValueError` where what the generator makes is not what the discriminator takes."""
    for name, pair in {"models": models, "optimizers": optimizers}.items():
        if not (hasattr(pair, "generator") and hasattr(pair, "discriminator")):
            raise ValueError(f"{name} must be a Pair, not {_told(pair)}")
    for name, optimizer in optimizers._asdict().items():
        _check_optimizer(f"optimizers.{name}", optimizer)
    if not models.generator.built:
        raise ValueError("models.generator is not built; its keras.Input tells the size of the latent vectors")
    latent_size = models.generator.input_shape[-1]
    check_output("models.generator", models.generator, np.zeros((1, latent_size), np.float32), (1, 28, 28, 1))
    check_output("models.discriminator", models.discriminator, np.zeros((1, 28, 28, 1), np.float32), (1, 1))


def _check_optimizer(name: str, optimizer) -> None:
    if not (hasattr(optimizer, "build") and hasattr(optimizer, "apply")):
        raise ValueError(f"{name} must be a Keras optimizer, not {_told(optimizer)}")


def _reason(error: Exception) -> str:
    """What Keras says in one line: without color, without the numbers of an array, without the list of arguments."""
    line = " ".join(re.sub(r"\x1b\[\d+m", "", str(error)).partition("Arguments received")[0].split())
    return re.sub(r"\[{2,}.*\]{2,}", "an array", line)


def _array(name: str, value) -> np.ndarray:
    try:
        return np.asarray(value)
    except (OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers: {str(error).partition(chr(10))[0]}") from error


def _finite(name: str, array: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):  # reported below, with its place
        array = array.astype(np.float32, copy=False)
    finite = np.isfinite(array)
    if not finite.all():
        place = tuple(map(int, np.argwhere(~finite)[0]))
        raise ValueError(
            f"{name} must be finite, but {name}[{', '.join(map(str, place))}] is {array[place]} in float32"
        )
    return array


def _told(value) -> str:
    """The value in a line that is not too long."""
    if isinstance(value, int) and abs(value) > 10 * LARGEST:
        return "a number of so many digits"
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
