"""A guide as a Jupyter notebook: its prose, blocks, outputs and figures, after a cell that installs what it needs."""

import base64
import re
from collections import Counter

import nbformat
from nbformat import NotebookNode

from docsite.export import wheel
from docsite.export.addresses import absolute, address
from docsite.export.pieces import Piece, pieces
from docsite.export.plain import CODE_SPAN, Style, plain
from docsite.export.version import version
from docsite.figures import program as programs
from docsite.figures.standalone import standing_alone
from docsite.languages import Language
from docsite.pages import expected
from docsite.results.scheduler import CHEAP
from docsite.studies import experiments, figures

INSTALL = """\
# Installs the package that this notebook is about, and Matplotlib, where they are missing.
import importlib.metadata
import subprocess
import sys

version = "{version}"
wheel = "{wheel}"
found = importlib.metadata.distributions(name="training-loops")
if version not in [distribution.version for distribution in found]:
    print("Installing", wheel)
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, f"training-loops[plots] @ {{wheel}}"], check=True)"""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
ALTERNATIVE = re.compile(r"^!\[([^\]]*)\].*$")
ANCHORED = re.compile(r'^<a id="([\w.-]+)"></a>\n\n(#{1,6}) (.*)$', re.M)


def notebook(page: str, text: str, language: Language) -> str:
    """The notebook as the text of its file; `text` is the page in plain Markdown with its marks for notebooks."""
    cells = [_code("install", INSTALL.format(wheel=wheel.address(), version=version()))]
    names = Counter(["install"])
    for piece in pieces(text):
        cells += [_with_id(cell, names) for cell in _cells(piece, language)]
    cells[1].source = _with_origin(cells[1].source, page, language)
    for cell in cells:
        if cell.cell_type == "markdown" and language.direction == "rtl":
            cell.source = right_to_left(cell.source)
    metadata = {**METADATA, "language": language.code}
    made = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return nbformat.writes(nbformat.from_dict(made), indent=1) + "\n"


def style(page: str, language: Language) -> Style:
    """Plain Markdown for a notebook: links lead to the site, headings and fences keep their ids."""
    return Style(
        link=lambda link: link if link.startswith("figure:") else absolute(link, page, language),
        heading=lambda marks, title, name: f'<a id="{name}"></a>\n\n{marks} {title}' if name else f"{marks} {title}",
        fence=lambda info: info if info.startswith("{.python") else info.strip(),
    )


def marked(page: str, staged: str, language: Language) -> str:
    return plain(staged, style(page, language))


def _markdown(name: str, source: str, **metadata) -> NotebookNode:
    return NotebookNode(id=name, cell_type="markdown", metadata=metadata, source=source)


def _code(name: str, source: str, outputs: tuple[NotebookNode, ...] = (), **metadata) -> NotebookNode:
    return NotebookNode(
        id=name, cell_type="code", execution_count=None, metadata=metadata, source=source, outputs=list(outputs)
    )


def _cells(piece: Piece, language: Language) -> list[NotebookNode]:
    if piece.kind == "prose":
        return [_markdown(piece.name, piece.text)]
    if piece.kind == "figure":
        return _figure(piece, language)
    lines = expected.lines(piece.text)
    text = "\n".join(lines) + "\n"
    outputs = (NotebookNode(output_type="stream", name="stdout", text=text),) if lines else ()
    name = f"source-{piece.name}" if piece.kind == "source" else piece.name
    return [_code(name, expected.without(piece.text).strip("\n"), outputs, title=piece.title)]


def _figure(piece: Piece, language: Language) -> list[NotebookNode]:
    """A program with its picture; where the experiment takes long, the picture, and the program folded below it."""
    figure = figures.find(piece.name)
    svg = standing_alone(piece.name, language)
    program = programs.program(figure).strip("\n")
    name = f"figure-{piece.name.replace('.', '-')}"
    cost = experiments.find(figure.experiment).cost
    if cost < CHEAP:
        output = NotebookNode(output_type="display_data", data={"image/svg+xml": svg}, metadata={})
        told = {"figure": piece.name, "alternative": ALTERNATIVE.sub(r"\1", piece.text)}
        return [_code(name, program, (output,), **told, jupyter={"source_hidden": True})]
    data = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    picture = piece.text.replace(f"figure:{piece.name}", data)
    if experiments.find(figure.experiment).bench:
        return [_markdown(name, picture, figure=piece.name)]
    minutes = round(cost / 60)
    title = language.say("draw_long", minutes=minutes) if minutes else language.say("draw")
    folded = f"<details>\n<summary>{title}</summary>\n\n```python\n{program}\n```\n\n</details>"
    return [_markdown(name, f"{picture}\n\n{folded}", figure=piece.name)]


def _with_id(cell: NotebookNode, names: Counter) -> NotebookNode:
    """The cell under an id that no other has: a second piece of a section is `section-2`."""
    cell.id = re.sub(r"[^\w-]", "-", cell.id)[:60]
    names[cell.id] += 1
    if names[cell.id] > 1:
        cell.id = f"{cell.id}-{names[cell.id]}"
    return cell


def _with_origin(source: str, page: str, language: Language) -> str:
    """The first prose with a line on where it comes from below its title."""
    title, _, rest = source.partition("\n")
    link = f"[{title.removeprefix('# ')}]({address(page, language)})"
    return f"{title}\n\n<small>{language.say('notebook_origin', link=link)}</small>\n{rest}"


def right_to_left(source: str) -> str:
    """Prose from right to left where a notebook is shown; code and fences keep their own direction."""
    parts = re.split(r"(^```.*?^```$)", source, flags=re.M | re.S)
    prose = [CODE_SPAN.sub("\u2066\\g<0>\u2069", part).strip("\n") for part in parts[::2]]
    wrapped = [f'<div dir="rtl">\n\n{part}\n\n</div>' if part else "" for part in prose]
    both = [item for pair in zip(wrapped, [*parts[1::2], ""], strict=True) for item in pair]
    return "\n\n".join(item for item in both if item)
