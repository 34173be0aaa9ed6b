"""A page as sections: each heading with the prose that follows it, up to the next heading."""

from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

from docsite.cache import Cache, digest_of, digest_of_files
from docsite.code.syntax import digest
from docsite.pages.mistakes import mistakes_of
from docsite.pages.nodes import Heading, blocks
from docsite.pages.parser import parse
from docsite.project import read_text

SECTIONS = Cache("sections")
TOP = "top"  # the section before the first heading with an id


@dataclass(frozen=True)
class Section:
    """`line` is that of the heading, the first of the page being 1.

    `prose` is what is written there, the heading included and blocks of code left out.
    """

    id: str
    level: int
    line: int
    prose: str

    @property
    def digest(self) -> str:
        """The digest of the prose, in which line breaks do not count."""
        return digest(" ".join(self.prose.split()))[:8]


def sections_of(path: Path) -> list[Section]:
    """The sections of a page's file."""
    with mistakes_of(path):
        return sections(read_text(path))


@cache
def sections(text: str) -> list[Section]:
    """The sections of a page, `top` first, in their order; raises `MistakeError` where it cannot be parsed."""
    key = digest_of(digest_of_files("src/docsite/pages"), text)
    return [Section(*values) for values in SECTIONS.get_or_make(key, lambda: [astuple(made) for made in _made(text)])]


def _made(text: str) -> list[Section]:
    nodes = parse(text).nodes
    headings = [node for node in nodes if isinstance(node, Heading) and node.id]
    lines = text.split("\n")
    for block in blocks(nodes):
        lines[block.line - 1 : block.last] = [""] * (block.last - block.line + 1)
    starts = [(TOP, 1, 1), *((node.id, node.level, node.line) for node in headings)]
    ends = [line for _, _, line in starts[1:]] + [len(lines) + 1]
    return [
        Section(name, level, line, "\n".join(lines[line - 1 : end - 1]))
        for (name, level, line), end in zip(starts, ends, strict=True)
    ]
