"""A run of several workers: its records, the first worker's checkpoints, and what a lost worker means for it."""

import contextlib
import json
import math
import zlib
from collections.abc import Iterator

import numpy as np
import tensorflow as tf

from training_loops._checkpoints import Checkpoints
from training_loops._runs import check_epochs

# What TensorFlow raises in the workers that are left when one is gone.
LOST = (tf.errors.UnavailableError, tf.errors.AbortedError, tf.errors.DeadlineExceededError, tf.errors.CancelledError)


def is_first(strategy) -> bool:
    """Whether this process saves: the only one, or of a cluster the chief, who is worker 0 where none is named."""
    resolver = strategy.cluster_resolver
    if resolver is None or not resolver.task_type:
        return True
    if "chief" in resolver.cluster_spec().jobs:
        return resolver.task_type == "chief"
    return resolver.task_id == 0


class Progress(tf.train.experimental.PythonState):
    """Which run this is, and the record of each epoch so far."""

    def __init__(self, run: dict):
        super().__init__()
        self.run = run
        self.records: list[dict[str, float]] = []

    def serialize(self):
        return json.dumps({"run": self.run, "records": self.records})

    def deserialize(self, text):
        self.run, self.records = (json.loads(text)[name] for name in ("run", "records"))


class Saved:
    """The records of a run, and its checkpoints in a folder that all workers see; without a folder none is saved."""

    def __init__(self, strategy, folder):
        self.strategy, self.folder = strategy, folder
        self.records: list[dict[str, float]] = []
        self.begun = False
        self._checkpoints: Checkpoints | None = None

    def restore(self, model, optimizer, run: dict, epochs: int) -> int:
        """How many epochs were saved, with model and optimizer as they were after the last, in all workers or in none.

        Raises `ValueError` in all workers where one of them cannot go on, or was called with something else.
        """
        fault = None
        try:
            if self.folder is not None:
                self._restore(model, optimizer, Progress(run))
        except (OSError, ValueError) as error:
            fault = error
        arguments = json.dumps([run, epochs, self.folder is None])
        found = -1 if fault else len(self.records)
        answers = of_all_workers(self.strategy, [zlib.crc32(arguments.encode()), found])
        if fault:
            raise fault
        self._check_agreement(answers)
        check_epochs(epochs, self.records, self.folder)
        self.begun = True
        return found

    def _restore(self, model, optimizer, progress: Progress) -> None:
        # The variables, not the objects: a checkpoint skips layers in a list.
        state = {"model": model.variables, "optimizer": optimizer.variables, "progress": progress}
        checkpoint = tf.train.Checkpoint(**state)
        writes = is_first(self.strategy)
        self._checkpoints = Checkpoints(self.folder, checkpoint, progress.run, name="epoch", writes=writes)
        self._checkpoints.restore()
        self.records = progress.records

    def _check_agreement(self, answers: np.ndarray) -> None:
        arguments, found = answers.T
        if found.min() < 0:
            raise ValueError(f"another worker cannot use the folder {self.folder}; its own message says why")
        if arguments.min() != arguments.max():
            raise ValueError("all workers must call train with the same arguments; another worker has others")
        if found.min() != found.max():
            raise ValueError(
                f"{self.folder} must be a folder that all workers see: one found epoch {found.max()}, "
                f"another {found.min()}"
            )

    def save(self, record: dict[str, float]) -> None:
        """Keep the record of an epoch and save the state, in the first worker alone; raises where it is not finite."""
        epoch = len(self.records) + 1
        for name, value in record.items():
            if not math.isfinite(value):
                figure = name.replace("_", " ")
                raise FloatingPointError(f"the {figure} of epoch {epoch} is {value}; a smaller learning rate may help")
        self.records.append(record)
        if self._checkpoints and is_first(self.strategy):
            self._checkpoints.save(epoch)


def of_all_workers(strategy, numbers: list[int]) -> np.ndarray:
    """These numbers, and those that the other workers give: a row for each replica."""
    own = strategy.experimental_distribute_values_from_function(lambda _: tf.constant([numbers], tf.int64))
    return strategy.gather(own, axis=0).numpy()


@contextlib.contextmanager
def lost_workers_told(saved: Saved) -> Iterator[None]:
    """Raise `ConnectionError`, which says how to go on, where another worker was lost."""
    try:
        yield
    except LOST as error:
        done = len(saved.records)
        when = f"in epoch {done + 1}" if saved.begun else "before the first step"
        again = "begin again, as no folder was given"
        if saved.folder is not None:
            again = f"go on after epoch {done}" if done else "begin again"
        raise ConnectionError(f"another worker was lost {when}; start all workers again, and they {again}") from error
