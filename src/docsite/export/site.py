"""A page as the site's own Markdown: attribute lists, admonitions, and links to the reference."""

import html
import re
from collections.abc import Iterator
from typing import Any

from docsite.export import screens, wheel
from docsite.export.apparatus import Apparatus
from docsite.export.fences import fence, indented, info
from docsite.export.links import Names
from docsite.export.pictures import Pictures
from docsite.export.writer import MARK
from docsite.languages import find
from docsite.pages.glossary import Term
from docsite.pages.inline import Code, Fact
from docsite.pages.nodes import Block, Definition, English, Heading, Node, Note, Prose
from docsite.pages.page import Page
from docsite.pages.resolved import (
    Change,
    Course,
    Figure,
    Glossary,
    Install,
    Releases,
    Results,
    Screen,
    Source,
    Table,
    Uses,
)

SIGNS = re.compile(r"[!-&(-+/<-@\[-`{-~]")  # what Markdown might take for its own in the value of an attribute


class SiteWriter(Apparatus, Pictures):
    """Where `names` are given, inline code that names something of the package leads to the reference."""

    def __init__(self, page: Page, names: Names | None = None):
        super().__init__(page)
        self.names = names
        self.linking = True

    def write(self) -> str:
        front = f"---\n{self.page.front}\n---\n\n" if self.page.front else ""
        return f"{front}{self.nodes(self.page.nodes)}\n"

    def node(self, node: Node) -> str:
        return getattr(self, type(node).__name__.lower())(node)

    def heading(self, heading: Heading) -> str:
        self.linking = False
        anchor = heading.id or (self.page.anchor if heading.level == 1 else "")
        named = f" {{#{anchor}}}" if anchor else ""
        line = f"{'#' * heading.level} {self.text(heading.text)}{named}"
        self.linking = True
        return line

    def prose(self, prose: Prose) -> str:
        return self.text(prose.text)

    def inline(self, what: Any, source: str) -> str:
        match what:
            case Code():
                return self.linked(what, source)
            case Block():
                return self.nested(what, source)
        return super().inline(what, source)

    def linked(self, code: Code, source: str) -> str:
        name = self.names.meant(code.text) if self.names and self.linking and not code.linked else None
        return f'[{source}]({self.names.address(name)} "{name}")' if self.names and name else source

    def fact(self, fact: Fact) -> str:
        """A small link; its words are read out, and shown where the pointer rests."""
        link, words = self.proof(fact)
        told = SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", words)
        mark = f'[{MARK}]({link}){{ #{fact.place} title="{told}" aria-label="{told}" }}'
        return f'<sup class="fact" data-search-exclude>{mark}</sup>'

    def uses(self, uses: Uses) -> str:
        return f"{super().uses(uses)}\n{{ .provenance data-search-exclude=1 }}"

    def change(self, change: Change) -> str:
        return f"{super().change(change)}\n{{ .provenance }}"

    def head(self, versions: dict[str, str]) -> str:
        return self.named(versions, "<br>")

    def releases(self, releases: Releases) -> str:
        told = self.about(releases.provenance)
        return f'<div class="releases" markdown>\n\n{super().releases(releases)}\n\n</div>\n\n{told}'

    def block(self, block: Block) -> str:
        return "\n\n".join([fence(block.code, info(block)), *self.below(block)])

    def below(self, block: Block) -> Iterator[str]:
        yield from map("{}\n{{ .provenance }}".format, super().below(block))

    def nested(self, block: Block, source: str) -> str:
        opening = block.opening.lstrip()
        if not opening.startswith(("```", "~~~")):
            return source
        indent = block.opening[: len(block.opening) - len(opening)]
        return "\n".join(f"{indent}{line}".rstrip() for line in self.block(block).split("\n"))

    def note(self, note: Note) -> str:
        self.linking = note.mark == "!!!"  # a click on the title of another opens it
        title = "" if note.title is None else f' "{self.text(note.title)}"'
        self.linking = True
        inside = indented(self.nodes(note.nodes))
        return f"{note.mark}{' ' * bool(note.kind)}{note.kind}{title}" + (f"\n\n{inside}" if inside else "")

    def definition(self, definition: Definition) -> str:
        term = f"{self.text(definition.term)}\n" if definition.term else ""
        return f"{term}:{indented(self.nodes(definition.nodes)).removeprefix(' ')}"

    def source(self, source: Source) -> str:
        """The title, which the build makes a link, says where the code is from."""
        return fence(source.code, f'{{.python .source title="{source.title}"}}') + self.standalone(source)

    def standalone(self, source: Source) -> str:
        """The same with its helpers, folded; the button of the block above copies this."""
        if not source.standalone:
            return ""
        folded = indented(fence(source.standalone, "{.python .alone}"))
        return f'\n\n??? example "{self.say("alone")}"\n\n{folded}'

    def table(self, table: Table) -> str:
        above = f'<p class="caption" markdown>{self.text(table.caption)}</p>\n\n' if table.caption.source else ""
        told = self.about(table.provenance)
        return f'<div class="numbers" markdown>\n\n{above}{self.rows(table)}\n\n</div>\n\n{told}'

    def figure(self, figure: Figure) -> str:
        program = [self.draws(figure.cost), fence(figure.program, "{.python .figure-code}")] * bool(figure.program)
        return f"{self.picture(figure)}\n\n{self.about(figure.provenance, *program)}"

    def screen(self, screen: Screen) -> str:
        return screens.shown(screen, self.page, self.text(screen.caption))

    def results(self, results: Results) -> str:
        return f'<div class="results" markdown>\n\n{super().results(results)}\n\n</div>'

    def glossary(self, glossary: Glossary) -> str:
        """Each term leads to where it is explained; a word says its language, so that glyphs and order are right."""
        rows = "\n".join(map(self.term, glossary.terms))
        return f'<dl class="terms" markdown>\n{rows}\n</dl>'

    def term(self, term: Term) -> str:
        word = html.escape(term.words[self.language.code])
        elsewhere = " · ".join(
            f'<span lang="{code}" dir="{find(code).direction}">{html.escape(word)}</span>'
            for code, word in term.elsewhere(self.language.code).items()
        )
        return (
            f'<dt id="{term.id}" markdown>[{word}]({term.at})</dt>\n<dd markdown>{term.means}</dd>'
            + f'\n<dd class="elsewhere">{elsewhere}</dd>' * bool(elsewhere)
        )

    def course(self, course: Course) -> str:
        return f'<div class="course" markdown>\n\n{super().course(course)}\n\n</div>'

    def install(self, _: Install) -> str:
        return fence(wheel.command(), "console")

    def english(self, english: English) -> str:
        return f'<div lang="en" dir="ltr" markdown>\n\n{self.nodes(english.nodes)}\n\n</div>'
