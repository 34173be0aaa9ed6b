"""Everything global that a block of a page could change for the next: compared, and never put back one by one."""

import builtins
import gc
import locale
import logging
import os
import signal
import sys
import threading
import types
from pathlib import Path
from typing import Any

PATCHED = ("builtins", "math", "os", "random", "sys", "time", "json", "numpy", "numpy.random", "tensorflow", "keras")
CALLABLE = (types.FunctionType, types.BuiltinFunctionType, type)


def state() -> dict[str, Any]:
    """By name, in values that can be compared; nothing here sets TensorFlow up, which a block may want to do itself."""
    return {**_of_python(), **_of_numbers(), **_of_tensorflow(), "patched functions": _functions()}


def differences(clean: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The names of what differs; a module that was loaded meanwhile is no difference."""
    before, after = clean["patched functions"], now["patched functions"]
    patched = [".".join(key) for key, value in before.items() if after.get(key) != value]
    return [name for name in clean if name != "patched functions" and clean[name] != now[name]] + patched


def children() -> list[int]:
    """The processes that this one has started, or inherited from those."""
    tasks = Path("/proc/self/task")
    found = [path.read_text() for path in tasks.glob("*/children")] if tasks.exists() else []
    return [int(process) for text in found for process in text.split()]


def _of_python() -> dict[str, Any]:
    known = [logging.getLogger(name) for name in (None, "tensorflow", "absl", "keras")]
    return {
        "environment": dict(os.environ),
        "import path": list(sys.path),
        "logging": [(logger.level, logger.disabled, list(logger.handlers)) for logger in known],
        "threads": threading.active_count(),
        "processes": children(),
        "signals": {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)},
        "limits of Python": (sys.getrecursionlimit(), sys.getswitchinterval(), gc.isenabled(), locale.setlocale(0)),
        "hooks": (sys.excepthook, sys.displayhook, sys.gettrace(), sys.getprofile()),
        "streams": (sys.stdin, sys.stdout, sys.stderr),
    }


def _of_numbers() -> dict[str, Any]:
    import matplotlib as mpl
    import numpy as np

    return {"NumPy": (np.geterr(), repr(np.get_printoptions())), "Matplotlib": repr({**mpl.rcParams, "backend": ""})}


def _of_tensorflow() -> dict[str, Any]:
    import keras
    import tensorflow as tf

    config = keras.config
    devices = tf.config.list_physical_devices()
    return {
        "Keras": (config.dtype_policy().name, config.floatx(), config.epsilon(), config.image_data_format()),
        "Keras's tracebacks": config.is_traceback_filtering_enabled(),
        "eager functions": (tf.config.functions_run_eagerly(), tf.executing_eagerly()),
        "compiler": (tf.config.optimizer.get_jit(), tf.config.optimizer.get_experimental_options()),
        "arithmetic": (tf.config.experimental.tensor_float_32_execution_enabled(), _deterministic()),
        "soft placement": tf.config.get_soft_device_placement(),
        "visible devices": tf.config.get_visible_devices(),
        "logical devices": [repr(tf.config.get_logical_device_configuration(device)) for device in devices],
        "threads of TensorFlow": (
            tf.config.threading.get_inter_op_parallelism_threads(),
            tf.config.threading.get_intra_op_parallelism_threads(),
        ),
        "strategy": tf.distribute.has_strategy(),
    }


def _deterministic() -> bool:
    from tensorflow.python.framework import config

    return config.is_op_determinism_enabled()


def _functions() -> dict[tuple[str, str], int]:
    """The functions and classes of modules that a block might replace, and the methods of Keras's classes."""
    found: dict[tuple[str, str], int] = {}
    for name in PATCHED:
        for key, value in vars(sys.modules[name]).items() if name in sys.modules else ():
            if isinstance(value, CALLABLE) and not (value is builtins.print or key.startswith("_")):
                found[name, key] = id(value)
    for name in [name for name in sys.modules if name.startswith("keras.src.")]:
        for key, value in list(vars(sys.modules[name]).items()):
            if isinstance(value, type) and value.__module__ == name:
                found |= {(f"{name}.{key}", own): id(it) for own, it in vars(value).items() if isinstance(it, CALLABLE)}
    return found
