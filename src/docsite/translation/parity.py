"""Whether a translation has the structure of its English page: headings, markers, links, admonitions, footnotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from docsite.languages import ENGLISH, Language
from docsite.pages.fences import looks_like_python
from docsite.pages.inline import Call, Link, Text
from docsite.pages.mistakes import mistakes_of
from docsite.pages.nodes import Block, Heading, Marker, Node, Note, blocks, texts, walk
from docsite.pages.parser import parse
from docsite.project import DOCS, pages_in, read_text, relative
from docsite.translation.freshness import english_pages

KINDS = ("heading", "marker", "link", "admonition", "footnote", "annotation", "block", "value")
# What the words themselves hold, which the parser leaves in them.
WORDS = {"footnote": re.compile(r"\[(\^[\w-]+)\]"), "annotation": re.compile(r"^ *(\d{1,2})\. ", re.M)}
# The order of these follows that of the words in a sentence, which is each language's own.
UNORDERED = {"link", "footnote", "value"}


@dataclass(frozen=True)
class Part:
    kind: str
    what: str
    line: int


def parts(text: str, *, english: bool) -> list[Part]:
    """What a translation has to share with its page, in order within each kind."""
    nodes = parse(text).nodes
    found = [part for node in walk(nodes) for part in _of_node(node)]
    found += [_of_block(block) for block in blocks(nodes) if not looks_like_python(block) or (english and block.id)]
    found += [part for written, line in texts(nodes) for part in _of_text(written, line)]
    return sorted(found, key=lambda part: (part.kind, part.line))


def _of_node(node: Node) -> Iterator[Part]:
    if isinstance(node, Heading):
        yield Part("heading", f"{'#' * node.level} {{#{node.id}}}" if node.id else "#" * node.level, node.line)
    elif isinstance(node, Note):
        yield Part("admonition", f"{node.mark} {node.kind}", node.line)
    elif isinstance(node, Marker):
        yield _of_call(node.call)


def _of_block(block: Block) -> Part:
    if looks_like_python(block):
        return Part("marker", f'code "{block.id}"', block.line)
    return Part("block", f"{block.language} block", block.line)


def _of_text(written: Text, line: int) -> Iterator[Part]:
    for span in written.spans:
        if isinstance(span.what, Call):
            yield _of_call(span.what)
        elif isinstance(span.what, Link):
            yield Part("link", span.what.target, line + written.source.count("\n", 0, span.start))
    words = written.written(lambda _, source: "\n" * source.count("\n"))
    for kind, pattern in WORDS.items():
        for match in pattern.finditer(words):
            yield Part(kind, match[1], line + words.count("\n", 0, match.start()))


def _of_call(call: Call) -> Part:
    """The marker with what it names; titles, captions and alternative texts are the translator's."""
    names = call.names if call.name == "source" else call.names[:1]
    what = " ".join([call.name, ", ".join(f'"{name}"' for name in names)])
    return Part("value" if call.name in ("value", "fact") else "marker", what, call.line)


def findings(language: Language, page: str) -> list[str]:
    """One line for each difference, with both places; only the first of each kind, which may cause the others."""
    ours, theirs = DOCS / language.folder / page, DOCS / ENGLISH.folder / page
    if not ours.exists():
        return []
    if not theirs.exists():
        return [f"{relative(ours)}: there is no English page {relative(theirs)}"]
    with mistakes_of(ours):
        own = parts(read_text(ours), english=False)
    with mistakes_of(theirs):
        english = parts(read_text(theirs), english=True)
    lines = []
    for kind in KINDS:
        pairs = zip_longest(*(_of_kind(kind, side) for side in (own, english)))
        differing = next(((a, b) for a, b in pairs if a is None or b is None or a.what != b.what), None)
        if differing:
            lines.append(_describe(kind, relative(ours), differing[0], relative(theirs), differing[1]))
    return lines


def _of_kind(kind: str, side: list[Part]) -> list[Part]:
    chosen = [part for part in side if part.kind == kind]
    return sorted(chosen, key=lambda part: part.what) if kind in UNORDERED else chosen


def _describe(kind: str, ours: str, own: Part | None, theirs: str, english: Part | None) -> str:
    def place(path: str, part: Part | None) -> str:
        return f"{path}:{part.line} has {part.what}" if part else f"{path} has no further {kind}"

    return f"{kind}: {place(ours, own)}, {place(theirs, english)}"


def all_findings(language: Language) -> list[str]:
    pages = sorted({*english_pages(), *pages_in(DOCS / language.folder)})
    return [line for page in pages for line in findings(language, page)]
