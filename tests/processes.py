"""Fresh processes for blocks of code: forks of one that has imported TensorFlow and run nothing."""

import contextlib
import io
import multiprocessing
import os
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tensorflow", "keras", "matplotlib.pyplot"])


@dataclass(frozen=True)
class Finished:
    """What a block printed, and how it failed, if it did."""

    printed: str
    error: str | None


def run_alone(code: str, folder: str, seconds: float = 120) -> Finished:
    """Run a program in a process and an empty folder of its own, as a reader would who pastes it."""
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_child, args=(code, folder, sender))
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            return Finished("", f"not finished after {seconds:g} s")
        return receiver.recv()
    except EOFError:
        process.join()
        return Finished("", f"the process ended with exit status {process.exitcode}")
    finally:
        process.kill()
        process.join()


def _child(code: str, folder: str, sender) -> None:
    os.chdir(folder)
    file = Path(folder, "block.py")  # a file, since `tf.function` reads the source of what it converts
    file.write_text(code, "utf-8")
    printed, error = io.StringIO(), None
    warnings.simplefilter("error")
    # Keras converts its variables by NumPy's older protocol.
    warnings.filterwarnings("ignore", message="__array__ implementation doesn't accept a copy keyword")
    # AutoGraph marks the syntax trees it makes in a way that Python 3.13 discourages.
    warnings.filterwarnings("ignore", message=".*___pyct_anno")
    warnings.filterwarnings("ignore", message="FigureCanvasAgg is non-interactive")  # no screen in a test
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(code, str(file), "exec"), {"__name__": "__main__", "__file__": str(file)})
        except BaseException:  # also SystemExit: a block that exits is reported like one that fails
            error = traceback.format_exc()
    sender.send(Finished(printed.getvalue(), error))
