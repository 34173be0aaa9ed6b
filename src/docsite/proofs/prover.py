"""Runs programs, each in a process and a folder of its own, and prints what they printed: needs no other file of ours.

It is run as a file by the Python of an environment that has TensorFlow and little else. Programs come as JSON on
standard input, `{"id": "code"}`; for each a line goes to standard output as soon as it is done.
"""

import contextlib
import importlib.metadata
import io
import json
import multiprocessing
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

PACKAGES = ("tensorflow", "keras", "numpy")


def main(seconds: float = 120) -> None:
    """Tell the versions, then for each program what it printed and how it failed, if it did."""
    programs = json.load(sys.stdin)
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    print(json.dumps({**versions, "python": platform.python_version()}), flush=True)
    context = multiprocessing.get_context("forkserver")  # TensorFlow is imported once, and has run nothing yet
    context.set_forkserver_preload(["tensorflow", "keras"])
    for name, code in programs.items():
        printed, error = run_alone(context, code, seconds)
        print(json.dumps({"id": name, "printed": printed, "error": error}), flush=True)


def run_alone(context, code: str, seconds: float) -> tuple[str, str]:
    """What a program printed, and the last line of its error, empty if there was none."""
    receiver, sender = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder:
        process = context.Process(target=_child, args=(code, folder, sender))
        started = time.monotonic()
        process.start()
        sender.close()
        try:
            if receiver.poll(seconds):
                return receiver.recv()
            return "", f"not finished after {time.monotonic() - started:.0f} s"
        except EOFError:
            process.join()
            return "", f"the process ended with exit status {process.exitcode}"
        finally:
            process.kill()
            process.join()


def _child(code: str, folder: str, sender) -> None:
    os.chdir(folder)
    file = Path(folder, "proof.py")  # a file, since `tf.function` reads the source of what it converts
    file.write_text(code, "utf-8")
    printed, error = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(code, str(file), "exec"), {"__name__": "__main__"})
        except BaseException as failure:  # a proof that exits has failed too
            said = str(failure).strip().splitlines() or [""]
            error = f"{type(failure).__name__}: {said[0]}"
    sender.send((printed.getvalue(), error))


if __name__ == "__main__":
    main()
