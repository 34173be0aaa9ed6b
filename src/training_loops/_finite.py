"""Where a loss or a gradient is not finite: the state goes back to before it, and an error names the step."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

OWNERS = (tf.Module, keras.Layer, keras.Metric, keras.Optimizer)


@dataclass(frozen=True)
class Runner:
    """Trains an epoch where it is called with what the epoch needs, and returns its figures.

    `state` are the variables that it changes. `steps` makes the steps of an epoch again, one at a time; a whole epoch
    that is one program has none.
    """

    run: Callable[..., dict[str, float]]
    state: Sequence
    steps: Callable[[int], Iterator] = lambda _: iter(())

    def __call__(self, epoch) -> dict[str, float]:
        return self.run(epoch)


def changed_by(step: Callable, *owners) -> Sequence:
    """The variables that a step may change: of a compiled one all that it uses.

    Of another one, those of the owners and of what its function takes from around it, as a counter of one's own.
    """
    if hasattr(step, "get_concrete_function"):
        return step.get_concrete_function().variables
    function = getattr(step, "func", step)
    known = inspect.isfunction(function) or inspect.ismethod(function)
    around = inspect.getclosurevars(function) if known else None
    values = [*around.nonlocals.values(), *around.globals.values()] if around else []
    owners += tuple(value for value in values if isinstance(value, OWNERS))
    own = [value for value in values if isinstance(value, tf.Variable | keras.Variable)]
    return [*own, *(variable for owner in owners for variable in owner.variables)]


def runner_of_steps(step: Callable, batches_of: Callable, over_batches: Callable, state: Sequence) -> Runner:
    """A runner that takes `over_batches(epoch, batches)` as its epoch, and whose steps are `step` on each batch."""
    return Runner(
        lambda epoch: over_batches(epoch, batches_of(epoch=epoch)),
        state,
        lambda epoch: (step(*batch) for batch in batches_of(epoch=epoch)),
    )


class Safeguard:
    """Keeps a loop's state from before each epoch, and goes back to it where the epoch goes wrong.

    While all goes well nothing is asked of the device between two steps. After an epoch that went wrong its steps are
    made again, one at a time, up to the one whose loss or gradient is not finite.
    """

    def __init__(self, state: Iterable, *models):
        self._state = list(state)
        self._weights = [weight for model in models for weight in model.trainable_variables]
        self._keep()

    def _keep(self) -> None:
        # A tensor shares the memory of its variable until that is updated.
        self._kept = [tf.identity(variable) for variable in self._state]

    def check(self, epoch: int, record: dict[str, float], steps: Iterable = ()) -> None:
        """Raise `FloatingPointError` where a figure of the epoch or a weight is not finite; else keep the state.

        `steps` makes the epoch's steps again, each when it is asked for, and gives what they return. The state is then
        as before the step that is named, counted from 0; without one, as it was kept.
        """
        fault = self._fault(record.items())
        if not fault:
            self._keep()
            return
        start = self._kept
        self._restore()
        for number, losses in enumerate(steps):
            cause = self._fault(("loss", loss) for loss in tf.nest.flatten(losses))
            if cause:
                self._restore()
                raise FloatingPointError(f"{cause} at epoch {epoch}, step {number}; try a smaller learning rate")
            self._keep()
        self._kept = start
        self._restore()
        raise FloatingPointError(f"{fault} at epoch {epoch}; try a smaller learning rate")

    def _restore(self) -> None:
        for variable, value in zip(self._state, self._kept, strict=True):
            variable.assign(value)

    def _fault(self, figures: Iterable[tuple[str, Any]]) -> str | None:
        for name, value in figures:
            numbers = np.asarray(value)
            if numbers.dtype.kind == "f" and not np.isfinite(numbers).all():
                return f"the {name.replace('_', ' ')} is {numbers[~np.isfinite(numbers)].flat[0]}"
        if self._weights and not tf.reduce_all([tf.reduce_all(tf.math.is_finite(weight)) for weight in self._weights]):
            return "a weight is no longer finite"
        return None
