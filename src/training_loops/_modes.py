"""How a mini-batch loop runs its step: as Python, compiled batch by batch, or compiled with the whole epoch."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import tensorflow as tf
from tensorflow.python.client import device_lib

from training_loops.epochs import train_whole_epoch

MODES = ("eager", "graph", "xla", "epoch", "auto")
# The other half is for the model, its optimizer, a batch, and whatever else runs.
MEMORY_SHARE = 0.5


def choose_mode(num_bytes: int, budget: int) -> str:
    """The mode with the fastest epochs for data of so many bytes, where they may take `budget` on the device.

    Data that fit are trained on by `"epoch"`: nothing goes from Python to the device between the steps. Of the modes
    that take one batch at a time `"graph"` is about as fast as `"xla"`, and runs what XLA cannot compile.
    """
    return "epoch" if num_bytes <= budget else "graph"


def memory_budget() -> int:
    """The bytes that data may take: `MEMORY_SHARE` of what TensorFlow may use of a GPU, or of the computer's memory."""
    if tf.config.list_physical_devices("GPU"):
        devices = device_lib.list_local_devices()
        memory = min(device.memory_limit for device in devices if device.device_type == "GPU")
    elif hasattr(os, "sysconf"):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    else:
        # Windows does not tell; the data are in the computer's memory before they come here.
        memory = sys.maxsize
    return int(MEMORY_SHARE * memory)


def settled_mode(mode: str, arrays: Iterable, log_every: int = 0) -> str:
    """The mode to train in: `"auto"` as chosen, `"epoch"` only where the arrays fit; others as they are.

    Prints a line on stderr where they do not fit. Raises `ValueError` for a mode that does not exist, and for
    `log_every` with `"epoch"`, in which there are no steps to report.
    """
    if mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(map(repr, MODES))}, not {mode!r}")
    if mode not in ("epoch", "auto"):
        return mode
    if log_every and mode == "epoch":
        raise ValueError(f"log_every must be 0 in mode 'epoch', which reports no steps, not {log_every}")
    num_bytes, budget = sum(np.asarray(array).nbytes for array in arrays), memory_budget()
    if num_bytes > budget:
        print(
            f"mode {mode!r}: the data take {num_bytes:,} bytes of {budget:,} that they may; training batch by batch",
            file=sys.stderr,
        )
    return "graph" if log_every else choose_mode(num_bytes, budget)


def unwatched(run: Callable, *_, **__) -> Callable:
    """The callable as it is: in the place of `_progress.reported` where nobody watches."""
    return run


def compiled_step(mode: str, step: Callable, signature) -> Callable:
    """The step as the mode runs it, batch by batch."""
    if mode == "eager":
        return step
    # The signature leaves the batch size open, so the smaller last batch needs no trace of its own; XLA alone, which
    # compiles for shapes, compiles the trace a second time for it.
    return tf.function(step, input_signature=signature, jit_compile=mode == "xla")


def whole_epochs(step: Callable, metrics, examples, batch_size: int) -> Callable[[tf.Tensor], dict[str, float]]:
    """A function of the order of the rows, which runs one epoch as one program and returns the metrics over it."""
    images, labels = map(tf.convert_to_tensor, examples)
    batch_size = min(batch_size, len(labels))
    run = tf.function(partial(train_whole_epoch, step, batch_size=batch_size), jit_compile=True)

    def measured(order):
        metrics.reset_state()
        run(images, labels, order)
        return metrics.result()

    return measured
