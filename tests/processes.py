"""Processes for blocks of code: forks of one that has imported TensorFlow and run nothing, and a watch over each."""

import contextlib
import multiprocessing
import os
import re
import signal
import time
from pathlib import Path

from containing import LARGEST
from running import Finished, Program, larger, serve

from docsite.pages.settings import Settings

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tensorflow", "keras", "matplotlib.pyplot"])
STARTING = 120.0  # seconds until a process is there, on a machine that does much else
LATE = 5.0  # seconds that a process has to write down where it is when it is stopped
HERE = re.compile(r'block\.py", line (\d+)')


def run_alone(
    code: str, folder: str, path: str = "block.py", above: int = 0, limits: Settings | None = None
) -> Finished:
    """Run a program in a process and an empty folder of its own, as a reader would who pastes it.

    Errors name `path`, with the lines that it has `above` the program.
    """
    program = Program(code, folder, path, above, limits or Settings())
    process = Process()
    try:
        return process.run(program)
    finally:  # also after an interrupt: nothing of the program goes on
        process.end()


class Process:
    """A process for one program, and all that the program starts."""

    def __init__(self) -> None:
        self.pipe, other = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=serve, args=(other,), daemon=True)
        self.process.start()
        other.close()

    def run(self, program: Program) -> Finished:
        """What the program did."""
        if not self.pipe.poll(STARTING):
            raise TimeoutError(f"no process for blocks after {STARTING:g} s; the machine does too much else")
        self.pipe.recv()
        try:
            self.pipe.send(program)
            why = self._watch(program)
            return self.pipe.recv() if not why else self._stopped(program, why)
        except (EOFError, ConnectionError):
            return self._stopped(program, "")

    def end(self) -> None:
        """End the process and all that it has started."""
        for process in [self.process.pid, *_descendants(self.process.pid)]:
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(OSError):  # those whose parent has ended
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()
        self.pipe.close()

    def _watch(self, program: Program) -> str:
        """Empty once there is an answer, or why none is waited for."""
        base, limits = Path(program.base), program.limits
        end = time.monotonic() + 2 * limits.seconds + LATE
        while not self.pipe.poll(0.2):
            notes = _notes(base)
            longer = f'let it end, or write seconds="{2 * limits.seconds:g}" reason="…"'
            if notes.startswith("Timeout") or time.monotonic() > end:
                return f"not finished after {2 * limits.seconds:g} s; {longer}"
            if notes:
                return f"used more than {limits.seconds:g} s of processor time; {longer}"
            if _size(base) > 2 * LARGEST * limits.size:
                os.kill(self.process.pid, signal.SIGXCPU)  # it writes down where it is
                return f"wrote more than {2 * LARGEST * limits.size} bytes; write less, or write {larger(limits.size)}"
        return ""

    def _stopped(self, program: Program, why: str) -> Finished:
        """What is known of a program that gave no answer."""
        if not why:
            self.process.join(LATE)
            why = f"the process ended with exit status {self.process.exitcode}; a block runs to its last line"
        end = time.monotonic() + LATE
        while not (found := HERE.search(_notes(Path(program.base)))) and self.process.is_alive():
            if time.monotonic() > end:
                break
            time.sleep(0.05)
        line = program.above + int(found[1] if found else 0)
        return Finished("", f"{program.path}:{line}: {why}", stopped=True)


def _notes(base: Path) -> str:
    """Where the process was when it had passed a limit, in the words of `faulthandler`."""
    path = base / "notes"
    return path.read_text("utf-8", "replace") if path.exists() else ""


def _size(folder: Path) -> int:
    total = 0
    for inside, _, names in os.walk(folder):  # which passes over what is removed meanwhile
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(inside, name).lstat().st_size
    return total


def _descendants(process: int) -> list[int]:
    """All that a process has started, stopped first so that it starts no more."""
    with contextlib.suppress(OSError):
        os.kill(process, signal.SIGSTOP)
    files = Path(f"/proc/{process}/task").glob("*/children") if Path("/proc").exists() else ()
    found: list[int] = []
    for path in files:
        with contextlib.suppress(OSError):
            for child in map(int, path.read_text().split()):
                found += [child, *_descendants(child)]
    return found
