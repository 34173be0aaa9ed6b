"""Pages as plain Markdown: nothing is left that only the site's own Markdown knows."""

from pathlib import Path

import pytest
from made import PAGE, Made, make
from paged import page, plain, plain_of

from docsite.languages import ENGLISH, find
from docsite.pages.nodes import Block
from docsite.pages.page import page_of


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    return make(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\n\n# A\n", "# A\n"),
        ("## Data {#data}\n", "## Data\n"),
        ("A formula \\(x\\).\n\n\\[\nx^2\n\\]\n", "A formula $x$.\n\n$$\nx^2\n$$\n"),
        ("The code `\\(x\\)` stays.\n", "The code `\\(x\\)` stays.\n"),
        ("[one](a.md#b) and [two](c.md)\n", "[one](<a.md#b>) and [two](<c.md>)\n"),
        (
            '!!! note "Beware"\n\n    Of this.\n\n    And that.\n\nAfter.\n',
            "> **Beware**\n>\n> Of this.\n>\n> And that.\n\nAfter.\n",
        ),
        ("!!! danger\n\n    Of this.\n", "> **Danger**\n>\n> Of this.\n"),
        ('!!! note ""\n\n    Of this.\n', "> Of this.\n"),
        ('=== "One"\n\n    Of this.\n', "> **One**\n>\n> Of this.\n"),
        ('```{.python #x title="X"}\na = 1\n\n\n\nb = 2\n```\n', "```python\na = 1\n\n\n\nb = 2\n```\n"),
        ("````text\n```\n````\n", "````text\n```\n````\n"),
        ("Made today\n{ .words data-search-exclude=1 }\n", "Made today\n"),
        ('<div class="numbers" markdown>\n\n| a |\n| - |\n\n</div>\n', "| a |\n| - |\n"),
        ("Term.\n:   What it\n    means.\n", "**Term.**\n\nWhat it\nmeans.\n"),
        ('<svg class="x" aria-label="A loop">\n<path/>\n</svg>\n', "*A loop*\n"),
        ("One.\n\n<!-- not for readers -->\n\nTwo.\n", "One.\n\nTwo.\n"),
    ],
)
def test_the_extensions_of_the_site_become_plain_markdown(text: str, expected: str):
    assert plain(text) == expected


def test_a_result_has_its_caption_and_its_provenance(made: Made):
    read = page_of('{{= table("fresh-run.history", caption="Losses") =}}\n', PAGE, ENGLISH, made.docs / "en" / PAGE)
    caption, *rows, told = plain_of(read).strip().split("\n\n")
    assert caption == "**Losses**"
    assert rows[0].startswith("| Epoch | Loss |\n| --: | --: |\n| 1 | 2.3457 |")
    assert told.startswith("<small>")
    assert "2001-02-03" in told
    assert told.endswith("</small>")


def test_a_number_keeps_its_direction_by_unicode_marks(made: Made):
    text = 'It is {{= value("fresh-run.rate") =}}.\n'
    read = page_of(text, PAGE, find("he"), made.docs / "he" / PAGE)
    assert plain_of(read) == "It is \u20660.5\u2069.\n"


def test_python_in_an_admonition_can_be_run():
    text = '!!! warning "Beware"\n\n    Before.\n\n    ```{.python #inner}\n    x = 1\n    ```\n\n    After.\n'
    assert plain(text) == "> **Beware**\n>\n> Before.\n\n```python\nx = 1\n```\n\n> After.\n"


def test_a_page_is_given_in_pieces_for_notebooks():
    from docsite.export.plain import PlainWriter

    read = page("# T\n\n```{.python #a}\nx = 1\n```\n\n```text\ny\n```\n")
    heading, code, text = PlainWriter(read, str, str).parts(read.nodes)
    assert (heading, text) == ("# T", "```text\ny\n```")
    assert isinstance(code, Block)
    assert code.id == "a"
