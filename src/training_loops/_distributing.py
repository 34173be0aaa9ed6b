"""Around the distributed loop: checks before the first step, the first worker's checkpoints, and a lost worker told."""

import contextlib
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import keras
import tensorflow as tf

from training_loops._checkpoints import KEPT, check_own, newest_first, read_whole, writable
from training_loops.data import Examples, in_batches

# What TensorFlow raises in the workers that are left when one is gone.
LOST = (tf.errors.UnavailableError, tf.errors.AbortedError, tf.errors.DeadlineExceededError, tf.errors.CancelledError)


def checked_share(strategy, batch_size: int) -> int:
    """The size of a batch; raises `ValueError` where the replicas cannot divide it evenly."""
    if not isinstance(strategy, tf.distribute.Strategy):
        raise ValueError(f"strategy must be a tf.distribute.Strategy, not {type(strategy).__name__}")
    replicas = strategy.num_replicas_in_sync
    if batch_size % replicas:
        below = batch_size - batch_size % replicas
        near = " or ".join(str(size) for size in (below, below + replicas) if size)
        raise ValueError(f"batch_size must divide among the {replicas} replicas: take {near}, not {batch_size}")
    return batch_size


def check_placement(strategy, model, optimizer) -> None:
    """Raise `ValueError` where a model or optimizer has variables that were made outside of the strategy's scope."""
    for name, owner in {"model": model, "optimizer": optimizer}.items():
        for variable in getattr(owner, "variables", ()):
            if not strategy.extended.variable_created_in_scope(getattr(variable, "value", variable)):
                raise ValueError(
                    f"{name} must be made inside `with strategy.scope():`, so that each replica has a copy"
                )


def validated(model, examples: Examples, batch_size: int = 1000) -> dict[str, float]:
    """The mean loss and the accuracy on the validation set; each worker measures all of it, with the same result."""
    loss, accuracy = keras.metrics.Mean(), keras.metrics.SparseCategoricalAccuracy()
    for images, labels in in_batches(examples, batch_size):
        logits = model(images, training=False)
        loss.update_state(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
        accuracy.update_state(labels, logits)
    return {"validation_loss": float(loss.result()), "validation_accuracy": float(accuracy.result())}


def is_first(strategy) -> bool:
    """Whether this process saves: the only one, or of a cluster the chief, who is worker 0 where none is named."""
    resolver = strategy.cluster_resolver
    if resolver is None or not resolver.task_type:
        return True
    if "chief" in resolver.cluster_spec().jobs:
        return resolver.task_type == "chief"
    return resolver.task_id == 0


class Saved:
    """The checkpoints of a run in a folder that all workers see; without a folder nothing is saved."""

    def __init__(self, strategy, folder: str | os.PathLike | None):
        self.strategy, self.folder, self.epoch = strategy, folder, 0
        self.writes = is_first(strategy)
        if folder is not None and self.writes:
            check_own(writable(folder), "epoch")

    def restored(self, model, optimizer) -> int:
        """The last epoch that was saved, with model and optimizer as they were after it, or 0."""
        if self.folder is None:
            return 0
        with self.strategy.scope():
            self._epoch = tf.Variable(0, dtype=tf.int64, name="epoch")
        state = {"model": model.variables, "optimizer": optimizer.variables}  # objects would miss layers in lists
        checkpoint = tf.train.Checkpoint(**state, epoch=self._epoch)
        self._restore(checkpoint, Path(self.folder))
        self.manager = tf.train.CheckpointManager(
            checkpoint, os.fspath(self.folder), max_to_keep=KEPT, checkpoint_name="epoch"
        )
        found = self.strategy.run(lambda: tf.reshape(self._epoch.read_value(), [1]))
        epochs = self.strategy.gather(found, axis=0).numpy()
        if epochs.min() != epochs.max():
            raise ValueError(
                f"{self.folder} must be a folder that all workers see: one found epoch {epochs.max()}, "
                f"another {epochs.min()}"
            )
        self.epoch = int(epochs[0])
        return self.epoch

    @staticmethod
    def _restore(checkpoint: tf.train.Checkpoint, folder: Path) -> None:
        """Restore the newest checkpoint that is whole; those passed over are named on stderr."""
        for path in newest_first(folder, "epoch"):
            _, fault = read_whole(path)
            if fault:
                print(f"passed over {path}: {fault}", file=sys.stderr)
                continue
            try:
                checkpoint.restore(str(path)).assert_consumed()
            except (AssertionError, ValueError, tf.errors.OpError) as error:
                raise ValueError(f"{path} is of another model or optimizer; name another folder") from error
            return

    def save(self, epoch: int, record: dict[str, float]) -> None:
        """Save the state after an epoch, in the first worker alone; raises where its loss is not finite."""
        if not math.isfinite(record["loss"]):
            raise FloatingPointError(f"the loss of epoch {epoch} is {record['loss']}; a smaller learning rate may help")
        self.epoch = epoch
        if self.folder is not None:
            self._epoch.assign(epoch)
            if self.writes:
                self._write(epoch)

    def _write(self, epoch: int) -> None:
        try:
            self.manager.save(checkpoint_number=epoch)
        except (OSError, tf.errors.OpError) as error:
            reason = str(getattr(error, "message", error)).partition("\n")[0]
            kept = "the earlier checkpoints are as they were"
            raise OSError(f"cannot save epoch {epoch} in {self.folder}: {reason}; {kept}") from error


@contextlib.contextmanager
def lost_workers_told(saved: Saved) -> Iterator[None]:
    """Raise `ConnectionError`, which says how to go on, where another worker was lost."""
    try:
        yield
    except LOST as error:
        again = (
            f"go on after epoch {saved.epoch}" if saved.folder is not None else "begin again, as no folder was given"
        )
        raise ConnectionError(
            f"another worker was lost in epoch {saved.epoch + 1}; start all workers again, and they {again}"
        ) from error
