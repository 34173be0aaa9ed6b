"""What a result or a figure was made from. Its key is the digest of that; a key that still matches means fresh."""

import ast
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from docsite.code.syntax import canonical, digest, function_tree, import_closure
from docsite.project import LOCK, SOURCE, DocsError, read_text, stamp
from docsite.studies import Experiment

BENCH = "docsite.benchmarks"
FULL_DATA = frozenset({"mnist", "fashion-mnist"})  # not bundled: larger than what the pages use by default


def locked_version(package: str) -> str:
    locked = _locked(read_text(LOCK))
    if package not in locked:
        raise DocsError(f"{package} is not among the locked packages; resolve them anew: make lock", LOCK)
    return locked[package]


@cache
def _locked(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.M))


@cache
def made_from(experiment: Experiment) -> dict[str, Any]:
    """All that the outcome depends on, by name: code, parameters, data, versions. Not the device, prose or format.

    It is not to be changed. A process looks once: its own code, too, is that of its start.
    """
    tree = function_tree(experiment.function)
    return {
        "experiment": _function(tree),
        "parameters": json.loads(json.dumps(experiment.parameters)),  # as the result's file gives them back
        "data": data_digest(experiment.data),
        "modules": import_closure(tree) | (_bench(tree) if experiment.bench else {}),
        "tensorflow": locked_version("tensorflow"),
        "keras": locked_version("keras"),
    }


def _bench(tree: ast.FunctionDef) -> dict[str, str]:
    """The modules of the bench that an experiment runs, its contestants, and what these import of the package."""
    found = import_closure(tree, BENCH, without=BENCH)  # the package itself imports every part
    contestants = SOURCE / "docsite" / "benchmarks" / "contestants"
    for path in sorted(contestants.glob("*.py")):
        contestant = ast.parse(path.read_text("utf-8"), str(path))
        found |= {f"{BENCH}.contestants.{path.stem}": digest(canonical(contestant))}
        found |= import_closure(contestant)
    return dict(sorted(found.items()))


@cache
def _function(tree: ast.FunctionDef) -> str:
    return digest(canonical(tree))


def key(parts: dict[str, Any]) -> str:
    return digest(json.dumps(parts, sort_keys=True))


def data_digest(name: str | None) -> str | None:
    """The digest of a bundled data set; of the others the name, since Keras itself checks their files."""
    if name is None or name in FULL_DATA:
        return name
    [path] = (SOURCE / "training_loops").glob(f"{name.replace('-', '_')}.*")
    return _file_digest(path, stamp(path))


@cache
def _file_digest(path: Path, _changed: tuple[int, int]) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The names of what differs, in words for a person: `training_loops.linear`, `parameters`, `keras`."""
    modules = sorted(
        name
        for name in {*old.get("modules", {}), *new["modules"]}
        if old.get("modules", {}).get(name) != new["modules"].get(name)
    )
    others = [name for name in new if name != "modules" and old.get(name) != new[name]]
    return others + modules
