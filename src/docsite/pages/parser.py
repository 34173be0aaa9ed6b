"""From the text of a page to its nodes: parsed once, by a Markdown parser."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it.token import Token

from docsite.loading import parse_yaml
from docsite.pages.inline import Call, Text
from docsite.pages.markdown import parser, tokens_of
from docsite.pages.mistakes import MistakeError
from docsite.pages.nodes import Definition, Heading, Marker, Node, Note, Prose
from docsite.pages.places import Places, block_of, spans_of
from docsite.project import DocsError

HEADING_ID = re.compile(r"[ \t]*\{#([\w-]+)\}[ \t]*$")
MEANING = re.compile(r"^ {0,3}:[ \t]+")  # as Python-Markdown has it
IN_SENTENCES = frozenset({"value", "claim", "fact"})  # the markers that stand for words and not for a block of the page


@dataclass(frozen=True)
class Parsed:
    """`front` is the front matter as text, without its lines of dashes; `matter` what it says."""

    front: str
    matter: dict[str, object]
    nodes: tuple[Node, ...]


@cache
def parse(text: str) -> Parsed:
    """The nodes of a page; raises `MistakeError` for front matter or a marker that cannot be read."""
    lines = text.split("\n")
    tokens = tokens_of(text)
    front = next((token for token in tokens if token.type == "front_matter"), None)
    if front is None and lines[0].rstrip() == "---":
        raise MistakeError("front matter that never ends; put a line of three dashes below it", 1)
    start = front.map[1] if front and front.map else 0
    body = [token for token in tokens if token is not front]
    matter = _matter(front)
    try:
        return Parsed(front.content if front else "", matter, tuple(_nodes(lines, body, start)))
    except RecursionError as error:
        raise MistakeError("more notes inside each other than can be read; write it flatter", start + 1) from error


def text_of(source: str, line: int = 0) -> Text:
    """One text by itself, such as a title."""
    [token] = parser().parseInline(source)
    return Text(source, tuple(spans_of(token, line)))


def _matter(front: Token | None) -> dict[str, object]:
    if front is None:
        return {}
    try:
        return parse_yaml(front.content, "front")
    except DocsError as mistake:
        raise MistakeError(f"front matter: {mistake.message}", (mistake.line or 1) + 1) from mistake


def _nodes(lines: Sequence[str], tokens: Sequence[Token], first: int) -> Iterator[Node]:
    """The nodes of a part of the page, whose first line is `lines[first]`; prose is what stands between the others."""
    prose: list[list[Token]] = []
    begin = first
    for group in _groups(tokens):
        made = list(_made(lines, group))
        if not made:
            prose.append(group)
            continue
        start, end = group[0].map or (begin, begin)
        yield from _prose(lines, prose, begin, start)
        yield from made
        prose, begin = [], end
    yield from _prose(lines, prose, begin, len(lines))


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each block at the top, from its opening to its closing one."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _made(lines: Sequence[str], group: list[Token]) -> Iterator[Node]:
    """The nodes that a block becomes; none where it is prose."""
    token = group[0]
    line = (token.map or (0, 0))[0]
    if token.type == "heading_open":
        yield _heading(int(token.tag[1]), group[1].content, line + 1)
    elif token.type == "fence":
        yield block_of(lines, token)
    elif token.type == "note":
        end = (token.map or (0, 0))[1]
        title = token.meta["title"]
        inside = _inside(lines[line + 1 : end], line + 1)
        yield Note(
            token.meta["mark"],
            token.meta["kind"],
            None if title is None else text_of(title, line + 1),
            inside,
            line + 1,
        )
    elif token.type == "dl_open":
        yield from _definitions(lines, group)
    elif token.type == "paragraph_open":
        found = _calls(group[1])
        if found and all(call.name not in IN_SENTENCES for call in found):
            yield from map(Marker, found)


def _heading(level: int, content: str, line: int) -> Heading:
    found = HEADING_ID.search(content)
    words = content[: found.start()] if found else content
    return Heading(level, text_of(words, line), found[1] if found else "", line)


def _inside(body: Sequence[str], first: int) -> tuple[Node, ...]:
    """The nodes of indented lines; empty ones before them keep the numbers of lines those of the page."""
    spaced = [line.expandtabs(4) for line in body]
    lines = [""] * first + [line[4:] if not line[:4].strip() else line.lstrip() for line in spaced]
    return tuple(_nodes(lines, tokens_of("\n".join(lines)), first))


def _definitions(lines: Sequence[str], group: list[Token]) -> list[Definition]:
    """The definitions of a list; none where it is a list for markdown-it-py alone."""
    found: list[Definition] = []
    term: Text | None = None
    for index, token in enumerate(group):
        if token.level != group[0].level + 1:
            continue  # of a list inside a meaning
        first, end = token.map or (0, 0)
        if token.type == "dt_open":
            term = text_of(group[index + 1].content, first + 1)
        elif token.type == "dd_open":
            start = next((row for row in range(first, end) if MEANING.match(lines[row])), None)
            if start is None:
                return []
            body = [MEANING.sub("    ", lines[start]), *lines[start + 1 : end]]
            found.append(Definition(term, _inside(body, start), start + 1))
            term = None
    return found


def _calls(token: Token) -> list[Call]:
    """The markers of a paragraph that has nothing else."""
    space = ("softbreak", "text")
    children = [child for child in token.children or [] if child.type not in space or child.content.strip()]
    if not children or any(child.type != "marker" for child in children):
        return []
    return [span.what for span in spans_of(token, (token.map or (0, 0))[0] + 1)]


def _prose(lines: Sequence[str], groups: list[list[Token]], start: int, end: int) -> Iterator[Prose]:
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    if start < end:
        tokens = [token for group in groups for token in group]
        yield Prose(Text("\n".join(lines[start:end]), tuple(Places(lines, start).spans(tokens))), start + 1)
