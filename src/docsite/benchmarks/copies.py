"""Copies of the project in which the site is built and tested, and their steps timed in turns."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docsite.benchmarks.contests import Watch
from docsite.project import ROOT, DocsError

LEFT_BEHIND = shutil.ignore_patterns(".*", "site", "__pycache__")
Step = Callable[[], str]


@dataclass(frozen=True)
class Copy:
    """A copy of the project, with caches of its own."""

    root: Path

    def run(self, command: list[str], *, may_fail: bool = False) -> str:
        """Run a command in the copy; returns the last line of what it says."""
        paths = os.pathsep.join(str(self.root / name) for name in ("src", "tests"))
        quiet = {"PYTHONPATH": paths, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
        environment = {**os.environ, **quiet, "MPLBACKEND": "Agg"}
        finished = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True)
        lines = (finished.stdout + finished.stderr).strip().splitlines() or [f"exit status {finished.returncode}"]
        if finished.returncode and not (may_fail and finished.returncode == 1):
            raise DocsError(f"a copy of the project cannot be measured: {lines[-1]}")
        return lines[-1].strip("= ")

    def forget(self) -> None:
        """Remove what earlier runs have made."""
        for name in (".cache", ".stage", "site"):
            shutil.rmtree(self.root / name, ignore_errors=True)


def copied(folder: Path) -> Copy:
    """A copy of the project in a folder that does not exist yet, without what earlier runs have made."""
    return Copy(Path(shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)))


def in_turns(steps: dict[str, Step], rounds: int, watch: Watch) -> tuple[dict[str, list[float]], dict[str, str]]:
    """Seconds of each step in each round, and what it said last."""
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    said: dict[str, str] = {}
    with watch.counting("copies", rounds * len(steps)) as turn:
        for name, step in rounds * list(steps.items()):
            turn(name)
            started = time.perf_counter()
            said[name] = step()
            seconds[name].append(time.perf_counter() - started)
    return seconds, said
