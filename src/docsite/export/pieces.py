"""A guide as a row of pieces, in the order of its page: headings, prose, code, figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from docsite.export.plain import FENCE
from docsite.pages.blocks import Block

ANCHOR = re.compile(r'^<a id="([\w.-]+)"></a>$')
FIGURE = re.compile(r"^<!-- figure ([\w.-]+) -->$")
Kind = Literal["prose", "block", "source", "figure"]


@dataclass(frozen=True)
class Piece:
    """`name` is the id of a block, the definition a source shows, or the figure's; `section` the heading's id."""

    kind: Kind
    section: str
    name: str
    text: str
    title: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a plain page whose fences still carry their ids, and whose headings have anchors above them."""
    section = "top"
    prose: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        fence, anchor, figure = FENCE.match(line), ANCHOR.match(line), FIGURE.match(line)
        is_python = bool(fence and "{.python" in fence[3])
        if is_python or anchor or figure:
            yield from _prose(section, prose)
            prose = []
        if fence and is_python:
            yield _code(section, fence, lines)
        elif figure:
            yield Piece("figure", section, figure[1], next(line for line in lines if line))
        else:
            section = anchor[1] if anchor else section
            prose.append(line)
            if fence:
                prose += _fenced(fence, lines)
    yield from _prose(section, prose)


def _prose(section: str, prose: list[str]) -> Iterator[Piece]:
    text = "\n".join(prose).strip()
    if text:
        yield Piece("prose", section, section, text)


def _code(section: str, fence: re.Match[str], lines: Iterator[str]) -> Piece:
    code = "\n".join(_fenced(fence, lines)[:-1])
    block = Block(fence[0], fence[3].strip(), code, 0)
    title = block.attributes.get("title", "")
    if ".source" in block.info:
        defined = re.findall(r"^(?:class|def) (\w+)", code, re.M)
        return Piece("source", section, "-".join(defined), code, title)
    return Piece("block", section, block.id or "", code, title)


def _fenced(fence: re.Match[str], lines: Iterator[str]) -> list[str]:
    """The lines up to the end of a fence, the closing one included."""
    found = []
    for line in lines:
        found.append(line)
        if line.strip() == fence[2]:
            break
    return found
