"""What stands in a text beside its words: code, formulas, links, markers; each with its place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Code:
    """Inline code; `linked` where it stands inside a link."""

    text: str
    linked: bool = False


@dataclass(frozen=True)
class Formula:
    """TeX between its delimiters, in a line or `display`ed."""

    tex: str
    display: bool = False


@dataclass(frozen=True)
class Link:
    """Where a link or an image leads; its span is that of the address alone."""

    target: str


@dataclass(frozen=True)
class Html:
    """A tag, a comment or a block of HTML."""

    text: str


@dataclass(frozen=True)
class Attributes:
    """An attribute list such as `{ .class }`, which only the site's Markdown knows."""


@dataclass(frozen=True)
class Call:
    """A marker as written: the name, the arguments, and the line of the page that it stands on."""

    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    line: int

    @property
    def names(self) -> tuple[str, ...]:
        """The arguments that are texts."""
        return tuple(argument for argument in self.arguments if isinstance(argument, str))


@dataclass(frozen=True)
class Value:
    """A number in a sentence."""

    text: str


@dataclass(frozen=True)
class Words:
    """Words that a claim allows."""

    text: str


@dataclass(frozen=True)
class Fact:
    """The mark after a sentence that has a proof; `title` is that of the proof, and `place` the mark's own id."""

    id: str
    title: str
    place: str
    text: str = ""  # no words of the sentence


Inline = Code | Formula | Link | Html | Attributes | Call | Value | Words | Fact


@dataclass(frozen=True)
class Span:
    """`what` is something in a line, or a block of code inside a list."""

    start: int
    end: int
    what: Any


@dataclass(frozen=True)
class Text:
    """Markdown as written; the spans, in order and apart from each other, say what in it is more than words."""

    source: str
    spans: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """The text as written, with what its markers stand for."""
        return self.written(lambda what, source: what.text if isinstance(what, Value | Words | Fact) else source)

    def written(self, write: Callable[[Any, str], str]) -> str:
        """The text with each span as `write(what, source)` gives it."""
        pieces, end = [], 0
        for span in self.spans:
            pieces += [self.source[end : span.start], write(span.what, self.source[span.start : span.end])]
            end = span.end
        return "".join([*pieces, self.source[end:]])

    def resolved(self, resolve: Callable[[Call], Inline]) -> "Text":
        spans = (Span(s.start, s.end, resolve(s.what) if isinstance(s.what, Call) else s.what) for s in self.spans)
        return Text(self.source, tuple(spans))
