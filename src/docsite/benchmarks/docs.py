"""How long the documentation takes to test, beside pytest-examples on each language's pages."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from docsite.benchmarks.contests import Contest, Settings, Watch
from docsite.benchmarks.copies import Copy, Step, copied, in_turns
from docsite.benchmarks.summaries import ratios, spread
from docsite.languages import LANGUAGES

MOST_ROUNDS = 3  # a round takes minutes
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
]


def docs(settings: Settings, watch: Watch) -> dict[str, Any]:
    """Seconds to test all blocks, as they come and with nothing changed."""
    measured = Contest("docs")
    rounds = 1 if settings.quick else min(settings.rounds, MOST_ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        seconds, said = in_turns(contestants(Path(folder)), rounds, watch)
    rows = [
        {"name": name, "seconds": spread(seconds[name]), "base": base, "ratio": ratios(seconds[name], seconds[base])}
        for name, base in [*COMPARISONS, ("pytest-examples", "pytest-examples")]
    ]
    columns = {"": "name", "seconds": "seconds", "ratio": "ratio", "to": "base"}
    notes = [f"{name}: {line}" for name, line in said.items()]
    return measured.report(f"{len(LANGUAGES)} languages, {rounds} rounds", rows, columns, notes)


def contestants(folder: Path) -> dict[str, Step]:
    """What is measured, in the order in which each finds the caches that it should."""
    ours, one = copied(folder / "all"), copied(folder / "one")
    with (one.root / "src/docsite/languages/__init__.py").open("a", encoding="utf-8") as file:
        file.write("\nLANGUAGES = LANGUAGES[:1]\n")
    rival = folder / "rival" / "test_staged.py"
    rival.parent.mkdir()
    rival.write_text(
        RIVAL.format(folders=[str(ours.root / ".stage" / language.code) for language in LANGUAGES]), "utf-8"
    )
    config = ["-c", os.devnull, "--rootdir", str(rival.parent)]
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet"]

    def cold(copy: Copy, command: list[str]) -> Step:
        def step() -> str:
            copy.forget()
            return copy.run(command)

        return step

    return {
        "build": cold(ours, build),
        "blocks of one language": cold(one, [*OURS, "-n", "auto"]),
        "blocks of all languages": cold(ours, [*OURS, "-n", "auto"]),
        "blocks, nothing changed": lambda: ours.run([*OURS, "--remembered-only"]),
        "pytest-examples": lambda: ours.run([*PYTEST, *config, "-n", "auto", str(rival)], may_fail=True),
    }
