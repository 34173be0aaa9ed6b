"""When a run is saved: every so many steps and after each epoch, where all is finite; and on Ctrl-C, which ends it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, repeat

import tensorflow as tf

from training_loops._checkpoints import Checkpoints
from training_loops._finite import Safeguard


@dataclass
class Saver:
    """Saves `progress` and all that its checkpoint has with it; `measured` gives the figures of the epoch so far."""

    checkpoints: Checkpoints
    safeguard: Safeguard
    measured: Callable[[], dict[str, float]]
    interrupted: Callable[[], bool]
    save_every: int

    def begin(self, step: Callable, batches: tf.data.Dataset) -> None:
        """The epoch that goes on now is `step` on each of these batches."""
        self._progress = self.checkpoints.checkpoint.progress
        self._step, self._batches, self._length = step, batches, len(batches)
        self._checked = self._progress.step

    def after_step(self) -> None:
        """Save where it is time; the last step of an epoch is saved with the validation after it."""
        due = self._progress.step % self.save_every == 0 or self.interrupted()
        if due and self._progress.step < self._length:
            self._save(self.measured())

    def after_epoch(self, record: dict[str, float]) -> None:
        """Add the record of the epoch, and save what the next one begins with."""
        self._check(record)
        self._progress.records.append(record)
        self._progress.epoch, self._progress.step = self._progress.epoch + 1, 0
        self._save()

    def _save(self, figures: dict[str, float] | None = None) -> None:
        progress = self._progress
        if figures:
            self._check(figures)
        path = self.checkpoints.save((progress.epoch - 1) * self._length + progress.step)
        if self.interrupted():
            raise SystemExit(f"stopped and saved as {path}; to go on, run the same program again")

    def _check(self, figures: dict[str, float]) -> None:
        """Raise `FloatingPointError` where the run has gone wrong since it was checked last."""
        # Steps before that were good: they are not made again, and only counted.
        again = (self._step(*batch) for batch in self._batches.skip(self._checked))
        self.safeguard.check(self._progress.epoch, figures, chain(repeat(0.0, self._checked), again))
        self._checked = self._progress.step
