"""The fenced blocks of a Markdown page, as a parser sees them."""

import ast
import re
from dataclasses import dataclass
from functools import cache, cached_property

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

PYTHON = {"python", "python3", "py", "py3", "pycon", "ipython", "ipython3", "pyi"}
# What pytest-examples finds: three backticks, then the language or braces that begin with it, nothing before.
RUNNABLE = re.compile(r"^ *```(?:python|py|\{\.python(?: [^}]*)?\})$")


@dataclass(frozen=True)
class Block:
    """A fence: its info string, its code, and the lines of the page it stands on, the first being 1."""

    opening: str
    info: str
    code: str
    line: int

    @cached_property
    def language(self) -> str:
        found = re.match(r"\{?\s*(?:#[\w-]+\s+)*\.?([\w+-]*)", self.info)
        return found[1].lower() if found else ""

    @cached_property
    def attributes(self) -> dict[str, str]:
        return dict(re.findall(r'([\w-]+)="([^"]*)"', self.info))

    @cached_property
    def id(self) -> str | None:
        found = re.search(r"(?<=[\s{])#([\w-]+)", self.info)
        return found and found[1]

    @property
    def looks_like_python(self) -> bool:
        """Whether a reader would take it for Python: it says so, or it is not marked and reads as a program."""
        return self.language in PYTHON or (self.language in {"", "text"} and _is_program(self.code))

    @property
    def skip_reason(self) -> str | None:
        return self.attributes.get("reason") if self.attributes.get("test") == "skip" else None


@cache
def blocks(text: str) -> list[Block]:
    """All code blocks of a page, indented ones and those inside lists, quotes and admonitions included."""
    lines = text.splitlines()
    found = []
    for token in MarkdownIt().use(front_matter_plugin).parse(_flat(text)):
        if token.type in {"fence", "code_block"} and token.map:
            line = token.map[0]
            found.append(Block(lines[line], token.info.strip(), token.content, line + 1))
    return found


def _flat(text: str) -> str:
    """Admonitions and tabs lose their indentation, which CommonMark would read as code."""
    lines, indents = [], [0]
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        while line.strip() and indent < indents[-1]:
            indents.pop()
        line = line[min(indent, indents[-1]) :]
        lines.append(line)
        if re.match(r"(?:!!!|\?\?\?\+?|===) ", line):
            indents.append(indents[-1] + 4)
    return "\n".join(lines)


def _is_program(code: str) -> bool:
    """Whether the text parses as Python and does what only a program does."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    telling = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AugAssign, ast.For, ast.With)
    return any(
        isinstance(node, telling) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        for node in tree.body
    )
