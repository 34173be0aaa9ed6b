"""pytest-examples runs each Python block of the English pages as written, and checks what it prints.

`make outputs` writes fresh output back, where it differs by more than the tolerance.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from block_keys import of_program, of_text
from pytest_examples import CodeExample, EvalExample, find_examples
from pytest_examples.config import ExamplesConfig
from pytest_examples.lint import code_diff
from pytest_examples.run_code import InsertPrintStatements, run_code

from docsite.pages import expected
from docsite.pages.comparison import same
from docsite.pages.fences import info
from docsite.pages.settings import settings
from docsite.project import DOCS

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
def test_block(example: CodeExample, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch):
    import keras  # takes seconds, and is not needed where all blocks are remembered

    eval_example.config = CONFIG
    keras.utils.clear_session()
    keras.backend.clear_session()
    monkeypatch.chdir(eval_example.tmp_path)
    fresh, problem = check(example, eval_example.tmp_path, settings(info(example.prefix)["attributes"]).tolerance)
    if fresh and eval_example.update_examples:
        eval_example.to_update.append(replace(example, source=fresh))
    elif problem:
        pytest.fail(problem, pytrace=False)


def check(example: CodeExample, folder: Path, relative: float) -> tuple[str | None, str | None]:
    """Run the example; the block as it has to be written, where it is to be, and what is wrong with it, or None."""
    file = folder / f"{example.module_name}.py"
    file.write_text(example.source, "utf-8")
    try:
        printed, _ = run_code(
            example=example,
            python_file=file,
            loader=None,
            config=CONFIG,
            enable_print_mock=True,
            print_callback=None,
            include_print=None,
            module_globals=None,
            call=None,
        )
    except Exception as error:
        return None, failure(example, file, error)
    if interleaved(printed):
        return None, f"{example}: two prints in one loop; join them in one, so that their output can be checked"
    plain = replace(example, source=expected.as_output(example.source))
    fresh = expected.renewed(printed.updated_print_statements(plain) or plain.source, example.source)
    if same(expected.unsampled(example.source), expected.unsampled(fresh), relative):
        return fresh if expected.samples(fresh) != expected.samples(example.source) else None, None
    return fresh, f"{example}: the printed output differs\n{code_diff(example, fresh, CONFIG)}"


def interleaved(printed: InsertPrintStatements) -> bool:
    """Whether a line printed again after another line did: pytest-examples would keep the last output alone."""
    lines = [statement.line_no for statement in printed.print_statements()]
    runs = [line for line, before in zip(lines, [None, *lines], strict=False) if line != before]
    return len(runs) != len(set(runs))


def failure(example: CodeExample, file: Path, error: Exception) -> str:
    """The error with the line of the Markdown page and the frames inside `src`.

    It is told as text: a traceback of pytest-examples ends pytest on Python 3.11 with an internal error.
    """
    lines = [f"{example}: {type(error).__name__}: {error}"]
    traceback = error.__traceback__
    while traceback:
        code, line = traceback.tb_frame.f_code, traceback.tb_lineno
        if Path(code.co_filename).name == file.name:
            lines.append(f"  {example.path}:{example.start_line + line} in the block")
        elif code.co_filename == str(example.path):
            lines.append(f"  {example.path}:{line} in the block")
        elif "/src/training_loops/" in code.co_filename:
            lines.append(f"  {code.co_filename}:{line} in {code.co_name}")
        traceback = traceback.tb_next
    return "\n".join(lines)
