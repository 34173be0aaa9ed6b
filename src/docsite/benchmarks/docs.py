"""How long the documentation takes to test, beside pytest-examples on each language's pages, and to build."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docsite.benchmarks.contests import Contest, Settings, Watch
from docsite.benchmarks.site import ALONE
from docsite.benchmarks.summaries import ratios, spread
from docsite.languages import LANGUAGES
from docsite.project import ROOT, DocsError

MOST_ROUNDS = 3  # a round takes minutes
LEFT_BEHIND = shutil.ignore_patterns(".*", "site", "__pycache__")
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
OURS = [*PYTEST, "tests/test_blocks.py", "tests/test_built_blocks.py"]

# Every block of the staged pages, as a user of pytest-examples runs it; what trains for long is as short as in ours.
RIVAL = """
import pytest
from calls import SHORTER
from pytest_examples import find_examples

EXAMPLES = list(find_examples(*{folders!r}))
for example in EXAMPLES:
    for call, shorter in SHORTER.items():
        example.source = example.source.replace("(canvas, " + call + ")", "(canvas, " + shorter + ")")

@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_block(example, eval_example):
    problem = None
    try:
        eval_example.run(example)
    except Exception as error:
        problem = repr(error)
    if problem:  # told as text: the traceback of a block ends pytest on Python 3.11 with an internal error
        pytest.fail(problem, pytrace=False)
"""

# What is compared, with what.
COMPARISONS = [
    ("blocks of all languages", "pytest-examples"),
    ("blocks of all languages", "blocks of one language"),
    ("blocks, nothing changed", "blocks of all languages"),
    ("build without caches", "MkDocs alone"),
    ("build, nothing changed", "MkDocs alone"),
]


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
            raise DocsError(f"the documentation cannot be measured: {lines[-1]}")
        return lines[-1].strip("= ")

    def forget(self) -> None:
        """Remove what earlier runs have made."""
        for name in (".cache", ".stage", "site"):
            shutil.rmtree(self.root / name, ignore_errors=True)


def docs(settings: Settings, watch: Watch) -> dict[str, Any]:
    """Seconds to test all blocks and to build the site, as they come and with nothing changed."""
    measured = Contest("docs")
    rounds = 1 if settings.quick else min(settings.rounds, MOST_ROUNDS)
    seconds: dict[str, list[float]] = {}
    said: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        steps = contestants(Path(folder))
        with watch.counting("docs", rounds * len(steps)) as turn:
            for name, step in rounds * list(steps.items()):
                turn(name)
                started = time.perf_counter()
                said[name] = step()
                seconds.setdefault(name, []).append(time.perf_counter() - started)
    rows = [
        {"name": name, "seconds": spread(seconds[name]), "base": base, "ratio": ratios(seconds[name], seconds[base])}
        for name, base in [*COMPARISONS, ("pytest-examples", "pytest-examples"), ("MkDocs alone", "MkDocs alone")]
    ]
    columns = {"": "name", "seconds": "seconds", "ratio": "ratio", "to": "base"}
    notes = [f"{name}: {said[name]}" for name in said if "block" in name or "pytest" in name]
    return measured.report(f"{len(LANGUAGES)} languages, {rounds} rounds", rows, columns, notes)


def contestants(folder: Path) -> dict[str, Callable[[], str]]:
    """What is measured, in the order in which each finds the caches that it should."""
    ours, one = (Copy(Path(shutil.copytree(ROOT, folder / name, ignore=LEFT_BEHIND))) for name in ("all", "one"))
    with (one.root / "src/docsite/languages/__init__.py").open("a", encoding="utf-8") as file:
        file.write("\nLANGUAGES = LANGUAGES[:1]\n")
    rival = folder / "rival" / "test_staged.py"
    rival.parent.mkdir()
    rival.write_text(
        RIVAL.format(folders=[str(ours.root / ".stage" / language.code) for language in LANGUAGES]), "utf-8"
    )
    config = ["-c", os.devnull, "--rootdir", str(rival.parent)]
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    alone = [sys.executable, "-c", ALONE, str(folder / "alone"), str(ours.root / ".stage")]

    def cold(copy: Copy, command: list[str]) -> Callable[[], str]:
        def step() -> str:
            copy.forget()
            return copy.run(command)

        return step

    return {
        "build without caches": cold(ours, build),
        "build, nothing changed": lambda: ours.run(build),
        "MkDocs alone": lambda: ours.run(alone),
        "blocks of one language": cold(one, [*OURS, "-n", "auto"]),
        "blocks of all languages": cold(ours, [*OURS, "-n", "auto"]),
        "blocks, nothing changed": lambda: ours.run([*OURS, "--remembered-only"]),
        "pytest-examples": lambda: ours.run([*PYTEST, *config, "-n", "auto", str(rival)], may_fail=True),
    }
