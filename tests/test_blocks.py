"""Each Python block of the English pages, as pytest-examples finds it, runs as written and prints what it says.

`make outputs` writes fresh output back, where it differs by more than the tolerance.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from block_keys import of_program, of_text
from processes import run_alone
from pytest_examples import CodeExample, EvalExample, find_examples
from pytest_examples.config import ExamplesConfig
from pytest_examples.lint import code_diff
from pytest_examples.run_code import Arg, InsertPrintStatements, PrintStatement
from running import Finished, Print

from docsite.pages import expected
from docsite.pages.comparison import same
from docsite.pages.fences import info
from docsite.pages.settings import settings
from docsite.project import DOCS, relative

pytestmark = pytest.mark.loops


def skipped(example: CodeExample) -> list[pytest.MarkDecorator]:
    settings = example.prefix_settings()
    return [pytest.mark.skip(settings["reason"])] if settings.get("test") == "skip" else []


CONFIG = ExamplesConfig(line_length=88, quotes="double", target_version="py310")
EXAMPLES = [
    pytest.param(example, id=str(example), marks=skipped(example))
    for example in sorted(find_examples(DOCS / "en"), key=str)
]


def text_of(example: CodeExample) -> dict:
    return of_text(str(example.prefix_settings()) + example.source)


def program_of(example: CodeExample) -> dict | None:
    return of_program(example.source, example.source, settings=example.prefix_settings())


@pytest.mark.remembered(by=text_of)
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_format_of_a_block(example: CodeExample, eval_example: EvalExample):
    eval_example.config = CONFIG
    eval_example.lint(replace(example, source=expected.as_output(example.source)))


@pytest.mark.remembered(by=program_of)
@pytest.mark.parametrize("example", EXAMPLES)
def test_block(example: CodeExample, eval_example: EvalExample):
    fresh, problem = check(example, eval_example.tmp_path)
    if fresh and eval_example.update_examples:
        eval_example.to_update.append(replace(example, source=fresh))
    elif problem:
        pytest.fail(problem, pytrace=False)


def check(example: CodeExample, folder: Path) -> tuple[str | None, str | None]:
    """The block as it has to be written, where that is to change, and what is wrong with it, or None."""
    limits = settings(info(example.prefix)["attributes"])
    finished = run_alone(example.source, str(folder), shown(example.path), example.start_line, limits)
    return judged(example, finished, limits.tolerance)


def judged(example: CodeExample, finished: Finished, relative: float) -> tuple[str | None, str | None]:
    if finished.error:
        return None, finished.error
    place = f"{shown(example.path)}:{example.start_line}"
    lines = [one.line for one in finished.prints]
    runs = [line for line, before in zip(lines, [None, *lines], strict=False) if line != before]
    if len(runs) != len(set(runs)):
        return None, f"{place}: two prints in one loop; join them in one, so that their output can be checked"
    fresh = expected.renewed(written(example, finished.prints), example.source)
    if not same(expected.unsampled(example.source), expected.unsampled(fresh), relative):
        told = f"{place}: the printed output differs; where it is right, `make outputs` writes it"
        return fresh, f"{told}\n{code_diff(example, fresh, CONFIG)}"
    missing = expected.first_missing(expected.compared(example.source), finished.printed.splitlines(), relative)
    if missing is not None:
        return None, f"{place}: no line of the output is {missing!r}; let each print write whole lines of text"
    return fresh if expected.samples(fresh) != expected.samples(example.source) else None, None


def written(example: CodeExample, prints: Sequence[Print]) -> str:
    """The block with what it printed and nothing that it says beside that, as pytest-examples lays it out."""
    bare = replace(example, source=expected.without(example.source))
    made = InsertPrintStatements(example.path, CONFIG, True, None, None)
    made.print_func.statements = [
        PrintStatement(
            expected.line_without(example.source, one.line), one.sep, [made_of(*each) for each in one.arguments]
        )
        for one in prints
    ]
    return made.updated_print_statements(bare) or f"{bare.source}\n"


def made_of(text: str, is_text: bool) -> Arg:
    made = Arg(text)
    made.is_str = is_text
    return made


def shown(path: Path) -> str:
    return relative(path.resolve())
