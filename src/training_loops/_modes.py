"""How a loop runs its step: which mode fits into the memory, the step or the epoch compiled, what XLA refuses."""

import os
import re
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.python.client import device_lib

from training_loops._checks import one_of
from training_loops._finite import Runner
from training_loops.epochs import train_whole_epoch

MODES = ("eager", "graph", "xla", "epoch", "auto")
# The other half is for the model, its optimizer, a batch, and whatever else runs.
MEMORY_SHARE = 0.5


class NotCompiledError(ValueError):
    """Why a mode cannot compile what it is to run, in one line that names the mode."""


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
    one_of("mode", mode, MODES)
    if mode not in ("epoch", "auto"):
        return mode
    if log_every and mode == "epoch":
        raise ValueError(f"log_every must be 0 in mode 'epoch', which reports no steps, not {log_every}")
    num_bytes, budget = sum(np.asarray(array).nbytes for array in arrays), memory_budget()
    if num_bytes > budget:
        _say(f"mode {mode!r}: the data take {num_bytes:,} bytes of {budget:,} that they may; training batch by batch")
    return "graph" if log_every else choose_mode(num_bytes, budget)


def prepared(prepare: Callable[[str], Any], mode: str, arrays: Iterable, log_every: int = 0) -> Any:
    """What `prepare(mode)` gives in the mode settled on; `"auto"` becomes `"graph"` where XLA cannot compile."""
    try:
        return prepare(settled_mode(mode, arrays, log_every))
    except NotCompiledError as error:
        if mode != "auto":
            raise
        _say(f"mode 'auto' trains batch by batch, for in {error}")
        return prepare("graph")


def _say(line: str) -> None:
    """Tell why another mode is taken, where no output of the program is mixed with it."""
    print(line, file=sys.stderr)


def compiled_step(mode: str, step: Callable, batches: tf.data.Dataset, layers) -> Callable:
    """The step as the mode runs it, batch by batch."""
    one_of("mode", mode, MODES[:-1])
    if mode == "eager":
        return step
    # The signature leaves the batch size open, so the smaller last batch needs no trace of its own; XLA alone, which
    # compiles for shapes, compiles the trace a second time for it.
    compiled = tf.function(step, input_signature=batches.element_spec, jit_compile=mode == "xla")
    if mode == "xla":
        check_compiled(mode, compiled, next(iter(batches)), layers)
    return compiled


def compiled_epoch(step: Callable, metrics, arrays, batch_size: int, layers) -> Runner:
    """A runner for the order of the rows, which runs one epoch as one program and returns the metrics over it."""
    tensors = [tf.convert_to_tensor(array) for array in arrays]
    batch_size = min(batch_size, len(tensors[0]))

    @tf.function(jit_compile=True)
    def run(tensors, order):
        train_whole_epoch(step, *tensors, order, batch_size)

    def measured(order: tf.Tensor) -> dict[str, float]:
        metrics.reset_state()
        run(tensors, order)
        return metrics.result()

    variables = check_compiled("epoch", run, (tensors, tf.range(len(tensors[0]))), layers)
    return Runner(measured, variables)


def check_compiled(mode: str, function: Any, arguments, layers) -> Sequence:
    """The variables of a `tf.function`; `NotCompiledError` where XLA cannot compile it. Nothing of it is run.

    The error names the one of the layers in which XLA meets an operation that it does not know.
    """
    variables = function.get_concrete_function(*arguments).variables
    check_one_device(mode, variables)
    describe = function.experimental_get_compiler_ir(*arguments)
    try:
        with warnings.catch_warnings():
            # To name the device is said to be out of date; but without a name TensorFlow draws a random number to find
            # one, which moves the caller's numbers, and which determinism forbids where no seed is set.
            warnings.simplefilter("ignore", UserWarning)
            describe(stage="hlo", device_name=tf.zeros([]).device)
    except (ValueError, tf.errors.OpError) as error:
        reason = _reason(str(error), {layer.name for layer in layers})
        raise NotCompiledError(f"mode {mode!r}: XLA cannot compile {reason}; mode 'graph' runs it") from error
    return variables


def check_one_device(mode: str, variables) -> None:
    """Raise `NotCompiledError` where a variable is not on the device of most: XLA compiles for one device."""
    places = [variable.device.rpartition("device:")[2] for variable in variables]
    for variable, place in zip(variables, places, strict=True):
        common = Counter(places).most_common(1)[0][0]
        if place != common:
            raise NotCompiledError(
                f"mode {mode!r}: the variable {variable.name!r}, {variable.dtype.name}, is on {place}, others are on "
                f"{common}, and XLA compiles for one device; TensorFlow keeps int32 variables on the CPU: make it "
                "int64; mode 'graph' runs it"
            )


def _reason(message: str, layers: set[str]) -> str:
    """The layer and the operation that XLA does not know, as its message has them; else the message's first line."""
    operation = re.search(r"compile graph .*? on \w+: (\w+)", message)
    node = re.search(r"\{\{node ([^}]+)\}\}", message)
    if not (operation and node):
        return f"the step: {message.splitlines()[0][:300]}"
    # A node is called by the names that lead to it: model, layer, operation; a name that was taken gets a number.
    parts = [name for part in reversed(node[1].split("/")) for name in (part, re.sub(r"_\d+$", "", part))]
    layer = next((f"the layer {name!r}" for name in parts if name in layers), "the step")
    return f"{layer}, which uses {operation[1]}"
