"""Coloured code as HTML: its text, and links around pieces of it."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from docsite.code.names import Use

PIECE = re.compile(r"<span[^>]*>([^<]*)</span>|<[^>]*>|([^<]+)")


def marked_up(html: str, openings: Iterable[tuple[Use, str]]) -> str:
    """Coloured code with links around the pieces that a use consists of; its text stays as it is."""
    pieces = list(_pieces(html))
    starts = {start for _, start, end in pieces if end > start}
    ends = {end for _, start, end in pieces if end > start}
    chosen = [(use, opening) for use, opening in openings if use.start in starts and use.end in ends]
    opened = {use.start: opening for use, opening in chosen}
    closed = {use.end for use, _ in chosen}
    return "".join(
        f"{opened.get(start, '')}{piece}{'</a>' if end in closed else ''}" if end > start else piece
        for piece, start, end in pieces
    )


def _pieces(html: str) -> Iterator[tuple[str, int, int]]:
    """The spans and the texts between them, with their place in the code."""
    offset = 0
    for match in PIECE.finditer(html):
        start, offset = offset, offset + len(unescape(match[1] or match[2] or ""))
        yield match[0], start, offset


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))
