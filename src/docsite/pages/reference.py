"""The API reference: a page for each public module of the package, from its code and docstrings, and their index.

The package is read and not imported. The ids of the entries are the names themselves, in every language.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import griffe

from docsite.code.signatures import Entry, expression, stub
from docsite.languages import ENGLISH, Language
from docsite.project import SOURCE, DocsError


def pages(language: Language) -> dict[str, str]:
    """The index and the page of each module, as plain Markdown."""
    texts = {f"reference/{module.name}.md": _page(module, language) for module in modules()}
    return {"reference/index.md": _index(language), **texts}


@cache
def modules() -> list[griffe.Module]:
    """The public modules, by name; raises `DocsError` for a file that is not Python."""
    package = griffe.load("training_loops", search_paths=[SOURCE], allow_inspection=False)
    paths = sorted((SOURCE / "training_loops").glob("[a-z]*.py"))
    for path in paths:
        if path.stem not in package.modules:
            raise DocsError("cannot be read as Python", path)
    return [package.modules[path.stem] for path in paths]


def members(item: griffe.Module | griffe.Class) -> Iterator[Entry]:
    """What has an entry, in the order of the source: the item's own public names, and not what it imports."""
    for name, member in item.members.items():
        if not name.startswith("_") and isinstance(member, Entry):
            yield member


def anchor(item: Entry) -> str:
    """`train_step`, or `History-append` for a method: a dot in an id would have to be escaped in selectors."""
    return item.path.split(".", 2)[2].replace(".", "-")


def _page(module: griffe.Module, language: Language) -> str:
    code = _path(module).read_text("utf-8").rstrip()
    title = f"training_loops/{_path(module).name}"
    entries = [piece for item in members(module) for piece in _entry(item, 2)]
    pieces = [
        f"---\ntitle: {module.path}\n---",
        f"# `{module.path}`",
        _in_english([_docstring(module), *entries], language),
        f"## {language.words['reference']['source']} {{#source}}",
        language.words["source_page"].format(name=module.path),
        f'```{{.python .module title="{title}"}}\n{code}\n```',
    ]
    return "\n\n".join(pieces) + "\n"


def _entry(item: Entry, level: int) -> list[str]:
    """Heading, signature and docstring; for a class also its fields, and the entries of its methods."""
    name = item.path.split(".", 2)[2]
    heading = f"{'#' * level} `{name}` {{#{anchor(item)}}}"
    fence = f"```{{.pyi .signature}}\n{stub(item)}\n```"  # a stub declares, and is no program to run
    text, inner = _docstring(item), list(members(item)) if isinstance(item, griffe.Class) else []
    fields = [member for member in inner if isinstance(member, griffe.Attribute) and not member.has_labels("property")]
    text += "\n\n" + "\n".join(map(_attribute, fields))
    entries = [piece for member in inner if member not in fields for piece in _entry(member, level + 1)]
    return [heading, fence, text.strip(), *entries]


def _attribute(item: griffe.Attribute) -> str:
    """A line of a list; a value that only repeats a parameter says nothing."""
    line = f"- `{item.name}`{{#{anchor(item)}}}"
    if item.annotation:
        line += f": `{item.annotation}`"
    if item.value is not None and expression(item.value) != item.name:
        line += f" = `{expression(item.value)}`"
    return line


def _index(language: Language) -> str:
    words = language.words["reference"]
    rows = [f"| {words['module']} | {words['contents']} |", "| --- | --- |"]
    for module in modules():
        names = " · ".join(f"[`{item.name}`]({module.name}.md#{anchor(item)})" for item in members(module))
        sentence = re.split(r"(?<=\.)\s", _docstring(module), maxsplit=1)[0]
        described = sentence if language is ENGLISH else f'<span lang="en">{sentence}</span>'
        rows.append(f"| [`{module.name}`]({module.name}.md) | {described}<br>{names} |")
    table = "\n".join(rows)
    pieces = [f"# {words['title']}", words["introduction"], '<div class="names" dir="ltr" markdown>', table, "</div>"]
    return "\n\n".join(pieces) + "\n"


def _docstring(item: griffe.Object) -> str:
    return item.docstring.value if item.docstring else ""


def _in_english(pieces: list[str], language: Language) -> str:
    """Names and docstrings are English on the pages of every language, and read from left to right."""
    text = "\n\n".join(filter(None, pieces))
    return text if language is ENGLISH else f'<div lang="en" dir="ltr" markdown>\n\n{text}\n\n</div>'


def _path(module: griffe.Module) -> Path:
    return SOURCE / "training_loops" / f"{module.name}.py"
