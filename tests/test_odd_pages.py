"""Odd pages: each is a page that every form can be written of, or one line that names the file and the line."""

import ast
import json
from pathlib import Path

import nbformat
import pytest
from built import Scripts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made import html_of
from odd import CASES, MISTAKE, ODDLY, bounded, pages
from paged import NAME, read_from, written
from trees import Element, parsed

from docsite.generator import published
from docsite.pages.page import Page
from docsite.pages.sections import sections
from docsite.project import DocsError
from docsite.translation.parity import parts


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


def words_of(element: Element) -> str:
    """What a reader sees of an element, but for code and formulas."""
    if element.tag in ("pre", "code", "script", "style", "math"):
        return ""
    return "".join(child if isinstance(child, str) else words_of(child) for child in element.children)


@ODDLY
@given(pages())
@example(b"")
@example(b"---\n---")
@example(b"- {{= value(1) =}}\r\n")
def test_an_odd_page_is_a_page_or_one_line(folder: Path, data: bytes):
    with bounded():
        found = outcome(data, folder)
        if isinstance(found, str):
            assert MISTAKE.fullmatch(found), found
            return
        forms = written(found)
        html = html_of.__wrapped__(forms["site"])
    for form, text in forms.items():
        assert text.endswith("\n"), form
        assert text.encode("utf-8"), form
    ast.parse(forms["script"])
    nbformat.validate(nbformat.from_dict(json.loads(forms["notebook"])))
    if not published.mistakes(html):  # which stop a build
        assert Scripts(html).found == []
        assert "{{=" not in words_of(parsed(html))
    text = (folder / "en" / NAME).read_text("utf-8")
    assert sections(text)
    assert parts(text, english=True) is not None


@settings(ODDLY, max_examples=CASES // 2)
@given(pages(), st.integers(0, 13))
def test_no_word_of_a_page_is_lost_on_the_site(folder: Path, data: bytes, place: int):
    lines = data.split(b"\n")
    lines.insert(min(place, len(lines)), b"kept-words, 1")
    found = outcome(b"\n".join(lines), folder)
    if isinstance(found, Page):
        assert sum("kept-words" in text for text in (written(found)["site"], found.front)) == 1
