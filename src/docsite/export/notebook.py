"""A guide as a Jupyter notebook: its prose, blocks, outputs and figures, after a cell that installs what it needs."""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import nbformat
from nbformat import NotebookNode

from docsite.export import screens
from docsite.export.addresses import absolute, address
from docsite.export.fences import fence
from docsite.export.installing import installing
from docsite.export.plain import PlainWriter
from docsite.figures.standalone import standing_alone
from docsite.pages import expected
from docsite.pages.inline import Code
from docsite.pages.literals import literal
from docsite.pages.nodes import Block, English, Heading, Node
from docsite.pages.page import Page
from docsite.pages.resolved import Figure, Source
from docsite.results.scheduler import CHEAP

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(page: Page) -> str:
    """The text of the notebook's file."""
    names = Counter(["install"])
    cells = [_code("install", installing(page))]
    cells += [_with_id(cell, names) for cell in NotebookWriter(page).cells()]
    metadata = {**METADATA, "language": page.language.code}
    made = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return nbformat.writes(nbformat.from_dict(made), indent=1) + "\n"


class NotebookWriter(PlainWriter):
    """Links lead to the site; prose becomes a cell a section, a block or a figure one of its own."""

    def __init__(self, page: Page):
        super().__init__(page, partial(absolute, page=page.name, language=page.language), str)
        self.section = "top"

    def cells(self) -> Iterator[NotebookNode]:
        prose: list[str] = []
        first = True
        for node in _flat(self.page.nodes):
            if isinstance(node, Heading) and node.id:
                yield from self._prose_cell(prose)
                self.section, prose = node.id, []
            for part in self.parts([node]):
                if isinstance(part, str):
                    prose += [part, *[self._origin()] * first]
                    first = False
                    continue
                yield from self._prose_cell(prose)
                yield from self._cells(part)
                prose = list(self.about(part)) if isinstance(part, Figure) else []
        yield from self._prose_cell(prose)

    def heading(self, heading: Heading) -> str:
        line = super().heading(heading)
        return f'<a id="{heading.id}"></a>\n\n{line}' if heading.id else line

    def inline(self, what: Any, source: str) -> str:
        return self.isolate(source) if isinstance(what, Code) else super().inline(what, source)

    def needed(self) -> Iterator[str]:
        """The first cell installs it."""
        return iter(())

    screen_at = staticmethod(screens.embedded)

    def _origin(self) -> str:
        """A line on where the notebook comes from."""
        link = f"[{self.page.title}]({address(self.page.name, self.language)})"
        return f"<small>{self.language.say('notebook_origin', str, link=link)}</small>"

    def _prose_cell(self, parts: list[str]) -> Iterator[NotebookNode]:
        if parts:
            yield _markdown(self.section, self._directed(parts))

    def _directed(self, parts: list[str]) -> str:
        """Prose from right to left where a notebook is shown; fences keep their own direction."""
        if self.language.direction == "ltr":
            return "\n\n".join(parts)
        runs: list[list[str]] = [[]]
        for part in parts:
            if part.startswith("```"):
                runs += [[part], []]
            else:
                runs[-1].append(part)
        joined = ["\n\n".join(run) for run in runs]
        return "\n\n".join(
            text if text.startswith("```") else f'<div dir="rtl">\n\n{text}\n\n</div>' for text in joined if text
        )

    def _cells(self, part: Block | Source | Figure) -> Iterator[NotebookNode]:
        if isinstance(part, Figure):
            yield self._figure_cell(part)
            return
        lines = expected.lines(part.code)
        text = "\n".join(lines) + "\n"
        outputs = (NotebookNode(output_type="stream", name="stdout", text=text),) if lines else ()
        name = f"source-{'-'.join(part.names)}" if isinstance(part, Source) else part.id
        samples = expected.samples(part.code)
        told = {"title": part.title, **({"samples": samples} if samples else {})}
        code = expected.without(part.code).strip("\n")
        if isinstance(part, Block) and part.apart:
            yield _code(f"{name}-file", f"%%writefile {name}.py\n{code}", title=part.title)
            code = f"!{{sys.executable}} {name}.py"
        yield _code(name, code, outputs, **told)

    def _figure_cell(self, figure: Figure) -> NotebookNode:
        """A program with its picture; where the experiment takes long, the picture, and the program folded below it."""
        svg = standing_alone(figure.svg)
        name = f"figure-{figure.name.replace('.', '-')}"
        if figure.cost < CHEAP and figure.program:
            output = NotebookNode(output_type="display_data", data={"image/svg+xml": svg}, metadata={})
            told = {"figure": figure.name, "alternative": figure.alternative}
            return _code(name, figure.program.strip("\n"), (output,), **told, jupyter={"source_hidden": True})
        data = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
        parts = [f"![{literal(figure.alternative)}]({data})"]
        if figure.program:
            program = fence(figure.program, "python")
            parts.append(f"<details>\n<summary>{self.draws(figure.cost)}</summary>\n\n{program}\n\n</details>")
        return _markdown(name, self._directed(parts), figure=figure.name)


def _flat(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield from _flat(node.nodes) if isinstance(node, English) else [node]


def _markdown(name: str, source: str, **metadata) -> NotebookNode:
    return NotebookNode(id=name, cell_type="markdown", metadata=metadata, source=source)


def _code(name: str, source: str, outputs: tuple[NotebookNode, ...] = (), **metadata) -> NotebookNode:
    return NotebookNode(
        id=name, cell_type="code", execution_count=None, metadata=metadata, source=source, outputs=list(outputs)
    )


def _with_id(cell: NotebookNode, names: Counter) -> NotebookNode:
    """The cell under an id that no other has: a second piece of a section is `section-2`."""
    cell.id = re.sub(r"[^\w-]", "-", cell.id)[:60]
    names[cell.id] += 1
    if names[cell.id] > 1:
        cell.id = f"{cell.id}-{names[cell.id]}"
    return cell
