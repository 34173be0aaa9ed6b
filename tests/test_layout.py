"""Shown code fits 80 columns, and is the program that it was before it was laid out."""

import ast

import pytest

from docsite.code.layout import WIDTH, laid_out
from docsite.code.syntax import canonical
from docsite.export.addresses import site
from docsite.languages import ENGLISH
from docsite.pages.nodes import blocks, walk
from docsite.pages.page import read
from docsite.pages.resolved import Figure, Source

LONG = '''\
def mean(numbers, weights=None, default=0.0, check_that_there_are_any=True, and_that_all_are_finite=True):
    """The mean of some numbers, each with its weight, or a default where there are none, in one long sentence.

    Another paragraph, which is long enough that it has to be broken into two lines too, `as code may not be` is.
    """
    # A comment that is far longer than eighty columns allow, and therefore has to go on in another line below it.
    return sum(numbers)  # beside
'''


def test_a_program_is_laid_out_in_lines_that_fit():
    code = laid_out(LONG)
    assert all(len(line) <= WIDTH for line in code.splitlines())
    assert canonical(ast.parse(code)) == canonical(ast.parse(LONG))
    assert " ".join(code.replace("#", "").split()).count("has to go on in another line below it.") == 1
    assert laid_out(code) == code


@pytest.mark.parametrize("room", range(50, 64))
def test_a_docstring_that_nearly_fits_is_broken_before_its_quotes(room: int):
    text = ("ab " * 40)[: room + 10].strip() + "."
    code = laid_out(f'def f():\n    """{text}"""\n    return 1\n')
    assert all(len(line) <= WIDTH for line in code.splitlines())
    assert ast.parse(code).body[0].body[0].value.value.split() == text.split()


@pytest.mark.parametrize("guide", site().guides)
def test_every_shown_line_fits(guide: str):
    page = read(guide, ENGLISH)
    shown = [block.code for block in blocks(page.nodes) if block.is_python]
    shown += [node.code for node in walk(page.nodes) if isinstance(node, Source)]
    folded = [node.standalone for node in walk(page.nodes) if isinstance(node, Source)]
    folded += [node.program for node in walk(page.nodes) if isinstance(node, Figure)]
    assert [line for code in shown for line in code.splitlines() if len(line) > WIDTH] == []
    wide = [line.strip() for code in folded for line in code.splitlines() if len(line) > WIDTH]
    assert [line for line in wide if not line.startswith(('"', 'f"', 'r"', "'"))] == []  # one long text
