"""What stands around the text of a page, kept quiet: where numbers come from is folded, what to take along is a row."""

from collections.abc import Sequence

from docsite.export.actions import row
from docsite.export.fences import indented
from docsite.export.writer import Writer
from docsite.pages.nodes import Heading, Node, Prose
from docsite.pages.resolved import Provenance


class Apparatus(Writer):
    """The part of the site's writer for all that is not the text itself."""

    def node(self, node: Node) -> str:
        raise NotImplementedError

    def nodes(self, nodes: Sequence[Node]) -> str:
        """The nodes one below the other; after the title and the first paragraph, what can be taken along."""
        texts = [self.node(node) for node in nodes]
        for place, node in enumerate(nodes):
            if isinstance(node, Heading) and node.level == 1 and not node.id:
                texts[place + 1 : place + 2] = self._opened(nodes[place + 1 : place + 2], texts[place + 1 : place + 2])
                break
        return "\n\n".join(texts)

    def _opened(self, after: Sequence[Node], texts: list[str]) -> list[str]:
        """What follows a title, with the row in its place; the home page leads on, and has none."""
        if self.page.name == "index.md":
            return texts
        if not after or not isinstance(after[0], Prose) or texts[0].lstrip().startswith("<"):
            return [self.row(), *texts]
        first, blank, rest = texts[0].strip("\n").partition("\n\n")
        return [first, self.row(), *[rest] * bool(blank)]

    def row(self) -> str:
        return "\n\n".join([row(self.page), *self.needed()])

    def about(self, told: Provenance, *more: str) -> str:
        """Where numbers come from, and more about them, behind one small control, which says so if they are stale."""
        stale = f" · {self.language.words['results']['stale']}" if told.command else ""
        inside = indented("\n\n".join([self.provenance(told), *more]))
        return f'??? about "{self.say("about")}{stale}"\n\n{inside}'

    def provenance(self, told: Provenance) -> str:
        return f"{super().provenance(told)}\n{{ .provenance data-search-exclude=1 }}"
