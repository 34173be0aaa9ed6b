"""Odd pages: each is a page that every form can be written of, or one line that names the file and the line."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from paged import NAME, read_from, written

from docsite.pages.page import Page
from docsite.pages.sections import sections
from docsite.project import DocsError
from docsite.translation.parity import parts

CASES = int(os.environ.get("FUZZED_CASES", "400"))  # make test-fuzz takes 10,000
VALUE = '{{= value("linear-sgd.w[-1]", ".2f") =}}'
INDENTS = ("", "", "", "  ", "    ", "        ", "\t", "> ", "- ", "1. ", "# ", "| ", ":   ")
PIECES = (
    *(
        "",
        "",
        "",
        "word",
        "a `b` c",
        "`",
        "``",
        "\\(x\\)",
        "\\[",
        "\\]",
        "\\(",
        "\\",
        "*a*",
        "**",
        "&amp;",
        "é 中 א",
        "\u2028",
    ),
    *("```text", "```", "````", "~~~", '```{.python #p title="T"}', "x = 1", "x = (", "```{", "``` {.text"),
    *("# A", "## B {#b}", "{#c}", "===", "---", "- i", "1. i", "> q", "+", "***"),
    *(
        "!!! note",
        '??? "T"',
        '=== "T"',
        '!!! note "',
        "!!!",
        "???+ a b",
        "| a | b |",
        "| - | - |",
        "| `a \\| b` |",
        "|",
    ),
    *(
        ":   d",
        ":",
        "~   d",
        "{ .c }",
        "{: #d }",
        "{",
        "[^1]",
        "[^1]: n",
        "[a](b.md)",
        "[a](<b c.md>)",
        "[",
        "![a](b.svg)",
        "[a]: b",
    ),
    *("<div markdown>", "</div>", "<!--", "-->", "<!-- a -->", "<b>", "<svg aria-label='a'>", "</svg>", "<", "<a@b.c>"),
    *(
        VALUE,
        f"{VALUE} {VALUE}",
        '{{= table("linear-sgd.history") =}}',
        '{{= source("training_loops.linear.train_step") =}}',
    ),
    *(
        "{{= install() =}}",
        "{{= value(1) =}}",
        "{{=",
        "=}}",
        "{= a =}",
        "{{ a }}",
        "{{*}}",
        "{%",
        "}}",
        "\x00",
        "\x0c",
        "\x1b",
    ),
    *("title: a", "title: a: b", "- a", "a: [", "...", "\ufeff"),
)
LINES = st.lists(st.tuples(st.lists(st.sampled_from(INDENTS), max_size=3), st.sampled_from(PIECES)), max_size=14)
MISTAKE = re.compile(r"\S*en/guides/example\.md(:\d+)?: [^\n\r]+")


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """Lines of pieces, some of them below front matter, ended in one of three ways."""
    lines = ["".join([*indents, piece]) for indents, piece in draw(LINES)]
    front = draw(st.sampled_from([[], [], ["---", "title: A", "---"], ["---"]]))
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]))
    data = (end.join([*front, *lines]) + draw(st.sampled_from(["", end]))).encode("utf-8")
    return data + draw(st.sampled_from([b"", b"", b"", b"", b"\xe9"]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def outcome(data: bytes, folder: Path) -> Page | str:
    """The page, or the one line of its mistake."""
    with pytest.MonkeyPatch.context() as patch:
        try:
            return read_from(folder, data, patch)
        except DocsError as mistake:
            return str(mistake)


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(pages())
@example(b"")
@example(b"---\n---")
@example(b"- {{= value(1) =}}\r\n")
def test_an_odd_page_is_a_page_or_one_line(folder: Path, data: bytes):
    found = outcome(data, folder)
    if isinstance(found, str):
        assert MISTAKE.fullmatch(found), found
        return
    for form, text in written(found).items():
        assert text.endswith("\n"), form
    text = (folder / "en" / NAME).read_text("utf-8")
    assert sections(text)
    assert parts(text, english=True) is not None


@settings(max_examples=CASES // 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(pages(), st.integers(0, 13))
def test_no_word_of_a_page_is_lost_on_the_site(folder: Path, data: bytes, place: int):
    lines = data.split(b"\n")
    lines.insert(min(place, len(lines)), b"kept-words, 1")
    found = outcome(b"\n".join(lines), folder)
    if isinstance(found, Page):
        assert sum("kept-words" in text for text in (written(found)["site"], found.front)) == 1
