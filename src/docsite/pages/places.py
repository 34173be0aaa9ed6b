"""Where the tokens of a Markdown parser stand in the text that they were made from."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from markdown_it.token import Token

from docsite.pages import calls, expected
from docsite.pages.fences import info
from docsite.pages.formulas import FormulaError, mathml
from docsite.pages.inline import Attributes, Call, Code, Formula, Html, Link, Span
from docsite.pages.mistakes import MistakeError
from docsite.pages.nodes import Block
from docsite.pages.settings import settings
from docsite.project import DocsError

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)


def spans_of(token: Token, line: int) -> list[Span]:
    """The spans of a text, whose first line is `line` of the page, in its own coordinates."""
    found = []
    children = token.children or []
    links = [child.meta["place"] for child in children if child.type == "link_open"]
    for child in children:
        start, end = child.meta.get("place", (0, 0))
        if child.type == "code_inline":
            linked = any(first < start and end <= last for first, last in links)
            found.append(Span(start, end, Code(child.content, linked)))
        at = line + token.content.count("\n", 0, start)
        if child.type in ("html_inline", "image"):
            _no_marker(child.content, at, "HTML" if child.type == "html_inline" else "the words of a picture")
        if child.type in ("link_open", "image") and child.meta["address"]:
            start, end = child.meta["address"]
            found.append(Span(start, end, Link(str(child.attrs.get("href") or child.attrs.get("src") or ""))))
        elif child.type in ("marker", "nearly_marker"):
            found.append(Span(start, end, _call(child, at)))
        elif child.type == "formula":
            found.append(Span(start, end, _formula(child.content, False, at)))
        elif child.type == "html_inline":
            found.append(Span(start, end, Html(child.content)))
        elif child.type == "attributes":
            found.append(Span(start, end, Attributes()))
    return found


def block_of(lines: Sequence[str], token: Token) -> Block:
    """The block of code that a fence or indented lines are."""
    first, last = token.map or (0, 0)
    opening = lines[first] if token.type == "fence" else ""
    closing = rf"[> \t]*{token.markup}{token.markup[:1]}*[ \t]*"
    if opening and not (last - 1 > first and re.fullmatch(closing, lines[last - 1])):
        mend = f"write {token.markup} on a line of its own below it, as deep as its first line"
        raise MistakeError(f"a fence that is never closed; {mend}", first + 1)
    made = Block(code=token.content, opening=opening, line=first + 1, last=last, **info(token.info.strip()))
    try:
        ast.dump(ast.parse(made.code if made.is_python else ""))  # as deep as whatever looks at it later
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 0
        raise MistakeError(f"a block that is not Python: {getattr(error, 'msg', error)}", made.line + line) from error
    if made.is_python:
        _check(made)
    return made


def _check(block: Block) -> None:
    """Raise where a block says to its test what no test knows, or a sample of output is misspelt."""
    try:
        settings(block.attributes)
    except ValueError as error:
        raise MistakeError(str(error), block.line) from error
    found = expected.mistake(block.code)
    if found:
        raise MistakeError(found[1], block.line + found[0])


class Places:
    """The places of tokens in the lines from `start` on, joined."""

    def __init__(self, lines: Sequence[str], start: int):
        self.lines, self.start = lines, start
        self.offsets = list(accumulate((len(line) + 1 for line in lines[start:]), initial=0))
        self.taken: dict[int, int] = {}  # how far into a line its texts have been found: cells share one

    def spans(self, tokens: Iterable[Token]) -> list[Span]:
        found: list[Span] = []
        for token in tokens:
            if token.type == "inline":
                found += self._inline(token)
            elif token.type in ("html_block", "formula", "fence", "code_block"):
                found.append(self._whole(token))
            elif token.type == "note":
                raise MistakeError("a note or a tab stands by itself, not inside a list or a quote", _line(token))
        return sorted(found, key=lambda span: span.start)

    def _whole(self, token: Token) -> Span:
        first, last = token.map or (0, 0)
        if token.type in ("html_block", "code_block"):
            _no_marker(token.content, first + 1, "HTML" if token.type == "html_block" else "indented code")
        while last > first + 1 and not self.lines[last - 1].strip():
            last -= 1
        place = self.offsets[first - self.start], self.offsets[last - self.start] - 1
        if token.type == "html_block":
            return Span(*place, Html(token.content.rstrip("\n")))
        if token.type == "formula":
            return Span(*place, _formula(token.content, True, first + 1))
        if token.type == "fence" and not re.match(r"[> \t]*(```|~~~)", self.lines[first]):
            raise MistakeError("a fence in a list begins on a line of its own, as deep as the item's text", first + 1)
        return Span(*place, block_of(self.lines, token))

    def _holds(self, row: int, part: str) -> bool:
        return part in self.lines[row] or part.replace("|", r"\|") in self.lines[row]

    def _inline(self, token: Token) -> Iterator[Span]:
        """The spans of a text whose lines stand, without indentation and marks, in those of the page."""
        first, end = token.map or (0, 0)
        parts = token.content.split("\n")
        bar = "|"
        while first < end - 1 and not self._holds(first, parts[0]):
            first += 1  # a line of spaces that are not ASCII, which the parser has dropped
        starts, place = [], 0
        for row, part in enumerate(parts, first):
            column = self.lines[row].find(part, self.taken.get(row, 0))
            if column < 0:
                bar = r"\|"  # as a cell of a table has it
                part = part.replace("|", bar)
                column = self.lines[row].find(part, self.taken.get(row, 0))
            self.taken[row] = column + len(part)
            starts.append((place, self.offsets[row - self.start] + column))
            place += len(part) + 1

        def moved(offset: int) -> int:
            inner, outer = next(pair for pair in reversed(starts) if pair[0] <= offset)
            return outer + len(token.content[inner:offset].replace("|", bar))

        for span in spans_of(token, first + 1):
            yield Span(moved(span.start), moved(span.end), span.what)


def _line(token: Token) -> int:
    return (token.map or (0, 0))[0] + 1


def _no_marker(content: str, line: int, where: str) -> None:
    """Raise where a marker would be published as it is; one in a comment is not."""
    seen = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content)
    if "{{=" in seen:
        line += seen.count("\n", 0, seen.index("{{="))
        raise MistakeError(f"a marker inside {where}, where none is read; put it into a paragraph", line)


def _formula(tex: str, display: bool, line: int) -> Formula:
    _no_marker(tex, line, "a formula")
    try:
        mathml(tex, display)
    except FormulaError as error:
        shown = " ".join(tex.split())[:40]
        raise MistakeError(f"the formula {shown!r} {error}", line) from error
    return Formula(tex, display)


def _call(token: Token, line: int) -> Call:
    if token.type == "nearly_marker":
        raise MistakeError(f"{token.content[:60]!r} is no marker; {calls.FORM}", line)
    try:
        return calls.read(token.content, line)
    except DocsError as error:
        raise MistakeError(str(error), line) from error
