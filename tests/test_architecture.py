"""Data flows one way: who may import whom."""

import ast
import builtins
import symtable
from pathlib import Path

import pytest

from docsite.code.imports import imported_modules
from docsite.code.syntax import function_tree
from docsite.project import SOURCE
from docsite.studies import Experiment, Figure, experiments, figures

LEAVES = {"history", "data", "models", "epochs"}
LOOPS = sorted(path for path in (SOURCE / "training_loops").glob("[a-z]*.py") if path.stem not in LEAVES)
SITE = sorted((SOURCE / "docsite").rglob("*.py"))


def imports(path: Path, package: str) -> set[str]:
    return set(imported_modules(ast.parse(path.read_text("utf-8")), package))


@pytest.mark.parametrize("path", sorted((SOURCE / "training_loops").glob("*.py")), ids=lambda path: path.stem)
def test_the_package_knows_nothing_of_the_site(path: Path):
    assert not imports(path, "docsite") | imports(path, "mkdocs") | imports(path, "matplotlib")


@pytest.mark.parametrize("path", LOOPS, ids=lambda path: path.stem)
def test_loops_import_the_leaves_and_never_each_other(path: Path):
    own = {name.split(".")[1] for name in imports(path, "training_loops") if "." in name}
    assert {name for name in own if not name.startswith("_")} <= LEAVES


def test_the_leaves_import_nothing_of_the_package_but_private_parts():
    for name in LEAVES:
        path = SOURCE / "training_loops" / f"{name}.py"
        own = imports(path, "training_loops") if path.exists() else set()
        assert all(part.split(".")[-1].startswith("_") for part in own if "." in part), (name, own)


@pytest.mark.parametrize("path", SITE, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_nothing_imports_the_hooks(path: Path):
    assert "docsite.hooks" not in imports(path, "docsite")


@pytest.mark.parametrize("path", SITE, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_the_site_imports_loops_and_tensorflow_only_inside_functions(path: Path):
    body = ast.parse(path.read_text("utf-8")).body
    statements: list[ast.stmt] = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    for package in ("training_loops", "tensorflow", "keras", "numpy", "matplotlib"):
        assert not set(imported_modules(ast.Module(statements, []), package)), package


@pytest.mark.parametrize("item", [*experiments.all().values(), *figures.all().values()], ids=lambda item: item.name)
def test_experiments_and_figures_lean_on_nothing_around_them(item: Experiment | Figure):
    """Their own syntax is what the key sees, and what a reader copies: a helper outside would be in neither."""
    source = ast.unparse(function_tree(item.function))
    module = symtable.symtable(source, item.name, "exec")
    names = {name for table in tables(module.get_children()) for name in table.get_globals()}
    assert names <= set(dir(builtins))


def tables(found: list) -> list:
    """Symbol tables with those inside them."""
    return [inner for table in found for inner in [table, *tables(table.get_children())]]
