"""The key of a block: what makes it run again, and what does not."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from block_keys import of_program, of_text
from conftest import ROOT, Project, copied

CODE = "from training_loops.linear import train\n\nprint(0.5)\n#> 0.5\n"
KEYS = """
import json, sys
sys.path.insert(0, "tests")
from block_keys import of_built_pages, of_program
from built import BuiltBlock
from test_built_blocks import program_of

shown = BuiltBlock(["source"], "", "training_loops/epochs.py", "def shuffled_order(count, *, seed, epoch): ...")
programs = {
    "plain": "print(1)",
    "linear": "from training_loops.linear import train",
    "digits": "from training_loops.data import load_digits",
    "shown": program_of(shown),
}
print(json.dumps({name: of_program(code, code) for name, code in programs.items()} | {"pages": of_built_pages()}))
"""
ALL = {"plain", "linear", "digits", "shown", "pages"}
USERS = {"linear", "digits", "pages"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with its tests, for a few edits one after another."""
    project = copied(tmp_path_factory.mktemp("keys") / "project")
    shutil.copytree(ROOT / "tests", project.root / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    return project


def keys(project: Project) -> dict[str, dict]:
    finished = project.python(KEYS)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.fixture(scope="module")
def before(copy: Project) -> dict[str, dict]:
    return keys(copy)


@contextlib.contextmanager
def kept(path: Path) -> Iterator[None]:
    content = path.read_bytes()
    yield
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("path", "old", "new", "changed"),
    [
        ("src/training_loops/linear.py", "b: float = 0.0", "b: float = 0.5", {"linear", "pages"}),
        ("src/training_loops/history.py", "float(value)", "2 * float(value)", {"linear", "pages"}),
        ("src/training_loops/__init__.py", "whole on the site.", 'whole."""\nimport os\n"""', USERS),
        ("src/training_loops/linear.py", "One step of gradient descent", "A step of it", {"pages"}),
        ("src/docsite/pages/comparison.py", "RELATIVE = 1e-4", "RELATIVE = 1e-3", ALL),
        ("src/docsite/pages/expected.py", 'MARK = "#>"', 'MARK = "#:"', ALL),
        ("src/docsite/generator/hooks.py", "import os", "import os, json", {"pages"}),
        ("tests/processes.py", "LATE = 5.0", "LATE = 6.0", ALL),
        ("tests/test_built_blocks.py", "if finished.error:", "if not finished.error:", ALL),
        ("tests/calls.py", "order(5, seed=22, epoch=1", "order(5, seed=22, epoch=2", {"shown", "pages"}),
        ("tests/conftest.py", '"MPLBACKEND", "Agg"', '"MPLBACKEND", "svg"', ALL),
        ("tests/built.py", '"language-python" in classes', '"python" in classes', {"pages"}),
        ("tests/test_fingerprints.py", "import ast", "import ast, os", set()),
        ("requirements.lock", "\nkeras==", "\nkeras==9.", ALL),
        ("requirements.lock", "\nmatplotlib==", "\nmatplotlib==9.", ALL),
        ("requirements.lock", "\njinja2==", "\njinja2==9.", {"pages"}),
        ("pyproject.toml", '  "error",\n', "", ALL),
        ("mkdocs.yml", "admonition", "abbr", {"pages"}),
        ("docs/he/guides/gan.md", "\n", "\n\n", {"pages"}),
    ],
)
def test_an_edit_changes_the_keys_of_what_depends_on_it(path, old, new, changed, copy: Project, before):
    with kept(copy.root / path):
        copy.edit(path, old, new)
        after = keys(copy)
    assert {name for name in ALL if after[name] != before[name]} == changed


def test_the_digits_count_where_they_are_loaded(copy: Project, before):
    path = copy.root / "src/training_loops/mnist_10k.npz"
    with kept(path):
        path.write_bytes(path.read_bytes() + b"\0")
        after = keys(copy)
    assert after["digits"]["data"] != before["digits"]["data"]
    assert after["plain"] == before["plain"]


@pytest.mark.parametrize(
    "code",
    [
        CODE.replace("#> 0.5", "#> 0.6"),
        CODE.replace("#> 0.5\n", ""),
        CODE.replace("print(0.5)", "print(0.6)"),
        CODE.replace("linear", "keras_linear"),
    ],
)
def test_code_and_what_it_says_it_prints_count(code: str):
    assert of_program(code, code) != of_program(CODE, CODE)


def test_output_in_a_string_counts():
    code = "print('a')\n'''\na\n'''\n"
    other = code.replace("\na\n", "\nb\n")
    assert of_program(code, code) != of_program(other, other)


def test_comments_and_format_count_for_the_format_alone():
    code = CODE.replace("\n\n", "\n\n\n# a comment\n")
    assert of_program(code, code) == of_program(CODE, CODE)
    assert of_text(code) != of_text(CODE)


def test_a_tolerance_counts():
    assert of_program(CODE, CODE, settings={"tolerance": "0.1"}) != of_program(CODE, CODE, settings={})


def test_what_is_not_python_has_no_key():
    assert of_program("print(", "print(") is None
