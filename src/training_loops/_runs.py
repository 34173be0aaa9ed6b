"""Which run a checkpoint is of, and what the run has come to: the same for every loop that saves itself."""

import zlib

from training_loops.data import Digits
from training_loops.history import History


def described(model, optimizer, digits: Digits, **arguments: int) -> dict[str, str | int]:
    """What makes a run the same run: where one of these differs, a checkpoint is of another one."""
    digest = zlib.crc32(digits.train.labels.tobytes(), zlib.crc32(digits.train.images.tobytes()))
    return {
        "model": " ".join(str(tuple(variable.shape)) for variable in model.variables),
        "optimizer": f"{type(optimizer).__name__} with {len(optimizer.variables)} variables",
        "data": f"{len(digits.train.labels)} examples with the checksum {digest:08x}",
        **arguments,
    }


def check_epochs(epochs: int, records: list, folder) -> None:
    """Raise `ValueError` where a run that was restored has more epochs than it is asked for."""
    if len(records) > epochs:
        raise ValueError(f"epochs must be at least {len(records)}, which {folder} has, not {epochs}")


def as_history(records: list[dict[str, float]]) -> History:
    """The records of all epochs as the history that a loop returns."""
    history = History("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    for epoch, record in enumerate(records, start=1):
        history.append(epoch=epoch, **record)
    return history
