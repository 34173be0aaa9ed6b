"""HTML as a tree, for tests that read a page, and its normalised lines, by which two pages are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {"p", "li", "td", "th", "dd", "dt", "figcaption", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = {"a", "abbr", "b", "button", "code", "em", "i", "img", "input", "kbd", "label"}
INLINE |= {"mark", "small", "span", "strong", "sub", "sup", "time"}


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """All the text inside, runs of white space as one space."""
        return " ".join("".join(_texts(self)).split())

    def walk(self) -> Iterator[Element]:
        """This element and those inside, in the order of the document."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str, having: str = "") -> list[Element]:
        """The elements inside with one of these tags, and with that class where one is given."""
        found = (item for item in self.walk() if item is not self and (not tags or item.tag in tags))
        return [item for item in found if not having or having in item.classes]

    @property
    def rows(self) -> list[list[Element]]:
        """The cells of a table, row by row."""
        return [row.all("th", "td") for row in self.all("tr")]


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = [Element("document")]

    def handle_starttag(self, tag, attributes):
        element = Element(tag, {name: value or "" for name, value in attributes})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag):
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        self.open[-1].children.append(data)


def parsed(html: str) -> Element:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.open[0]


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


def texts(root: Element) -> list[tuple[str, str]]:
    """The text of each block, without that of blocks inside it and without formulas, after the id of its section."""
    section, found = "", []
    for element in root.walk():
        if re.fullmatch(r"h[1-6]", element.tag):
            section = element.attributes.get("id", "")
        if element.tag in BLOCKS:
            found.append((section, " ".join("".join(_own(element)).split())))
    return found


def _own(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in BLOCKS and child.tag != "math" and "arithmatex" not in child.classes:
            yield from _own(child)


def normalised(html: str) -> list[str]:
    """A line for each tag and each text, indented as they nest.

    The order of attributes and classes, white space between blocks, and the colours of code do not count.
    """
    return list(_lines(parsed(html), 0))


def _lines(element: Element, depth: int) -> Iterator[str]:
    indent = "  " * depth
    children = _merged(_uncoloured(element) if element.tag == "pre" else element.children)
    for number, child in enumerate(children):
        if isinstance(child, Element):
            yield indent + _tag(child)
            yield from _lines(child, depth + 1)
        elif element.tag in {"pre", "code", "script", "style"}:
            yield from (f"{indent}|{line}" for line in child.strip("\n").splitlines())
        elif text := _collapsed(child, element, children, number):
            yield f'{indent}"{text}"'


def _uncoloured(element: Element) -> Iterator[Element | str]:
    """The children of code without the spans that only give a colour."""
    for child in element.children:
        if isinstance(child, Element) and child.tag == "span" and not set(child.attributes) - {"class"}:
            yield from _uncoloured(child)
        elif isinstance(child, Element):
            yield Element(child.tag, child.attributes, _merged(_uncoloured(child)))
        else:
            yield child


def _merged(children) -> list[Element | str]:
    """Texts that follow one another as one."""
    found: list[Element | str] = []
    for child in children:
        if isinstance(child, str) and found and isinstance(found[-1], str):
            found[-1] += child
        else:
            found.append(child)
    return found


def _collapsed(text: str, parent: Element, siblings: list, number: int) -> str:
    """The text with its runs of white space as one space, and none beside a block."""
    text = re.sub(r"\s+", " ", text)
    before = siblings[number - 1] if number else parent
    after = siblings[number + 1] if number + 1 < len(siblings) else parent
    text = text if before.tag in INLINE else text.lstrip()
    return text if after.tag in INLINE else text.rstrip()


def _tag(element: Element) -> str:
    attributes = {name: value for name, value in element.attributes.items() if name != "markdown"}  # means nothing here
    if "class" in attributes:
        attributes["class"] = " ".join(sorted(element.classes))
    named = "".join(f' {name}="{" ".join(value.split())}"' for name, value in sorted(attributes.items()))
    return f"<{element.tag}{named}>"
