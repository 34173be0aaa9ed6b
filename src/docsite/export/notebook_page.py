"""The page that shows a notebook: its cells as the site's own Markdown, beside the guide that it was made from."""

from dataclasses import replace
from typing import Any

from docsite.export.actions import notebook_row
from docsite.export.addresses import folder, from_notebook
from docsite.export.fences import fence, info
from docsite.export.installing import installing
from docsite.export.site import SiteWriter
from docsite.pages import expected
from docsite.pages.inline import Link
from docsite.pages.nodes import Block, Heading
from docsite.pages.resolved import Figure, Interactive, Source


class NotebookPageWriter(SiteWriter):
    """Figures stand without the programs that the guide folds below them; outputs stand below their cells."""

    def write(self) -> str:
        nodes = self.page.nodes
        first = next((place for place, node in enumerate(nodes) if isinstance(node, Heading) and node.id), len(nodes))
        install = Block("python", installing(self.page), "first-cell")
        return f"{self.nodes((*nodes[:first], install, *nodes[first:]))}\n"

    def lead(self, link: str) -> str:
        return from_notebook(link, self.page.name)

    def inline(self, what: Any, source: str) -> str:
        if isinstance(what, Link):
            return self.lead(what.target)
        return super().inline(what, source)

    def row(self) -> str:
        """Also where the notebook comes from."""
        link = f"[{self.page.title}](../../{folder(self.page.name)})"
        origin = f"{self.language.say('notebook_origin', str, link=link)}\n{{ .provenance }}"
        return f"{notebook_row(self.page.name, self.language)}\n\n{origin}"

    def block(self, block: Block) -> str:
        if not block.is_python:
            return super().block(block)
        lines = expected.lines(block.code)
        cell = fence(expected.without(block.code).strip("\n"), info(block))
        output = [fence("\n".join(lines), "{.text .output}")] * bool(lines)
        return "\n\n".join([cell, *output, *self.below(block)])

    def source(self, source: Source) -> str:
        return fence(source.code, f'{{.python title="{source.title}"}}')

    def figure(self, figure: Figure) -> str:
        return super().figure(replace(figure, program=""))

    def interactive(self, shown: Interactive) -> str:
        return self.figure(shown)

    def moved(self, figure: Figure) -> str:  # noqa: ARG002
        """Nothing: figures of a notebook stand still."""
        return ""
