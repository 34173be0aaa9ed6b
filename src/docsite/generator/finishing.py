"""What the site adds to a page's HTML once it is rendered: formulas drawn, long names breakable, long cells marked."""

import re
from html import unescape
from unicodedata import east_asian_width

from docsite.generator import formulas, highlighting

CELL = re.compile(r"<(t[dh])((?: style=\"[^\"]*\")?)>(.*?)</\1>", re.S)
LONG = 40  # letters of a cell that would be a pile of words in a narrow column


def finished(content: str) -> tuple[str, list[str]]:
    """The page as readers get it, and what is wrong with its formulas."""
    return formulas.drawn(CELL.sub(_marked, highlighting.breakable(content)))


def _marked(cell: re.Match[str]) -> str:
    """A cell with much text has a class, by which it is given a column that is wide enough."""
    name, attributes, inside = cell.groups()
    letters = " ".join(unescape(re.sub(r"<[^>]*>", "", inside)).split())
    length = sum(2 if east_asian_width(letter) in "FW" else 1 for letter in letters)
    return f'<{name}{attributes} class="long">{inside}</{name}>' if length >= LONG else cell[0]
