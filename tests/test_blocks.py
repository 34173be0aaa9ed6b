"""pytest-examples runs each Python block of the English pages as written, and checks what it prints.

`make outputs` writes fresh output back, where it differs by more than the tolerance.
"""

from pathlib import Path

import pytest
from block_keys import of_program, of_text
from processes import run_alone
from pytest_examples import CodeExample, EvalExample, find_examples
from pytest_examples.config import ExamplesConfig
from pytest_examples.lint import code_diff
from pytest_examples.run_code import InsertPrintStatements, run_code

from docsite.pages import expected
from docsite.pages.comparison import RELATIVE, same
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
    eval_example.lint(example)


@pytest.mark.remembered(by=program_of)
@pytest.mark.parametrize("example", EXAMPLES)
def test_block(example: CodeExample, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch):
    import keras  # takes seconds, and is not needed where all blocks are remembered

    eval_example.config = CONFIG
    keras.utils.clear_session()
    keras.backend.clear_session()
    monkeypatch.chdir(eval_example.tmp_path)
    settings = example.prefix_settings()
    own = settings.get("process") == "own"  # it sets up devices, which TensorFlow allows before it is used
    judge = check_alone if own else check
    problem = judge(example, eval_example.tmp_path, float(settings.get("tolerance", RELATIVE)))
    if problem and not own and eval_example.update_examples:
        keras.utils.clear_session()
        eval_example.run_print_update(example)
    elif problem:
        pytest.fail(problem, pytrace=False)


def check(example: CodeExample, folder: Path, relative: float) -> str | None:
    """Run the example; what is wrong with what it printed, or None."""
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
        return failure(example, file, error)
    if interleaved(printed):
        return f"{example}: two prints in one loop; join them in one, so that their output can be checked"
    fresh = printed.updated_print_statements(example)
    if fresh is None or same(example.source, fresh, relative):
        return None
    return f"{example}: the printed output differs\n{code_diff(example, fresh, CONFIG)}"


def check_alone(example: CodeExample, folder: Path, relative: float) -> str | None:
    """The same in a process of its own."""
    ran = run_alone(example.source, str(folder))
    missing = expected.first_missing(expected.lines(example.source), ran.printed.splitlines(), relative)
    told = ran.error or (missing and f"no line {missing!r} among\n{ran.printed}")
    return f"{example}: {told}" if told else None


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
