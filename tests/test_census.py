"""A census of the fences: what a reader would take for Python is run, or says why not."""

from pathlib import Path

import pytest
from pytest_examples import find_examples

from docsite.languages import LANGUAGES
from docsite.pages.fences import RUNNABLE, looks_like_python, skip_reason
from docsite.pages.nodes import Block
from docsite.pages.nodes import blocks as blocks_of
from docsite.pages.parser import parse
from docsite.project import DOCS

PAGES = sorted((DOCS / "en").rglob("*.md"))


def blocks(text: str) -> list[Block]:
    return blocks_of(parse(text).nodes)


def problem(block: Block) -> str | None:
    """Why the block would go by unseen, or None."""
    if not block.language:
        return "a fence without a language; name it: text, console, python"
    if not looks_like_python(block):
        return None
    if block.attributes.get("test") == "skip":
        return None if skip_reason(block) else 'a skipped block has no reason; write test="skip" reason="…"'
    if not RUNNABLE.match(block.opening):
        return "Python that the runner does not see; open it with ```{.python …} or ```python, and nothing before it"
    return None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS / "en").as_posix())
def test_each_fence_is_run_or_says_why_not(path: Path):
    found = blocks(path.read_text("utf-8"))
    problems = [f"{path}:{block.line}: {text}" for block in found if (text := problem(block))]
    assert not problems, "\n".join(problems)
    run = {example.start_line for example in find_examples(path)}
    python = {block.line for block in found if looks_like_python(block)}
    assert run == python, "pytest-examples and the census disagree on which lines open a block of Python"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS / "en").as_posix())
def test_each_block_of_python_has_an_id_that_translations_name(path: Path):
    python = [block for block in blocks(path.read_text("utf-8")) if looks_like_python(block)]
    assert [f"{path}:{block.line}" for block in python if not block.id] == []


def test_translated_pages_hold_no_python_of_their_own():
    for language in LANGUAGES[1:]:
        for path in (DOCS / language.folder).rglob("*.md"):
            own = [block.line for block in blocks(path.read_text("utf-8")) if looks_like_python(block)]
            assert not own, f"{path}:{own[0]}: a translated page names code by its id: {{{{= code(…) =}}}}"


@pytest.mark.parametrize(
    "text",
    [
        "~~~python\nimport os\n~~~",
        "````python\nimport os\n````",
        "> ```python\n> import os\n> ```",
        "``` { .python }\nimport os\n```",
        "```{ .python }\nimport os\n```",
        "```{#id .python}\nimport os\n```",
        "```python3\nimport os\n```",
        "```pycon\n>>> import os\n```",
        "```\nimport os\n```",
        "```text\nx = 1\nprint(x)\n```",
        "    import os\n    print(os.name)",
        '```{.python test="skip"}\nimport os\n```',
        '```python title="x"\nimport os\n```',
        "!!! note\n\n    ~~~python\n    import os\n    ~~~",
        "- item\n\n    ~~~python\n    import os\n    ~~~",
    ],
)
def test_what_would_be_skipped_silently_is_found(text: str):
    assert any(problem(block) for block in blocks(text))


@pytest.mark.parametrize(
    "text",
    [
        '```{.python #ten-epochs title="Ten epochs"}\nimport os\n```',
        "```python\nimport os\n```",
        "```console\n$ make test\n```",
        "```text\nEpoch 1/10\nloss: 9.8\n```",
        '```{.python test="skip" reason="needs two GPUs"}\nimport os\n```',
        '!!! note "Title"\n\n    Text.\n\n    ```{.python #a}\n    import os\n    ```\n\nAfter.',
    ],
)
def test_what_is_in_order_is_not_reported(text: str):
    assert [block.line for block in blocks(text)]
    assert not [problem(block) for block in blocks(text) if problem(block)]
