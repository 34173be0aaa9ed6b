"""Each Python block of each built page, shown source included, runs alone in a fresh process.

One that stands there as it was written is run by `test_blocks.py`.
"""

import ast
from dataclasses import asdict
from pathlib import Path

import pytest
from block_keys import look_again, of_built_pages, of_program
from built import BuiltBlock, BuiltPage
from calls import CALLS, SHORTER
from passes import Passes
from processes import run_alone

from docsite.code.imports import imported_modules
from docsite.code.syntax import canonical
from docsite.export.addresses import notebook_path
from docsite.export.addresses import site as site_settings
from docsite.languages import LANGUAGES
from docsite.pages import expected
from docsite.pages.nodes import blocks
from docsite.pages.parser import parse
from docsite.pages.settings import Settings
from docsite.project import DOCS, SOURCE, read_text

PAGES = [
    *sorted(path.relative_to(DOCS / "en").with_suffix("").as_posix() for path in (DOCS / "en").rglob("*.md")),
    "reference/index",
    *sorted(f"reference/{path.stem}" for path in (SOURCE / "training_loops").glob("[a-z]*.py")),
]
NOTEBOOKS = [notebook_path(guide).removesuffix(".ipynb") for guide in site_settings().guides]


def built(site: Path, prefix: str, page: str) -> BuiltPage:
    folder = site / prefix / page.removesuffix("index")
    return BuiltPage(folder / "index.html")


def page_of(page: str) -> dict:
    return {"page": page, **of_built_pages()}


@pytest.mark.remembered(by=of_built_pages)
def test_every_built_page_is_tested(site: Path):
    pages = [*PAGES, *NOTEBOOKS]  # the notebooks' blocks are those of the notebooks: see test_taken.py
    expected = {built(site, language.prefix, page).path for language in LANGUAGES for page in pages}
    assert set(site.rglob("index.html")) == expected


@pytest.mark.remembered(by=page_of)
@pytest.mark.parametrize("page", PAGES)
def test_the_blocks_of_a_page_run_alone(page: str, site: Path, tmp_path: Path, passes: Passes):
    problems = []
    before = None
    known = written(page)
    for index, block in enumerate(built(site, "", page).blocks):
        folder = tmp_path / str(index)
        folder.mkdir()
        if "alone" in block.classes:
            block.title = before.title  # the same functions, with their helpers
        if block.code.strip() not in known:
            problems += [
                f"{page} #{block.id or index} {block.title}: {problem}" for problem in once(block, folder, passes)
            ]
        before = block
    assert not problems, "\n\n".join(problems)


@pytest.mark.remembered(by=page_of)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_copied_of_a_shown_function_needs_no_package(page: str, site: Path):
    blocks = built(site, "", page).blocks
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        if "source" in block.classes:
            copied = after if after and "alone" in after.classes else block
            assert not list(imported_modules(ast.parse(copied.code))), block.title


@pytest.mark.remembered(by=page_of)
@pytest.mark.parametrize("page", PAGES)
def test_the_code_is_the_same_in_every_language(page: str, site: Path):
    """But for comments and docstrings, which are in the language of the page; what is printed is the same."""
    english = programs(built(site, "", page))
    for language in LANGUAGES[1:]:
        assert programs(built(site, language.prefix, page)) == english, language.code


def programs(page: BuiltPage) -> list[tuple[str, list[str]]]:
    return [(canonical(ast.parse(block.code)), expected.lines(block.code)) for block in page.blocks]


# A block that names no part of the package runs where there is none; the calls below it may need one.
WITHOUT_PACKAGE = """import sys
sys.modules["training_loops"] = None
{}
del sys.modules["training_loops"]
"""


def written(page: str) -> set[str]:
    """The code of the blocks that are written on a page."""
    path = DOCS / "en" / f"{page}.md"
    return {block.code.strip() for block in blocks(parse(read_text(path)).nodes)} if path.exists() else set()


def once(block: BuiltBlock, folder: Path, passes: Passes) -> list[str]:
    """What is wrong with a block; nothing where the same program has passed before."""
    program = program_of(block)

    def key() -> dict | None:
        return of_program(program, block.code, settings=asdict(Settings()))

    parts = key()
    if parts and passes.knows(parts):
        return []
    problems = run(program, expected.compared(block.code), folder)
    look_again()
    if parts and problems:
        passes.forget(parts)
    elif parts and key() == parts:
        passes.add(parts)
    return problems


def program_of(block: BuiltBlock) -> str:
    """A block, pasted as it stands; a shown function is also called."""
    if "figure-code" in block.classes:
        for call, shorter in SHORTER.items():
            block.code = block.code.replace(f"(canvas, {call})", f"(canvas, {shorter})")
    shown = {"source", "alone"} & set(block.classes)
    calls = [call_of(block, name) for name in definitions(block) if is_shown(block, name)] if shown else []
    code = block.code if list(imported_modules(ast.parse(block.code))) else WITHOUT_PACKAGE.format(block.code)
    return "\n".join([code, *calls])


def run(program: str, says: list[str], folder: Path) -> list[str]:
    """What is wrong with a program that runs in a folder of its own."""
    finished = run_alone(program, str(folder))
    if finished.error:
        return [finished.error]
    missing = expected.first_missing(says, finished.printed.splitlines())
    return [f"did not print {missing!r}, but\n{finished.printed}"] if missing is not None else []


def definitions(block: BuiltBlock) -> list[str]:
    tree = ast.parse(block.code)
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def is_shown(block: BuiltBlock, name: str) -> bool:
    """Whether it is shown for itself, and not as a helper of what is."""
    return "source" in block.classes or f"{module_of(block)}.{name}" in CALLS


def module_of(block: BuiltBlock) -> str:
    return block.title.removesuffix(".py").replace("/", ".")


def call_of(block: BuiltBlock, name: str) -> str:
    """The call in `calls.py`, or without arguments where all have defaults."""
    qualified = f"{module_of(block)}.{name}"
    [found] = [node for node in ast.parse(block.code).body if getattr(node, "name", "") == name]
    if qualified not in CALLS and isinstance(found, ast.FunctionDef):
        given = found.args
        if len(given.args) == len(given.defaults) and None not in given.kw_defaults:
            return f"{name}()"
    assert qualified in CALLS, f"{qualified} is shown on a page: add a call of it to tests/calls.py"
    return CALLS[qualified]
