"""Data flows one way: who may import whom."""

import ast
import builtins
import subprocess
import symtable
import sys
from pathlib import Path

import pytest

from docsite.code.imports import imported_modules
from docsite.code.syntax import function_tree
from docsite.project import PACKAGE, ROOT, SOURCE
from docsite.studies import Experiment, Figure, experiments, figures

PACKAGE_MODULES = sorted((SOURCE / PACKAGE).glob("*.py"))
LEAVES = ("history", "data", "epochs", "tables")
SITE = sorted((SOURCE / "docsite").rglob("*.py"))
# Each may import those before it, and none after it.
ORDER = (
    ("project",),
    ("schemas",),
    ("loading",),
    ("languages", "progress", "cache", "reporting"),
    ("code",),
    ("benchmarks",),
    ("studies",),
    ("results",),
    ("figures",),
    ("pages",),
    ("proofs",),
    ("translation",),
    ("export",),
    ("generator",),
    ("new_guide", "screens"),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
LONGEST = 170


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def imports(path: Path, package: str) -> set[str]:
    return set(imported_modules(ast.parse(path.read_text("utf-8")), package))


def part_of(module: str) -> str:
    """The folder or the module at the top of docsite, such as `pages` for `docsite.pages.nodes`."""
    return [*module.split("."), ""][1]


def test_every_part_of_the_site_has_its_place_in_the_order():
    parts = {part_of(name_of(path).removesuffix(".py").replace("/", ".")) for path in SITE} - {"__init__"}
    assert parts == set(RANK)


@pytest.mark.parametrize("path", SITE, ids=name_of)
def test_a_part_of_the_site_imports_those_before_it(path: Path):
    own = part_of(name_of(path).removesuffix(".py").replace("/", "."))
    used = {part_of(module) for module in imports(path, "docsite")} - {own, ""}
    assert not {part for part in used if RANK[part] >= RANK[own]}, f"{own} comes before these"


@pytest.mark.parametrize("path", SITE, ids=name_of)
def test_the_generator_alone_imports_mkdocs(path: Path):
    own = part_of(name_of(path).removesuffix(".py").replace("/", "."))
    used = {name for package in ("mkdocs", "mkdocs_jupyter", "material", "pymdownx") for name in imports(path, package)}
    assert not used or own == "generator"


def test_nothing_imports_the_hooks():
    assert not [name_of(path) for path in SITE if "docsite.generator.hooks" in imports(path, "docsite")]


WITHOUT_THE_SITE = """
import sys
for name in "mkdocs material mkdocs_jupyter nbformat griffe markdown_it jieba opencc matplotlib".split():
    sys.modules[name] = None
from docsite.cli import main
try:
    main(["results", "--plan"], standalone_mode=False)
    main(["bench", "--help"])
except SystemExit:
    pass
assert not [name for name in sys.modules if name.startswith(("docsite.pages", "docsite.export"))]
"""


def test_a_machine_that_only_runs_experiments_needs_nothing_of_the_site():
    ran = subprocess.run([sys.executable, "-c", WITHOUT_THE_SITE], capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    assert "experiments to run" in ran.stdout


@pytest.mark.parametrize("path", SITE, ids=name_of)
def test_no_module_is_longer_than_a_person_reads(path: Path):
    assert path.read_text("utf-8").count("\n") <= LONGEST


@pytest.mark.parametrize("path", PACKAGE_MODULES, ids=lambda path: path.stem)
def test_the_package_knows_nothing_of_the_site(path: Path):
    assert not imports(path, "docsite") | imports(path, "mkdocs") | imports(path, "matplotlib")


def public(name: str) -> bool:
    return not name.startswith("_")


@pytest.mark.parametrize("path", [path for path in PACKAGE_MODULES if public(path.stem)], ids=lambda path: path.stem)
def test_loops_import_the_leaves_and_never_each_other(path: Path):
    own = {module.split(".")[1] for module in imports(path, PACKAGE) if "." in module}
    allowed = set() if path.stem in LEAVES else set(LEAVES)
    assert set(filter(public, own)) <= allowed


def test_the_leaves_exist():
    assert set(LEAVES) <= {path.stem for path in PACKAGE_MODULES}


DRAWING = SOURCE / "docsite" / "figures" / "canvas.py"  # what Matplotlib draws on, itself imported inside a function


@pytest.mark.parametrize("path", [path for path in SITE if path != DRAWING], ids=name_of)
def test_the_site_imports_loops_and_tensorflow_only_inside_functions(path: Path):
    body = ast.parse(path.read_text("utf-8")).body
    statements: list[ast.stmt] = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    for package in (PACKAGE, "tensorflow", "keras", "numpy", "matplotlib", "PIL", "docsite.figures.canvas"):
        assert not set(imported_modules(ast.Module(statements, []), package)), package


@pytest.mark.parametrize("item", [*experiments.all().values(), *figures.all().values()], ids=lambda item: item.name)
def test_experiments_and_figures_lean_on_nothing_around_them(item: Experiment | Figure):
    """Their own syntax is what the key sees, and what a reader copies: a helper outside would be in neither."""
    source = ast.unparse(function_tree(item.function))
    module = symtable.symtable(source, item.name, "exec")
    symbols = [symbol for table in tables(module.get_children()) for symbol in table.get_symbols()]
    names = {symbol.get_name() for symbol in symbols if symbol.is_global()}
    assert names <= set(dir(builtins))


def tables(found: list) -> list:
    """Symbol tables with those inside them."""
    return [inner for table in found for inner in [table, *tables(table.get_children())]]
