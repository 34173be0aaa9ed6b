"""Whether a translation has the structure of its English page: headings, markers, links, admonitions, footnotes."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from docsite.languages import ENGLISH, Language
from docsite.pages.blocks import blocks
from docsite.pages.sections import FENCE
from docsite.project import DOCS, relative
from docsite.translation.freshness import english_pages

PATTERNS = {
    "heading": re.compile(r"^(#{1,6}) .*?(\{#[\w-]+\})?[ \t]*$", re.M),
    "marker": re.compile(r"\{\{= *(\w+)\((\"[^\"]*\"(?:, *\"[\w.]+\")*)"),
    "link": re.compile(r"\]\(([^)\s]+)"),
    "admonition": re.compile(r"^ *((?:!!!|\?\?\?\+?) \w+)", re.M),
    "footnote": re.compile(r"\[(\^[\w-]+)\]"),
    "annotation": re.compile(r"^ *(\d{1,2})\. ", re.M),
}


# The order of these follows that of the words in a sentence, which is each language's own.
UNORDERED = {"link", "footnote", "value"}


@dataclass(frozen=True)
class Part:
    kind: str
    what: str
    line: int


def parts(text: str, *, english: bool) -> list[Part]:
    """What a translation has to share with its page, in order within each kind."""
    found = []
    for block in blocks(text):
        if block.looks_like_python and english and block.id:
            found.append(Part("marker", f'code "{block.id}"', block.line))
        elif not block.looks_like_python:
            found.append(Part("block", f"{block.language} block", block.line))
    prose = FENCE.sub(lambda match: "\n" * match[0].count("\n"), text)
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(prose):
            what = " ".join(group for group in match.groups() if group)
            line = prose.count("\n", 0, match.start()) + 1
            if kind == "marker":
                what = _marker(what)
            found.append(Part("value" if what.startswith("value ") else kind, what, line))
    return sorted(found, key=lambda part: (part.kind, part.line))


def _marker(text: str) -> str:
    """The marker with what it names; titles, captions and alternative texts are the translator's."""
    name, _, arguments = text.partition(" ")
    names = re.findall(r'"[^"]*"', arguments)
    return f"{name} {', '.join(names if name == 'source' else names[:1])}"


def findings(language: Language, page: str) -> list[str]:
    """One line for each difference, with both places; only the first of each kind, which may cause the others."""
    ours, theirs = DOCS / language.folder / page, DOCS / ENGLISH.folder / page
    if not ours.exists():
        return []
    if not theirs.exists():
        return [f"{relative(ours)}: there is no English page {relative(theirs)}"]
    own, english = parts(ours.read_text("utf-8"), english=False), parts(theirs.read_text("utf-8"), english=True)
    lines = []
    for kind in (*PATTERNS, "block", "value"):
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
    folder = DOCS / language.folder
    own = {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
    return [line for page in sorted({*english_pages(), *own}) for line in findings(language, page)]
