"""The comments and docstrings of shown code in the language of the page, from the catalogue `docs/comments.yml`."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from docsite.code.comments import remarks, reworded
from docsite.languages import ENGLISH, Language
from docsite.loading import load_yaml
from docsite.pages.inline import Span, Text
from docsite.pages.nodes import Block, Definition, Node, Note, Prose, blocks, walk
from docsite.pages.page import Page
from docsite.pages.resolved import Source
from docsite.project import DOCS, stamp

CATALOGUE = DOCS / "comments.yml"


def catalogue(language: Language) -> dict[str, str]:
    """The remarks of a language by their English ones; those of a converted language are converted."""
    return _catalogue(language, stamp(CATALOGUE))


@cache
def _catalogue(language: Language, _changed: tuple[int, int]) -> dict[str, str]:
    entries = load_yaml(CATALOGUE, "comments")
    own = [entry for entry in entries if language.folder in entry]  # a language that has just begun has none
    return {entry["en"].strip(): language.text(entry[language.folder].strip()) for entry in own}


def code_in(language: Language, code: str) -> str:
    """A program with the remarks that the catalogue has, in the language."""
    return code if language is ENGLISH else reworded(code, catalogue(language).get)


def commented(page: Page) -> Page:
    """The page with the remarks of its code in its language; on the English one they are as written."""
    return page if page.language is ENGLISH else replace(page, nodes=_commented(page.nodes, page.language))


def remarks_of(page: Page) -> Iterator[str]:
    """The English remarks in the code that a page shows, helpers too; the programs of its figures are not counted."""
    sources = [node for node in walk(page.nodes) if isinstance(node, Source)]
    shown = [code for node in sources for code in (node.code, node.standalone)]
    for code in [*shown, *(block.code for block in blocks(page.nodes) if block.is_python)]:
        yield from (remark.text for remark in remarks(code))


def _commented(nodes: tuple[Node, ...], language: Language) -> tuple[Node, ...]:
    return tuple(_node(node, language) for node in nodes)


def _node(node: Node, language: Language) -> Node:
    match node:
        case Block() if node.is_python:
            return replace(node, code=code_in(language, node.code))
        case Source():
            alone = node.standalone and code_in(language, node.standalone)
            return replace(node, code=code_in(language, node.code), standalone=alone)
        case Prose():
            return replace(node, text=_text(node.text, language))
        case Note() | Definition():
            return replace(node, nodes=_commented(node.nodes, language))
    return node


def _text(text: Text, language: Language) -> Text:
    """A list may hold blocks of code."""
    spans = (
        Span(span.start, span.end, _node(span.what, language)) if isinstance(span.what, Block) else span
        for span in text.spans
    )
    return Text(text.source, tuple(spans))
