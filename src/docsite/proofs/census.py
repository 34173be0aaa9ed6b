"""The reader's census: for each section of each guide the prose that a person read last, and the facts found in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from filelock import FileLock

from docsite.languages import ENGLISH
from docsite.loading import load_yaml
from docsite.pages import facts
from docsite.pages.nodes import Heading, walk
from docsite.pages.parser import parse
from docsite.pages.sections import TOP, sections_of
from docsite.project import CACHE, DOCS, DocsError, existing, pages_in, read_text, write_if_changed

CENSUS = DOCS / "facts.yml"
HEADER = """\
# For each section of each guide: the digest of the prose that a person read last, looking for what it says about
# TensorFlow and Keras, and the facts with a mark that they found there. What a block beside it shows has no mark.
# `python -m docsite facts list` says what has changed since; `python -m docsite facts read PAGE` records what was read.
"""
Read = dict[str, dict[str, dict]]  # page, section, then `digest` and `facts`


@dataclass(frozen=True)
class Section:
    """A section as it is now, and why it has to be read, empty where it has been."""

    page: str
    id: str
    digest: str
    facts: list[str]
    reason: str


def guides() -> list[str]:
    return [page for page in pages_in(DOCS / ENGLISH.folder) if page.startswith("guides/")]


def census() -> Read:
    return load_yaml(CENSUS, "facts") if CENSUS.exists() else {}


def sections(page: str) -> Iterator[Section]:
    """The sections of a guide in their order."""
    known = census().get(page, {})
    said = _said(page)
    for section in sections_of(DOCS / ENGLISH.folder / page):
        own = said.get(section.id, [])
        as_read = known.get(section.id) == {"digest": section.digest, "facts": own}
        reason = "changed since it was read" if section.id in known else "not read"
        yield Section(page, section.id, section.digest, own, "" if as_read else reason)


def unread() -> list[Section]:
    return [section for page in guides() for section in sections(page) if section.reason]


def gone() -> list[str]:
    """What the census names and the guides no longer have."""
    there = {page: {section.id for section in sections(page)} for page in guides()}
    named = [(page, section) for page, known in census().items() for section in known]
    return [f"{page}#{section}" for page, section in named if section not in there.get(page, set())]


def read(page: str, chosen: set[str]) -> int:
    """Record sections of a guide, or with an empty set all, as read for facts today; returns how many."""
    if page not in guides():
        raise DocsError(f"no guide {page!r}; {existing(guides())}")
    now = {section.id: section for section in sections(page)}
    for name in chosen - set(now):
        raise DocsError(f"no section {name!r}; {existing(now)}", DOCS / ENGLISH.folder / page)
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / "census.lock"):
        kept = {name: entry for name, entry in census().get(page, {}).items() if name in now}
        kept |= {name: {"digest": now[name].digest, "facts": now[name].facts} for name in chosen or now}
        whole = {**census(), page: {name: kept[name] for name in now if name in kept}}
        write_if_changed(CENSUS, HEADER + _text({name: whole[name] for name in sorted(whole) if name in guides()}))
    return len(chosen or now)


def _text(found: Read) -> str:
    """One line for each section, so that branches merge."""
    lines = []
    for page, known in found.items():
        lines.append(f"{page}:")
        lines += [
            f'  {name}: {{digest: "{item["digest"]}", facts: [{", ".join(item["facts"])}]}}'
            for name, item in known.items()
        ]
    return "\n".join(lines) + "\n"


def _said(page: str) -> dict[str, list[str]]:
    """The facts that each section of a guide says."""
    found: dict[str, list[str]] = {}
    section = TOP
    for node in walk(parse(read_text(DOCS / ENGLISH.folder / page)).nodes):
        section = node.id if isinstance(node, Heading) and node.id else section
        found.setdefault(section, []).extend(facts.said_by(node))
    return {section: list(dict.fromkeys(own)) for section, own in found.items()}
