"""What the markers of a page stand for, once they are looked up."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docsite.pages.course import Card
from docsite.pages.glossary import Term
from docsite.pages.inline import Text


@dataclass(frozen=True)
class Provenance:
    """Where numbers come from; `command` makes a stale result anew, and is empty for a fresh one."""

    date: str
    device: str
    processor: str
    cores: int
    versions: tuple[str, ...]
    key: str
    command: str = ""


@dataclass(frozen=True)
class Source:
    """Definitions of one module as the page shows them; `standalone` is the same with its helpers, if it has any."""

    names: tuple[str, ...]
    module: str
    title: str
    code: str
    standalone: str = ""


@dataclass(frozen=True)
class Table:
    """Cells as text, `numeric` saying of each column how it is aligned."""

    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: Text
    provenance: Provenance


@dataclass(frozen=True)
class Figure:
    """`svg` in the page's language; `program` draws it, where a reader can run it, in about `cost` seconds.

    `table` has the numbers that it shows, every `step`th row of them, and no rows for a picture. `every` has all rows
    where there are more and the drawing says which of its points shows which.
    """

    name: str
    svg: str
    alternative: str
    caption: Text
    provenance: Provenance
    program: str
    cost: float
    table: Table
    step: int
    every: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Interactive(Figure):
    """A figure that the script of its `kind` makes movable with `data`; elsewhere it is a figure like any other."""

    kind: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Screen:
    """A picture of a screen; `size` is its width and height, `files` its light and its dark form."""

    name: str
    alternative: str
    caption: Text
    size: tuple[int, int]
    files: tuple[Path, Path]


@dataclass(frozen=True)
class Results:
    """A row for each stored result: its name, whether it is fresh, where it comes from, and its record."""

    rows: tuple[tuple[str, bool, Provenance, dict[str, Any]], ...]


@dataclass(frozen=True)
class Glossary:
    """The terms of all languages, in the order of one."""

    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Course:
    """The guides by name; their order is that of the navigation."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Uses:
    """Where a fact is said: titles of pages, each with its link."""

    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Change:
    """A fact that holds since the versions `since`; under those of `before`, its lines gave `gave`."""

    since: dict[str, str]
    before: dict[str, str]
    gave: str


@dataclass(frozen=True)
class Releases:
    """Which facts hold under which versions of TensorFlow and Keras.

    A row has the id and the title of a fact, and for each release True, what its lines gave instead, or None where
    they have not been run.
    """

    versions: tuple[dict[str, str], ...]
    rows: tuple[tuple[str, str, tuple[bool | str | None, ...]], ...]
    provenance: Provenance


@dataclass(frozen=True)
class Install:
    """The command that installs the package from the site."""
