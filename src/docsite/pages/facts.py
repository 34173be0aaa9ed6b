"""Facts and their proofs: which there are on the page "How we know", and where pages say them."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docsite.languages import ENGLISH, Language
from docsite.pages.inline import Call
from docsite.pages.mistakes import mistakes_of
from docsite.pages.nodes import Block, Definition, Heading, Node, Note, Prose, walk
from docsite.pages.parser import parse
from docsite.pages.resolved import Uses
from docsite.project import DOCS, DocsError, existing, pages_in, read_text

PAGE = "proofs.md"
LEVEL = 3  # of the headings whose ids are those of facts
MARKED = re.compile(r"\{\{=\s*fact\(\s*[\"']([^\"']*)")


@dataclass(frozen=True)
class Proof:
    """`title` is the heading in English; `code` shows the fact when it is run."""

    title: str
    code: str


def block_of(fact: str) -> str:
    """The id of the block that proves a fact."""
    return f"{fact}-proof"


def anchor(fact: str, count: int) -> str:
    """The id of the place where a page says a fact for the first, the second … time."""
    return f"fact-{fact}" + (f"-{count}" if count > 1 else "")


def proofs() -> dict[str, Proof]:
    """The proofs by the ids of their facts, in the order of the English page."""
    nodes = _nodes(PAGE, ENGLISH)
    code = {node.id: node.code for node in walk(nodes) if isinstance(node, Block) and node.is_python}
    headings = [node for node in walk(nodes) if isinstance(node, Heading) and node.level == LEVEL and node.id]
    return {node.id: Proof(node.text.words, code[block_of(node.id)]) for node in headings if block_of(node.id) in code}


def title_of(fact: str, known: dict[str, str]) -> str:
    """The words of one of the `headings`; raises `DocsError` where there is no such fact."""
    if fact not in known:
        near = difflib.get_close_matches(fact, known, 1)
        meant = f"did you mean {near[0]!r}?" if near else existing(known, fact)
        raise DocsError(f"no fact {fact!r} on docs/en/{PAGE}; {meant}")
    return re.sub("[`*]", "", known[fact])


def headings(language: Language) -> dict[str, str]:
    """The headings of the proofs as they are written in a language, or in English, by the ids of their facts."""
    nodes = walk(_nodes(PAGE, language))
    own = {node.id: language.text(node.text.words) for node in nodes if isinstance(node, Heading)}
    return {fact: own.get(fact) or proof.title for fact, proof in proofs().items()}


def check_places(nodes: tuple[Node, ...], path: Path) -> None:
    """Raise `DocsError` for a fact in a heading or in a title, where a link is in the way."""
    for node in walk(nodes):
        text = node.text if isinstance(node, Heading) else node.title if isinstance(node, Note) else None
        for span in text.spans if text else ():
            if isinstance(span.what, Call) and span.what.name == "fact":
                raise DocsError("fact stands after a sentence, not in a heading or a title", path, span.what.line)


def uses(language: Language) -> dict[str, list[tuple[str, str]]]:
    """For each fact the places that say it: the title of the page, and a link from the page of proofs."""
    found: dict[str, list[tuple[str, str]]] = {}
    for page in pages_in(DOCS / ENGLISH.folder):
        if not MARKED.search(_text(page, language)):
            continue
        nodes = _nodes(page, language)
        title = next((language.text(node.text.words) for node in nodes if isinstance(node, Heading)), page)
        counts: Counter[str] = Counter()
        for fact in said(nodes):
            counts[fact] += 1
            told = title if counts[fact] == 1 else f"{title} ({counts[fact]})"
            found.setdefault(fact, []).append((told, f"{page}#{anchor(fact, counts[fact])}"))
    return found


def said(nodes: tuple[Node, ...]) -> Iterator[str]:
    """The facts that a page says, in its order."""
    for node in walk(nodes):
        yield from said_by(node)


def said_by(node: Node) -> Iterator[str]:
    """The facts that a node itself says, without those inside it."""
    text = node.text if isinstance(node, Prose) else node.term if isinstance(node, Definition) else None
    for span in text.spans if text else ():
        if isinstance(span.what, Call) and span.what.name == "fact" and span.what.arguments:
            yield str(span.what.arguments[0])


def with_uses(nodes: Iterable[Node], language: Language) -> Iterator[Node]:
    """The nodes of the page of proofs, with the places that say a fact below each proof."""
    found, facts = uses(language), {block_of(fact): fact for fact in proofs()}
    for node in nodes:
        yield node
        if isinstance(node, Block) and (places := found.get(facts.get(node.id, ""))):
            yield Uses(tuple(places))


def around(name: str, language: Language) -> str:
    """What the forms of a page depend on in the pages beside it: a proof names its places, a fact its proof."""
    if name == PAGE:
        found = {page: _text(page, language) for page in pages_in(DOCS / ENGLISH.folder)}
        return str([(page, _titled(text), MARKED.findall(text)) for page, text in found.items()])
    said = MARKED.findall(_text(name, language))
    if not said:
        return ""
    known = headings(language)
    return str([(fact, known.get(fact)) for fact in said])


def _titled(text: str) -> str:
    return next((line for line in text.split("\n") if line.startswith("# ")), "")


def _path(page: str, language: Language) -> Path:
    """Where a page is written for a language: in its own folder, or in English."""
    path = DOCS / language.folder / page
    return path if path.exists() else DOCS / ENGLISH.folder / page


def _text(page: str, language: Language) -> str:
    path = _path(page, language)
    return read_text(path) if path.exists() else ""


def _nodes(page: str, language: Language) -> tuple[Node, ...]:
    with mistakes_of(_path(page, language)):
        return parse(_text(page, language)).nodes
