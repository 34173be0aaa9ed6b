"""The API reference: a page for each public module of the package, from its code and docstrings, and their index.

The package is read and not imported. The ids of the entries are the names themselves, in every language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import griffe

from docsite.code.signatures import Entry as Item
from docsite.code.signatures import expression, stub
from docsite.languages import ENGLISH, Language
from docsite.pages.nodes import Block, English, Heading, Node
from docsite.pages.page import Page
from docsite.pages.parser import parse, text_of
from docsite.project import PACKAGE, SOURCE, DocsError, read_text


@dataclass(frozen=True)
class Entry:
    """Where a name is explained, and its signature, which a module has not."""

    path: str
    anchor: str = ""
    signature: str = ""


def pages(language: Language) -> list[Page]:
    """The index and the page of each module."""
    return [_index(language), *(_page(module, language) for module in modules())]


@cache
def entries() -> dict[str, Entry]:
    """Every name that the reference explains, by its qualified name."""
    found = {PACKAGE: Entry("reference/index.md")}
    for module in modules():
        path = f"reference/{module.name}.md"
        found[module.path] = Entry(path)
        for item in _explained(module):
            found[item.path] = Entry(path, anchor(item), "" if _is_field(item) else stub(item))
    return found


@cache
def modules() -> list[griffe.Module]:
    """The public modules, by name; raises `DocsError` for a file that is not Python."""
    package = griffe.load(PACKAGE, search_paths=[SOURCE], allow_inspection=False)
    paths = sorted((SOURCE / PACKAGE).glob("[a-z]*.py"))
    for path in paths:
        if path.stem not in package.modules:
            raise DocsError("cannot be read as Python", path)
    return [package.modules[path.stem] for path in paths]


def members(item: griffe.Module | griffe.Class) -> Iterator[Item]:
    """What has an entry, in the order of the source: the item's own public names, and not what it imports."""
    for name, member in item.members.items():
        if not name.startswith("_") and isinstance(member, Item):
            yield member


def anchor(item: Item) -> str:
    """`train_step`, or `History-append` for a method: a dot in an id would have to be escaped in selectors."""
    return item.path.split(".", 2)[2].replace(".", "-")


def _explained(item: griffe.Module | griffe.Class) -> Iterator[Item]:
    for member in members(item):
        yield member
        if isinstance(member, griffe.Class):
            yield from _explained(member)


def _is_field(item: Item) -> bool:
    """Whether it stands in the list of its class's fields."""
    parent = item.parent
    return isinstance(item, griffe.Attribute) and isinstance(parent, griffe.Class) and not item.has_labels("property")


def _page(module: griffe.Module, language: Language) -> Page:
    code = read_text(_path(module)).rstrip()
    words = language.words
    entries = [node for item in members(module) for node in _entry(item, 2)]
    nodes = [
        Heading(1, text_of(f"`{module.path}`"), ""),
        *_in_english([*_prose(_docstring(module)), *entries], language),
        Heading(2, text_of(words["reference"]["source"]), "source"),
        *_prose(words["source_page"].format(name=module.path)),
        Block("python", code, title=f"{PACKAGE}/{_path(module).name}", classes=("module",)),
    ]
    return _made(f"reference/{module.name}.md", language, module.path, nodes)


def _made(name: str, language: Language, title: str, nodes: list[Node]) -> Page:
    front = f"title: {title}" if title else ""
    return Page(name, language, front, {"title": title} if title else {}, tuple(nodes))


def _entry(item: Item, level: int) -> Iterator[Node]:
    """Heading, signature and docstring; for a class also its fields, and the entries of its methods."""
    inner = list(members(item)) if isinstance(item, griffe.Class) else []
    fields = [member for member in inner if isinstance(member, griffe.Attribute) and _is_field(member)]
    yield Heading(level, text_of(f"`{item.path.split('.', 2)[2]}`"), anchor(item))
    yield Block("pyi", stub(item), classes=("signature",))  # a stub declares, and is no program to run
    yield from _prose(f"{_docstring(item)}\n\n" + "\n".join(map(_attribute, fields)))
    for member in inner:
        if member not in fields:
            yield from _entry(member, level + 1)


def _prose(written: str) -> tuple[Node, ...]:
    return parse(written).nodes


def _attribute(item: griffe.Attribute) -> str:
    """A line of a list; a value that only repeats a parameter says nothing."""
    line = f"- `{item.name}`{{#{anchor(item)}}}"
    if item.annotation:
        line += f": `{item.annotation}`"
    if item.value is not None and expression(item.value) != item.name:
        line += f" = `{expression(item.value)}`"
    return line


def _index(language: Language) -> Page:
    words = language.words["reference"]
    rows = [f"| {words['module']} | {words['contents']} |", "| --- | --- |"]
    for module in modules():
        names = " · ".join(f"[`{item.name}`]({module.name}.md#{anchor(item)})" for item in members(module))
        sentence = re.split(r"(?<=\.)\s", _docstring(module), maxsplit=1)[0]
        described = sentence if language is ENGLISH else f'<span lang="en">{sentence}</span>'
        rows.append(f"| [`{module.name}`]({module.name}.md) | {described}<br>{names} |")
    table = "\n".join(['<div class="names" dir="ltr" markdown>', "", *rows, "", "</div>"])
    nodes = [Heading(1, text_of(words["title"]), "api-reference"), *_prose(words["introduction"]), *_prose(table)]
    return _made("reference/index.md", language, "", nodes)


def _docstring(item: griffe.Object) -> str:
    return item.docstring.value if item.docstring else ""


def _in_english(nodes: list[Node], language: Language) -> list[Node]:
    """Names and docstrings are English on the pages of every language, and read from left to right."""
    return nodes if language is ENGLISH else [English(tuple(nodes))]


def _path(module: griffe.Module) -> Path:
    return SOURCE / PACKAGE / f"{module.name}.py"
