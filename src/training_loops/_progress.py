"""What a person sees while a loop runs: a bar on a terminal, lines where asked for, nothing otherwise."""

import sys
import time
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

REFRESH_S = 0.1


def reported(step: Callable, names: tuple[str, ...], *, epoch: int, steps: int, log_every: int = 0) -> Callable:
    """The step with a report after each call; it is called and returns as before.

    `names` name the losses that the step returns. With `log_every` a line is printed at step 0 and every so many
    steps, and there is no bar. Without it, on a terminal, a bar shows the losses, the rate and the time left.
    """
    if log_every:
        return _followed(step, _lines(names, epoch, log_every))
    if sys.stdout.isatty():
        return _followed(step, _bar(names, epoch, steps))
    return step


def _followed(step: Callable, report: Callable) -> Callable:
    def followed(*batch):
        losses = step(*batch)
        report(losses, len(batch[0]))
        return losses

    return followed


def _lines(names: tuple[str, ...], epoch: int, log_every: int) -> Callable:
    number, seen = -1, 0

    def report(losses, batch_size: int) -> None:
        nonlocal number, seen
        number, seen = number + 1, seen + batch_size
        if number % log_every == 0:
            values = ", ".join(f"{name} {value:.4f}" for name, value in _named(names, losses))
            print(f"epoch {epoch}, step {number}{values and f': {values}'} ({seen} examples seen)")

    return report


def _bar(names: tuple[str, ...], epoch: int, steps: int) -> Callable:
    print(f"Epoch {epoch}")
    bar = keras.utils.Progbar(steps, stateful_metrics=names)
    number, shown_at = 0, 0.0

    def report(losses, _) -> None:
        nonlocal number, shown_at
        number += 1
        # Reading a loss waits for the device; ten times a second is enough for a person.
        if number == steps or time.monotonic() - shown_at > REFRESH_S:
            bar.update(number, _named(names, losses))
            shown_at = time.monotonic()

    return report


def _named(names: tuple[str, ...], losses) -> list[tuple[str, float]]:
    """The losses by name; none where a step returns something else, which is no business of a report."""
    values = tf.nest.flatten(losses)
    if len(values) != len(names) or not all(_is_number(value) for value in values):
        return []
    return [(name, float(value)) for name, value in zip(names, values, strict=True)]


def _is_number(value) -> bool:
    array = np.asarray(value)
    return array.ndim == 0 and array.dtype.kind in "fiu"
