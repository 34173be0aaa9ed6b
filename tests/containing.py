"""What a block may do to the machine around it: a folder of its own, limits, and a watch on files and processes."""

import contextlib
import ctypes
import faulthandler
import mmap
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

PROCESSES = 20  # that a program may start
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 1, "os.truncate": 1, "os.chmod": 1, "os.rename": 2, "os.link": 2}
STARTS = {"os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"}
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
LARGEST = 128  # times what it may print: what it may write to one file

_around: dict = {"base": None, "started": None}


def begin() -> None:
    """Once for a process: a group of its own, children that stay its own, and a watch on files and new processes."""
    os.setsid()
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        system.prctl(PR_SET_CHILD_SUBREAPER, 1)
    _around["started"] = mmap.mmap(-1, 1)  # shared with whatever is forked
    sys.dont_write_bytecode = True
    as_on_a_cpu()
    np.random.seed()  # otherwise that of the process that was forked
    sys.addaudithook(_watch)


def as_on_a_cpu() -> None:
    """On a GPU what loops compute is compared as on a CPU: without TF32, and with sums in one order."""
    import tensorflow as tf

    if tf.config.list_physical_devices("GPU"):
        tf.config.experimental.enable_tensor_float_32_execution(False)
        tf.config.experimental.enable_op_determinism()


@contextlib.contextmanager
def contained(program) -> Iterator[None]:
    """A program's own folder, within its limits."""
    base = Path(program.base)
    os.chdir(base / "work")
    temporary = base / "tmp"
    temporary.mkdir(exist_ok=True)
    tempfile.tempdir = str(temporary)
    with (base / "notes").open("w") as notes, (base / "written").open("w") as written:
        for stream in (1, 2):  # what TensorFlow's C++ and started programs write
            os.dup2(written.fileno(), stream)
        _limit(program.limits, notes)
        _around["started"][0] = 0
        _around["base"] = str(base.resolve())
        try:
            yield
        finally:
            _around["base"] = None
            faulthandler.cancel_dump_traceback_later()
            os.chdir("/")


def _limit(limits, notes) -> None:
    """Past a limit the process writes down where it is, at which those who wait for it end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 1
    faulthandler.register(signal.SIGXCPU, file=notes, all_threads=True)
    faulthandler.dump_traceback_later(2 * limits.seconds, file=notes)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST * limits.size, resource.RLIM_INFINITY))


def _watch(event: str, arguments: tuple) -> None:
    base = _around["base"]
    if base is None:
        return
    if event in STARTS:
        started = _around["started"]
        if started[0] >= PROCESSES:
            raise RuntimeError(f"more than {PROCESSES} processes started; start fewer")
        started[0] += 1
    elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES:
        _inside(arguments[0], base)
    elif event in CHANGES:
        known = len(arguments) > CHANGES[event] and arguments[CHANGES[event]] not in (-1, None) and event != "os.mkdir"
        for path in arguments[: CHANGES[event]] if not known else ():
            _inside(path, base)


def _inside(path, base: str) -> None:
    """Raise where a program changes a file that is not its own."""
    if isinstance(path, int) or path == os.devnull:
        return
    found = os.path.realpath(os.fsdecode(path))
    if not found.startswith(base + os.sep):
        raise PermissionError(f"{found} is outside of the block's own folder; write below that, or use tempfile")
