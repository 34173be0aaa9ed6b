"""What the outcome of a block or a built page depends on, by name. Where all of it is the same, so is the outcome."""

import ast
import hashlib
import importlib.metadata
import platform
import sys
from functools import cache
from pathlib import Path
from typing import Any

from docsite.cache import CODE, digest_of_files
from docsite.code.syntax import canonical, digest, import_closure
from docsite.pages.expected import compared
from docsite.project import ROOT, SOURCE
from docsite.results.fingerprints import data_digest, locked_version

TESTS = Path(__file__).parent
# How blocks are found, run and judged. Their calls and shorter settings are part of the programs.
RUNNING = (*("block_keys", "conftest", "containing", "processes", "running", "test_blocks", "test_built_blocks"),)
RUNNERS = (
    *(TESTS / f"{name}.py" for name in RUNNING),
    *(SOURCE / "docsite" / "pages" / f"{name}.py" for name in ("comparison", "expected", "settings")),
)
PACKAGES = ("tensorflow", "keras", "numpy", "matplotlib", "pytest-examples", "ruff")
# The bundled data, each with the module that reads it.
DATA = {"mnist-10k": "training_loops.data", "penguins": "training_loops.tables"}
# What a build of the site reads, and how its pages are taken apart.
INPUTS = (
    *("docs", "src", "mkdocs.yml", "requirements.lock", "requirements-facts", "pyproject.toml"),
    *("README.md", "LICENSE", "NOTICE"),
    *("tests/built.py", "tests/calls.py"),
)


def of_program(code: str, says: str, **more: Any) -> dict[str, Any] | None:
    """For a program that is run, of which the block `says` what it prints; None where it is not Python.

    Comments, docstrings and format do not count, as for the results.
    """
    try:
        tree, printed = ast.parse(code), compared(says)
    except SyntaxError:
        return None
    modules = import_closure(tree)
    if modules:
        modules |= import_closure(ast.parse("import training_loops"))
    data = {name: data_digest(name) for name, module in DATA.items() if module in modules}
    return {"code": digest(canonical(tree)), "printed": printed, "modules": modules, "data": data, **around(), **more}


def of_text(text: str) -> dict[str, Any]:
    """For the format of a block, in which each character counts."""
    return {"text": digest(text), **around()}


def of_built_pages() -> dict[str, Any]:
    """For the pages of the built site."""
    return {"inputs": inputs(), **around()}


@cache
def around() -> dict[str, Any]:
    """What all blocks have around them: Python, the packages, how blocks are run, and what pytest makes of warnings.

    A package counts as locked and as installed, since the one may be ahead of the other until `make install`.
    """
    return {
        "python": platform.python_version(),
        "packages": _packages(*_times(ROOT / "requirements.lock", *map(Path, sys.path))),
        "runners": {path.stem: _syntax(path.read_text("utf-8")) for path in RUNNERS},
        "settings": digest((ROOT / "pyproject.toml").read_text("utf-8")),
    }


@cache
def _packages(*_changed: int) -> dict[str, list[str]]:
    """The versions; an installation changes the time of the folder that it writes to."""
    return {name: [locked_version(name), importlib.metadata.version(name)] for name in PACKAGES}


@cache
def _syntax(text: str) -> str:
    return digest(canonical(ast.parse(text)))


@cache
def inputs() -> str:
    """The digest of the names and bytes of everything that a build reads."""
    found = hashlib.sha256()
    for name in INPUTS:
        for path in sorted((ROOT / name).rglob("*")) or [ROOT / name]:
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
                found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


EVERYTHING = (*CODE, "docs", "tests", "Makefile", ".github", "CHANGELOG.md", "CONTRIBUTING.md")
_seen: dict[str, Any] = {"paths": [], "times": None, "digest": ""}


@cache
def every_file() -> str:
    """The digest of all that tests, builds and the package are made from; quick where no file has a new time."""
    if not _seen["paths"] or _seen["times"] != _times(*_seen["paths"]):
        tops = [ROOT / name for name in EVERYTHING]
        _seen["paths"] = [path for top in tops if top.exists() for path in (top, *top.rglob("*"))]
        _seen["digest"] = digest_of_files(*(name for name in EVERYTHING if (ROOT / name).exists()))
        _seen["times"] = _times(*_seen["paths"])
    return _seen["digest"]


def _times(*paths: Path) -> list[int]:
    """When each was changed; 0 where nothing is there."""
    return [_time(path) for path in paths]


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def look_again() -> None:
    """Forget what was read, which is kept for the time of a collection and of one test."""
    for kept in (around, inputs, every_file):
        kept.cache_clear()
