"""Comments and docstrings of a program in other words; every other character stays as it is."""

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

NO_WORDS = re.compile(r"#(?:[>~]| ?(?:noqa|type:|fmt:|%%|---))")  # output, and what tools read


@dataclass(frozen=True)
class Remark:
    """A comment, over one line or several, or a docstring, with its place: the lines from `first` to `last`.

    In its text a paragraph is one line, however it was broken.
    """

    text: str
    first: int
    last: int
    column: int
    quoted: bool = False
    end: int = 0  # of a docstring, in the bytes of its last line, which may go on


@lru_cache(4096)  # each language asks for those of the same programs
def remarks(code: str) -> tuple[Remark, ...]:
    """The comments and docstrings of a program in their order."""
    found = [*_comments(code), *_docstrings(code)]
    return tuple(sorted(found, key=lambda remark: (remark.first, remark.column)))


def reworded(code: str, words: Callable[[str], str | None]) -> str:
    """The program with the comments and docstrings that `words` gives others for; a line each of theirs is one here."""
    lines = code.split("\n")
    for remark in reversed(remarks(code)):
        new = words(remark.text)
        if new is not None:
            _put(lines, remark, new)
    return "\n".join(lines)


def fitted(code: str, width: int) -> str:
    """The program with the comments and docstrings that reach beyond `width` columns in shorter lines."""
    lines = code.split("\n")
    for remark in reversed(remarks(code)):
        alone = not lines[remark.first - 1][: remark.column].strip()
        if alone and any(len(line) > width for line in lines[remark.first - 1 : remark.last]):
            room = width - remark.column - (0 if remark.quoted else 2)
            text = "\n\n".join(_paragraph(part, room, remark.quoted) for part in remark.text.split("\n\n"))
            _put(lines, remark, text)
    return "\n".join(lines)


def _put(lines: list[str], remark: Remark, text: str) -> None:
    """Write a text where a remark stands; what is beside it in its lines stays."""
    before = lines[remark.first - 1][: remark.column]
    after = lines[remark.last - 1].encode()[remark.end :].decode() if remark.quoted else ""
    lines[remark.first - 1 : remark.last] = [before + _written(remark, text) + after]


def _paragraph(text: str, room: int, quoted: bool) -> str:
    """In lines of at most so many columns, the first of a docstring behind its quotes."""
    quotes = "___" if quoted else ""
    fill = partial(textwrap.fill, initial_indent=quotes, break_long_words=False, break_on_hyphens=False)
    filled = fill(text, room)
    if quoted and "\n" not in filled:
        filled = fill(text, room - 3)  # the other quotes stand behind it
    return filled.removeprefix(quotes)


def _written(remark: Remark, text: str) -> str:
    margin = " " * remark.column
    if not remark.quoted:
        return f"\n{margin}".join(f"# {line}".rstrip() for line in text.split("\n"))
    inside = f"\n{margin}".join(text.split("\n")).replace(f"\n{margin}\n", "\n\n")
    return f'"""{inside}' + (f'\n{margin}"""' if "\n" in text else '"""')


def _comments(code: str) -> Iterator[Remark]:
    """Lines of comment alone that stand below one another are one remark."""
    found: list[Remark] = []
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type != tokenize.COMMENT or NO_WORDS.match(token.string):
            continue
        (line, column), text = token.start, token.string.lstrip("#").strip()
        before = found[-1] if found else None
        alone = not token.line[:column].strip()
        if before and alone and before.last == line - 1 and before.column == column:
            found[-1] = Remark(f"{before.text} {text}", before.first, line, column)
        else:
            found.append(Remark(text, line, line, column))
    yield from found


def _docstrings(code: str) -> Iterator[Remark]:
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        text = ast.get_docstring(node)
        if text:
            first = node.body[0]
            text = "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
            last, end = first.end_lineno or first.lineno, first.end_col_offset or 0
            yield Remark(text, first.lineno, last, first.col_offset, True, end)
