"""Comments and docstrings of shown code in the language of its page; all other tokens are as on the English one."""

import io
import re
import tokenize
import unicodedata

import pytest

from docsite.code.comments import remarks, reworded
from docsite.export.addresses import site
from docsite.generator.highlighting import right_to_left
from docsite.languages import ENGLISH, LANGUAGES, Language
from docsite.pages.nodes import Node, blocks, walk
from docsite.pages.page import Page, read
from docsite.pages.resolved import Source
from docsite.project import DOCS
from docsite.translation import style
from docsite.translation.comments import catalogue, commented, remarks_of

OTHERS = [language for language in LANGUAGES if language is not ENGLISH]
CODE = '''\
"""What a module is for."""
# One remark
# over two lines.
x = 1  # beside it
print(x)
#> 1


def double(number):
    """Twice the number.

    Of any
    kind.
    """
    # %% not a remark
    return 2 * number


def half(number):
    """Né."""  # and so
    return number / 2
'''
WORDS = {
    "What a module is for.": "M",
    "One remark over two lines.": "A\nB\nC",
    "beside it": "D",
    "Twice the number.\n\nOf any kind.": "E\n\nF",
    "Né.": "G",
    "and so": "H",
}
EXPECTED = '''\
"""M"""
# A
# B
# C
x = 1  # D
print(x)
#> 1


def double(number):
    """E

    F
    """
    # %% not a remark
    return 2 * number


def half(number):
    """G"""  # H
    return number / 2
'''


def test_remarks_are_found_whole_and_output_is_none():
    assert [remark.text for remark in remarks(CODE)] == list(WORDS)


def test_each_remark_is_put_in_its_place():
    assert reworded(CODE, WORDS.get) == EXPECTED
    assert reworded(CODE, {}.get) == CODE


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
@pytest.mark.parametrize("guide", site().guides)
def test_all_else_is_as_on_the_english_page(guide: str, language: Language):
    if not (DOCS / language.folder / guide).exists():
        pytest.skip("not translated yet")
    page = read(guide, language)
    for before, after in zip(shown(page), shown(commented(page)), strict=True):
        assert tokens(before) == tokens(after)


@pytest.mark.parametrize("guide", site().guides)
def test_every_remark_has_its_words_in_each_language(guide: str):
    for language in OTHERS:
        if (DOCS / language.folder / guide).exists():
            missing = set(remarks_of(read(guide, ENGLISH))) - catalogue(language).keys()
            assert not missing, f"docs/comments.yml has no {language.code} for {sorted(missing)}"


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_the_words_keep_to_the_rules_of_the_language(language: Language):
    for remark, words in catalogue(language).items():
        assert list(style.findings(words, language.code)) == [], remark


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_the_words_name_what_the_english_remark_names(language: Language):
    for remark, words in catalogue(language).items():
        assert names(remark) <= names(words), remark


def test_code_in_a_remark_from_right_to_left_is_read_from_the_left():
    remark = '<span class="c1"># אחד `-a`</span>'
    left, right = '<bdi dir="ltr">', '<bdi dir="rtl">'
    assert right_to_left(remark) == f'<span class="c1"># {right}אחד {left}`-a`</bdi></bdi></span>'
    assert right_to_left(english := remark.replace("אחד", "one")) == english


def test_every_entry_is_shown_somewhere():
    used = {remark for guide in site().guides for remark in remarks_of(read(guide, ENGLISH))}
    assert catalogue(OTHERS[0]).keys() <= used


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
@pytest.mark.parametrize("guide", site().guides)
def test_a_reworded_line_fits_eighty_columns(guide: str, language: Language):
    if not (DOCS / language.folder / guide).exists():
        pytest.skip("not translated yet")
    for before, after in zip(shown(page := read(guide, language)), shown(commented(page)), strict=True):
        for line in set(after.split("\n")) - set(before.split("\n")):
            assert width(line) <= 80, line


def shown(page: Page) -> list[str]:
    nodes: tuple[Node, ...] = page.nodes
    sources = [node for node in walk(nodes) if isinstance(node, Source)]
    return [
        *(node.code for node in sources),
        *(node.standalone for node in sources),
        *(block.code for block in blocks(nodes) if block.is_python),
    ]


def tokens(code: str) -> list[str]:
    """All but comments, docstrings and empty lines."""
    found = tokenize.generate_tokens(io.StringIO(code).readline)
    left_out = (tokenize.COMMENT, tokenize.NL, tokenize.INDENT)
    return [token.string for token in found if token.type not in left_out and not token.string.startswith('"""')]


def names(remark: str) -> set[str]:
    """The names and numbers in the pieces of code of a remark, none of which goes over the end of a line."""
    return {name for code in re.findall(r"`([^`\n]+)`", remark) for name in re.findall(r"[\w.]+", code)}


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
