"""A page of the site in one language: read, parsed once, its markers looked up."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from docsite.languages import ENGLISH, Language
from docsite.pages import facts, proved, safety
from docsite.pages.inline import Call, Fact, Inline, Text, Value, Words
from docsite.pages.literals import literal
from docsite.pages.markers import Markers
from docsite.pages.mistakes import mistakes_of
from docsite.pages.nodes import Block, Definition, English, Heading, Marker, Node, Note, Prose, blocks, texts, walk
from docsite.pages.parser import parse, text_of
from docsite.pages.sections import TOP
from docsite.project import DOCS, DocsError, read_text


@dataclass(frozen=True)
class Page:
    """`name` is its path below the language, such as `guides/gan.md`; `front` its front matter as text."""

    name: str
    language: Language
    front: str
    matter: dict[str, object]
    nodes: tuple[Node, ...]

    @property
    def title(self) -> str:
        """The words of its first heading as Markdown, or its file's name."""
        headings = (node.text.written(_word) for node in self.nodes if isinstance(node, Heading))
        return next(headings, Path(self.name).stem)

    @property
    def anchor(self) -> str:
        """The id of its title in every language: the words of the English one, where it is written."""
        path = DOCS / ENGLISH.folder / self.name
        nodes = parse(read_text(path)).nodes if path.exists() else ()
        titles = (node.text.source for node in nodes if isinstance(node, Heading))
        return "-".join(re.findall(r"\w+", next(titles, "").lower()))

    @property
    def up(self) -> str:
        """What leads from the folder of its file to that of its language."""
        return "../" * self.name.count("/")

    @property
    def extras(self) -> tuple[str, ...]:
        """The extras of the package that its blocks need."""
        return tuple(sorted({block.needs for block in blocks(self.nodes)} - {""}))

    def noted(self, sections: Iterable[str], words: str) -> "Page":
        """With a note of these words below the heading of each of the sections."""
        chosen = set(sections)
        nodes: list[Node] = [_note(words)] if TOP in chosen and not _first_heading(self.nodes) else []
        for node in self.nodes:
            nodes.append(node)
            if isinstance(node, Heading) and (node.id or TOP) in chosen:
                nodes.append(_note(words))
        return replace(self, nodes=tuple(nodes))


def read(name: str, language: Language) -> Page:
    """The page as it is written in a language; raises `DocsError` with the line of the first mistake."""
    path = DOCS / language.folder / name
    return page_of(language.text(read_text(path)), name, language, path)


def untranslated(name: str, language: Language) -> Page:
    """The English page under a line that says so."""
    page = read(name, ENGLISH)
    nodes = (_note(language.say("untranslated")), English(page.nodes))
    return replace(page, language=language, nodes=nodes)


def mistaken(name: str, language: Language, mistake: DocsError) -> Page:
    """A page that shows a mistake in its place."""
    stem = Path(name).stem
    box = Note("!!!", "failure", None, (Block("text", f"{mistake}\n"),))
    return Page(name, language, f"title: {stem}", {"title": stem}, (Heading(1, Text(stem), ""), box))


def page_of(text: str, name: str, language: Language, path: Path) -> Page:
    """The page that a text is, `path` being where it was written."""
    with mistakes_of(path):
        parsed = parse(text)
    _check_ids(parsed.nodes, path)
    facts.check_places(parsed.nodes, path)
    _check_html(parsed.nodes, path)
    markers = Markers(name, language)

    def resolve(call: Call):
        try:
            return markers.resolve(call)
        except (DocsError, TypeError, ValueError, KeyError) as error:
            raise DocsError(f"{error}", path, call.line) from error

    def words(call: Call) -> Value | Words | Fact:
        found = resolve(call)
        if not isinstance(found, Value | Words | Fact):
            raise DocsError(f"{call.name} stands by itself, with empty lines around it", path, call.line)
        return found

    nodes = _resolved(parsed.nodes, resolve, words)
    if name == facts.PAGE:
        nodes = proved.with_changes(facts.with_uses(nodes, language))
    return Page(name, language, parsed.front, parsed.matter, tuple(nodes))


def _resolved(nodes: Iterable[Node], resolve: Callable, words: Callable) -> Iterable[Node]:
    for node in nodes:
        if isinstance(node, Marker):
            yield resolve(node.call)
        elif isinstance(node, Heading | Prose):
            yield replace(node, text=node.text.resolved(words))
        elif isinstance(node, Note):
            title = node.title and node.title.resolved(words)
            yield replace(node, title=title, nodes=tuple(_resolved(node.nodes, resolve, words)))
        elif isinstance(node, Definition):
            term = node.term and node.term.resolved(words)
            yield replace(node, term=term, nodes=tuple(_resolved(node.nodes, resolve, words)))
        else:
            yield node


def _check_ids(nodes: tuple[Node, ...], path: Path) -> None:
    """Raise `DocsError` where two headings or blocks of a page share an id."""
    seen: dict[str, int] = {}
    for node in walk(nodes):
        if not isinstance(node, Heading | Block) or not node.id:
            continue
        if node.id in seen:
            raise DocsError(f"the id {node.id!r} stands on line {seen[node.id]} too", path, node.line)
        seen[node.id] = node.line


def _check_html(nodes: tuple[Node, ...], path: Path) -> None:
    """Raise `DocsError` where the page would run a script or ask another host."""
    for text, line in texts(nodes):
        if wrong := safety.mistake(text):
            what, below = wrong
            raise DocsError(what, path, line + below)


def _word(what: Inline, source: str) -> str:
    match what:
        case Value():
            return literal(what.text)
        case Words():
            return what.text
    return source


def _note(words: str) -> Note:
    return Note("!!!", "warning", text_of(words), ())


def _first_heading(nodes: tuple[Node, ...]) -> bool:
    return any(isinstance(node, Heading) and not node.id for node in nodes)
