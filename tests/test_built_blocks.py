"""Each Python block of each built page, shown source included, runs alone in a fresh process."""

import ast
from pathlib import Path

import pytest
from built import BuiltBlock, BuiltPage
from calls import CALLS
from processes import run_alone

from docsite.languages import LANGUAGES
from docsite.outputs import RELATIVE, same
from docsite.project import DOCS, SOURCE

PAGES = [
    *sorted(path.relative_to(DOCS / "en").with_suffix("").as_posix() for path in (DOCS / "en").rglob("*.md")),
    "reference/index",
    *sorted(f"reference/{path.stem}" for path in (SOURCE / "training_loops").glob("[a-z]*.py")),
]


def built(site: Path, prefix: str, page: str) -> BuiltPage:
    folder = site / prefix / page.removesuffix("index")
    return BuiltPage(folder / "index.html")


def test_every_built_page_is_tested(site: Path):
    expected = {built(site, language.prefix, page).path for language in LANGUAGES for page in PAGES}
    assert set(site.rglob("index.html")) == expected


@pytest.mark.parametrize("page", PAGES)
def test_the_blocks_of_a_page_run_alone(page: str, site: Path, tmp_path: Path):
    problems = []
    for index, block in enumerate(built(site, "", page).blocks):
        folder = tmp_path / str(index)
        folder.mkdir()
        problems += [f"{page} #{block.id or index} {block.title}: {problem}" for problem in run(block, folder)]
    assert not problems, "\n\n".join(problems)


@pytest.mark.parametrize("page", PAGES)
def test_the_code_is_the_same_in_every_language(page: str, site: Path):
    english = [block.code for block in built(site, "", page).blocks]
    for language in LANGUAGES[1:]:
        assert [block.code for block in built(site, language.prefix, page).blocks] == english, language.code


# The programs under the figures of these experiments train for long: here with fewer epochs or rounds.
SHORTER = {
    "classifier()": "classifier(epochs=1)",
    "raw_inputs()": "raw_inputs(epochs=1)",
    "step_timing()": "step_timing(rounds=1)",
    "tracked_losses()": "tracked_losses(epochs=1)",
    "gan()": "gan(epochs=0, sample_epochs=(0,))",
}


def run(block: BuiltBlock, folder: Path) -> list[str]:
    """What is wrong with a block, pasted as it stands; a shown function is also called."""
    if "figure-code" in block.classes:
        for call, shorter in SHORTER.items():
            block.code = block.code.replace(f"(canvas, {call})", f"(canvas, {shorter})")
    calls = [call_of(block, name) for name in definitions(block)] if "source" in block.classes else []
    finished = run_alone("\n".join([block.code, *calls]), str(folder))
    if finished.error:
        return [finished.error]
    missing = unprinted(expected_lines(block.code), finished.printed.splitlines())
    return [f"did not print {missing!r}, but\n{finished.printed}"] if missing is not None else []


def definitions(block: BuiltBlock) -> list[str]:
    tree = ast.parse(block.code)
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def call_of(block: BuiltBlock, name: str) -> str:
    qualified = f"{block.title.removesuffix('.py').replace('/', '.')}.{name}"
    assert qualified in CALLS, f"{qualified} is shown on a page: add a call of it to tests/calls.py"
    return CALLS[qualified]


def expected_lines(code: str) -> list[str]:
    """The lines that a block says it prints: `#>` comments, and the strings that stand after a print."""
    strings = {}
    body = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Expr)]
    for node in body:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str) and _follows_print(node, body):
            strings[node.lineno] = node.value.value.strip("\n").splitlines()
    lines = []
    for number, line in enumerate(code.splitlines(), 1):
        lines += strings.get(number, [])
        if line.strip().startswith("#> "):
            lines.append(line.strip().removeprefix("#> "))
    return lines


def _follows_print(node: ast.Expr, body: list[ast.Expr]) -> bool:
    return any(
        isinstance(other.value, ast.Call)
        and getattr(other.value.func, "id", "") == "print"
        and other.end_lineno == node.lineno - 1
        for other in body
    )


def unprinted(expected: list[str], printed: list[str]) -> str | None:
    """The first expected line that does not come in its turn; other lines may stand between."""
    remaining = iter(printed)
    for line in expected:
        if not any(same(line, other, RELATIVE) for other in remaining):
            return line
    return None
