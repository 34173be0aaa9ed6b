"""A page as Markdown that any reader of Markdown understands: nothing of the site's own extensions is left."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docsite.export import screens, wheel
from docsite.export.addresses import figure_path
from docsite.export.fences import fence, quote
from docsite.export.writer import MARK, Writer
from docsite.pages import resolved
from docsite.pages.inline import Attributes, Fact, Formula, Html, Link
from docsite.pages.literals import literal
from docsite.pages.nodes import Block, Definition, English, Heading, Node, Note, Prose
from docsite.pages.page import Page

Part = str | Block | resolved.Source | resolved.Figure  # Markdown, or what notebooks and scripts take up
UNSEEN = re.compile(r"(?:\s*(?:</?div\b[^>]*>|<!--.*?-->))+\s*", re.S)
DRAWING = re.compile(r'<svg\b[^>]*\baria-label="([^"]*)"', re.S)


class PlainWriter(Writer):
    """`link` says where a link of the page leads, and `picture` where a file of the site is, from where it is read."""

    def __init__(self, page: Page, link: Callable[[str], str], picture: Callable[[str], str]):
        super().__init__(page)
        self.link_to, self.picture = link, picture

    def write(self) -> str:
        """The whole page; code stands in fences, figures are links to their files."""
        return "\n\n".join(filter(None, map(self.shown, self.parts(self.page.nodes)))).strip() + "\n"

    def shown(self, part: Part) -> str:
        if isinstance(part, Block):
            return fence(part.code, "python" if part.language == "pyi" else part.language)
        if isinstance(part, resolved.Source):
            return fence(part.code, "python")
        return self.figure(part) if isinstance(part, resolved.Figure) else part

    def parts(self, nodes: Iterable[Node]) -> Iterator[Part]:
        """The page in pieces: text as Markdown, Python and figures as they are."""
        for node in nodes:
            yield from getattr(self, f"_{type(node).__name__.lower()}")(node)

    def isolate(self, text: str) -> str:
        """By Unicode's marks, where no HTML is wanted."""
        return f"\u2066{text}\u2069" if self.language.direction == "rtl" else text

    def inline(self, what: Any, source: str) -> str:
        match what:
            case Formula():
                return f"$${what.tex}$$" if what.display else f"${what.tex.strip()}$"
            case Link():
                return self.link_to(what.target)
            case Html():
                drawing = DRAWING.match(what.text)
                return f"*{drawing[1]}*" if drawing else "" if UNSEEN.fullmatch(what.text) else what.text
            case Attributes():
                return ""
        return super().inline(what, source)

    def lead(self, link: str) -> str:
        return self.link_to(link)

    def fact(self, fact: Fact) -> str:
        link, words = self.proof(fact)
        return f'<sup>[{MARK}]({link} "{words.replace(chr(34), chr(39))}")</sup>'

    def heading(self, heading: Heading) -> str:
        return f"{'#' * heading.level} {self.text(heading.text)}"

    def figure(self, figure: resolved.Figure) -> str:
        picture = f"![{literal(figure.alternative)}]({self.picture(figure_path(figure.name))})"
        return "\n\n".join([picture, *self.about(figure)])

    def about(self, figure: resolved.Figure) -> Iterator[str]:
        """What stands below the picture: its caption, its numbers, and where they come from."""
        if figure.caption.source:
            yield f"*{self.text(figure.caption)}*"
        if figure.table.rows:
            head = f"<details>\n<summary>{self.values_of(figure)}</summary>"
            yield f"{head}\n\n{self.rows(figure.table)}\n\n</details>"
        yield f"<small>{self.provenance(figure.provenance)}</small>"

    def _heading(self, heading: Heading) -> Iterator[Part]:
        yield self.heading(heading)
        if heading.level == 1 and not heading.id:
            yield from self.needed()

    def _prose(self, prose: Prose) -> Iterator[Part]:
        text = re.sub(r"\n{3,}", "\n\n", self.text(prose.text).strip())
        if text:
            yield text

    def _block(self, block: Block) -> Iterator[Part]:
        yield block if block.is_python else self.shown(block)
        yield from (f"<small>{said}</small>" for said in self.below(block))

    def _source(self, source: resolved.Source) -> Iterator[Part]:
        yield source
        page = f"{self.page.up}reference/{source.module.rpartition('.')[2]}.md"
        anchor = f"#{source.names[0]}" if len(source.names) == 1 else ""
        link = self.link_to(page + anchor)
        yield f"<small>{self.say('source', link=f'[`{source.title}`]({link})')}</small>"

    def _figure(self, figure: resolved.Figure) -> Iterator[Part]:
        yield figure

    _interactive = _figure

    def _screen(self, screen: resolved.Screen) -> Iterator[Part]:
        yield f"![{literal(screen.alternative)}]({self.screen_at(screen)})"
        if screen.caption.source:
            yield f"*{self.text(screen.caption)}*"

    screen_at = staticmethod(screens.address)  # where it is on the site

    def _table(self, table: resolved.Table) -> Iterator[Part]:
        if table.caption.source:
            yield f"**{self.text(table.caption)}**"
        yield self.rows(table)
        yield f"<small>{self.provenance(table.provenance)}</small>"

    def _note(self, note: Note) -> Iterator[Part]:
        """A quote; Python in it stands outside the quote, where it can be run."""
        title = note.kind.split()[0].capitalize() if note.title is None else self.text(note.title)
        quoted = [f"**{title}**"] if title else []
        for part in self.parts(note.nodes):
            if isinstance(part, str):
                quoted.append(part)
                continue
            yield from quote(quoted)
            yield part
            quoted = []
        yield from quote(quoted)

    def _definition(self, definition: Definition) -> Iterator[Part]:
        if definition.term:
            yield f"**{self.text(definition.term)}**"
        yield from self.parts(definition.nodes)

    def _glossary(self, glossary: resolved.Glossary) -> Iterator[Part]:
        for term in glossary.terms:
            elsewhere = ", ".join(map(literal, term.elsewhere(self.language.code).values()))
            word = f"[{literal(term.words[self.language.code])}]({self.link_to(term.at)})"
            yield f"- **{word}**{f' ({elsewhere})' * bool(elsewhere)}: {term.means}"

    def _course(self, course: resolved.Course) -> Iterator[Part]:
        yield self.course(course)

    def _results(self, results: resolved.Results) -> Iterator[Part]:
        yield self.results(results)

    def _uses(self, uses: resolved.Uses) -> Iterator[Part]:
        yield f"<small>{self.uses(uses)}</small>"

    def _change(self, change: resolved.Change) -> Iterator[Part]:
        yield f"<small>{self.change(change)}</small>"

    def _releases(self, releases: resolved.Releases) -> Iterator[Part]:
        yield self.releases(releases)
        yield f"<small>{self.provenance(releases.provenance)}</small>"

    def _install(self, _: resolved.Install) -> Iterator[Part]:
        yield fence(wheel.command(), "console")

    def _english(self, english: English) -> Iterator[Part]:
        yield from self.parts(english.nodes)
