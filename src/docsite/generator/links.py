"""Links from the names in a page's code to the reference: staging has found them, here they are put into the HTML."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from docsite.code.syntax import digest
from docsite.export.addresses import folder

# A coloured block of Python in three: what comes before its code, the code, and the end.
BLOCK = re.compile(
    r'(<div [^>]*\bclass="language-py(?:thon|i)[^"]*\bhighlight"[^>]*>.*?<code[^>]*>)(.*?)(</code></pre></div>)', re.S
)
TITLE = re.compile(r'(?<=<span class="filename">)(\w+(?:/\w+)+)\.py(?=</span>)')  # of code that is shown from a module
DEFINED = re.compile(r"^(?:def|class) (\w+)", re.M)
PIECE = re.compile(r"<span[^>]*>([^<]*)</span>|<[^>]*>|([^<]+)")


class Links:
    """What staging has written: the entry of each name, and for each page the names in its pieces of code.

    Under `serve` nothing may be staged yet, and nothing has links.
    """

    def __init__(self, path: Path):
        found = json.loads(path.read_text("utf-8")) if path.exists() else {"entries": {}, "pages": {}}
        self.entries: dict[str, list[str]] = found["entries"]
        self.pages: dict[str, dict[str, list]] = found["pages"]

    def linked(self, content: str, page: str, url: str) -> str:
        """The HTML of a page, whose staged file is `page` and whose address `url`, with links in its code."""
        uses = self.pages.get(page, {})

        def block(match: re.Match[str]) -> str:
            code = unescape(re.sub(r"<[^>]+>", "", match[2]))
            found = uses.get(digest(code.rstrip()), [])
            openings = [(start, end, self._opening(name, page, url)) for start, end, name in found]
            head = TITLE.sub(lambda title: self._titled(title, code, page, url), match[1])
            return f"{head}{marked_up(match[2], openings)}{match[3]}"

        return BLOCK.sub(block, content)

    def _titled(self, title: re.Match[str], code: str, page: str, url: str) -> str:
        """The title as a link to the module, or to the one thing that is shown of it."""
        module = title[1].replace("/", ".")
        defined = [f"{module}.{name}" for name in DEFINED.findall(code)]
        name = defined[0] if len(defined) == 1 and defined[0] in self.entries else module
        if name not in self.entries or self.entries[name][0] == page:
            return title[0]
        return f"{self._opening(name, page, url, 'module')}{title[0]}</a>"

    def _opening(self, name: str, page: str, url: str, kind: str = "name") -> str:
        path, anchor = self.entries[name]
        mark = f"#{anchor}" if anchor else ""
        href = mark if path == page and mark else "../" * url.count("/") + folder(path) + mark
        return f'<a class="{kind}" href="{href}" title="{name}">'


def marked_up(html: str, openings: list[tuple[int, int, str]]) -> str:
    """Coloured code with links around the pieces that stand at these places of its text, which stays as it is."""
    pieces = list(_pieces(html))
    starts = {start for _, start, end in pieces if end > start}
    ends = {end for _, start, end in pieces if end > start}
    chosen = [(start, end, opening) for start, end, opening in openings if start in starts and end in ends]
    opened = {start: opening for start, _, opening in chosen}
    closed = {end for _, end, _ in chosen}
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
