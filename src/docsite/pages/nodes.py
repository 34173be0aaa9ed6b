"""What a page consists of: headings, prose, blocks of code, notes, and markers or what they stand for."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docsite.pages.inline import Call, Text
from docsite.pages.resolved import (
    Change,
    Course,
    Figure,
    Glossary,
    Install,
    Interactive,
    Releases,
    Results,
    Screen,
    Source,
    Table,
    Uses,
)
from docsite.pages.settings import NEEDS, PROCESS


@dataclass(frozen=True)
class Block:
    """A block of code on the lines of the page from `line` to `last`.

    `opening` is the line that opens a fence, as written, and empty for indented code.
    """

    language: str
    code: str
    id: str = ""
    title: str = ""
    classes: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    opening: str = ""
    line: int = 0
    last: int = 0

    @property
    def is_python(self) -> bool:
        return self.language == "python"

    @property
    def needs(self) -> str:
        """The extra of the package without which it does not run, or nothing."""
        return self.attributes.get(NEEDS, "")

    @property
    def apart(self) -> bool:
        """Whether a notebook or a script runs it in a process of its own."""
        return PROCESS in self.attributes


@dataclass(frozen=True)
class Heading:
    """`id` is empty where the page gives none."""

    level: int
    text: Text
    id: str
    line: int = 0


@dataclass(frozen=True)
class Prose:
    """Paragraphs, lists, tables and HTML, as written."""

    text: Text
    line: int = 0


@dataclass(frozen=True)
class Note:
    """An admonition or a tab: `mark` is `!!!`, or `???` and `???+` where it folds, or a tab's `===`, without a kind."""

    mark: str
    kind: str
    title: Text | None
    nodes: tuple["Node", ...]
    line: int = 0


@dataclass(frozen=True)
class Definition:
    """A term, None for a further meaning of the one before, and what it means."""

    term: Text | None
    nodes: tuple["Node", ...]
    line: int = 0


@dataclass(frozen=True)
class Marker:
    """A marker that stands for a block of the page, not yet looked up."""

    call: Call

    @property
    def line(self) -> int:
        return self.call.line


@dataclass(frozen=True)
class English:
    """Nodes in English on a page of another language."""

    nodes: tuple["Node", ...]


Node = (
    Heading
    | Prose
    | Block
    | Note
    | Definition
    | Marker
    | Source
    | Table
    | Figure
    | Course
    | Interactive
    | Screen
    | Results
    | Glossary
    | Install
    | Uses
    | Change
    | Releases
    | English
)


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node, those inside others included, in the order of the page."""
    for node in nodes:
        yield node
        if isinstance(node, Note | Definition | English):
            yield from walk(node.nodes)


def texts(nodes: tuple[Node, ...]) -> Iterator[tuple[Text, int]]:
    """Every text of the page with its line."""
    for node in walk(nodes):
        if isinstance(node, Heading | Prose):
            yield node.text, node.line
        elif isinstance(node, Note) and node.title:
            yield node.title, node.line
        elif isinstance(node, Definition) and node.term:
            yield node.term, node.line


def blocks(nodes: tuple[Node, ...]) -> list[Block]:
    """Every block of code, those inside lists and quotes included."""
    found = []
    for node in walk(nodes):
        if isinstance(node, Block):
            found.append(node)
        elif isinstance(node, Prose):
            found += [span.what for span in node.text.spans if isinstance(span.what, Block)]
    return found
