"""A page as sections: each heading with the prose that follows it, up to the next heading."""

import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from docsite.code.syntax import digest

TOP = "top"  # the section before the first heading with an id
HEADING_ID = re.compile(r"\s*\{#([\w-]+)\}\s*$")
FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2[ \t]*$", re.M | re.S)


@dataclass(frozen=True)
class Section:
    """`line` is that of the heading, the first of the page being 1; `text` includes the heading."""

    id: str
    level: int
    line: int
    text: str

    @property
    def digest(self) -> str:
        """The digest of the prose: code blocks, whose code is shared, and line breaks do not count."""
        return digest(" ".join(FENCE.sub("", self.text).split()))[:8]


@cache
def sections(text: str) -> list[Section]:
    """The sections of a page, `top` first, in their order."""
    lines = text.splitlines()
    starts = [(TOP, 1, 0)]
    for token in MarkdownIt().use(front_matter_plugin).parse(text):
        if token.type == "heading_open" and token.map:
            line = token.map[0]
            found = HEADING_ID.search(lines[line])
            if found:
                starts.append((found[1], int(token.tag[1]), line))
    ends = [line for _, _, line in starts[1:]] + [len(lines)]
    return [
        Section(name, level, line + 1, "\n".join(lines[line:end]))
        for (name, level, line), end in zip(starts, ends, strict=True)
    ]
