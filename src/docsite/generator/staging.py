"""Staging in a process of its own, so that the build imports none of its code, and `serve` sees changed code.

Under `serve` the process stays: it stages again when it is asked, and is started anew when the code has changed.
"""

import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

from mkdocs.exceptions import PluginError

from docsite.cache import CODE, digest_of_files
from docsite.languages import Language
from docsite.project import ROOT

FAILED = "the pages could not be staged"
log = logging.getLogger("mkdocs.docsite")


class Worker:
    """The process that stays, and the code that it was started with."""

    def __init__(self, command: list[str]):
        self.command, self.code = command, digest_of_files(*CODE)
        self.process = _started([*command, "--stay"], stdin=subprocess.PIPE)

    def ask(self) -> Iterator[str]:
        """Stage, and give the lines that it says, the last ones where the process has ended."""
        assert self.process.stdin
        assert self.process.stderr
        with contextlib.suppress(OSError):  # it could not start: what it said of that is still to be read
            self.process.stdin.write("stage\n")
            self.process.stdin.flush()
        for line in self.process.stderr:
            if line == "done\n":
                return
            yield line
        yield f"error: {FAILED}"

    def fits(self, command: list[str]) -> bool:
        """Whether it stages what is wanted, with today's code."""
        return self.process.poll() is None and (self.command, self.code) == (command, digest_of_files(*CODE))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


_workers: list[Worker] = []  # one at most


def stage(languages: tuple[Language, ...], *, strict: bool, stay: bool) -> list[str]:
    """Stage the languages; returns the mistakes that have no page of their own, which `strict` raises instead.

    Raises `PluginError` with the one line that says what is wrong; where the process stays nothing is raised.
    """
    command = [sys.executable, "-m", "docsite", "stage", "--strict" if strict else "--lenient"]
    command += ["--fresh"] * bool(os.environ.get("FRESH"))
    command += [word for language in languages for word in ("--language", language.code)]
    mistakes = _told(_asked(command) if stay else _run(command))
    if mistakes and not stay:
        raise PluginError(mistakes[0])
    return mistakes


def _told(lines: Iterator[str]) -> list[str]:
    """Pass on what staging says; what it says of the whole site is returned."""
    mistakes = []
    for line in lines:
        kind, _, text = line.rstrip().partition(": ")
        if kind in ("error", "everywhere"):
            mistakes.append(text)
        else:
            log.log(logging.WARNING if kind == "mistake" else logging.INFO, line.rstrip())
    return mistakes


def _run(command: list[str]) -> Iterator[str]:
    with _started(command) as process:
        lines = list(process.stderr or ())
    yield from lines
    if process.returncode and not any(line.startswith("error: ") for line in lines):
        yield f"error: {FAILED}"


def _asked(command: list[str]) -> Iterator[str]:
    if _workers and not _workers[0].fits(command):
        _workers.pop().end()
    if not _workers:
        _workers.append(Worker(command))
    return _workers[0].ask()


def _started(command: list[str], **more) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment, **more)
