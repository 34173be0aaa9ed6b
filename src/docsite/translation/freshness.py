"""How fresh each section of a translation is: from the digest of the English prose that it was made from."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from filelock import FileLock

from docsite.languages import ENGLISH, LANGUAGES, Language
from docsite.loading import load_yaml
from docsite.pages.sections import sections_of
from docsite.project import CACHE, DOCS, DocsError, existing, pages_in, stamp, write_if_changed

RECORD = DOCS / "translations.yml"
HEADER = """\
# The digest of the English prose that each section of a translation was made from, by language, page and section.
# `python -m docsite translations` lists what has changed since; `--reviewed` records a section as up to date.
"""
Freshness = Literal["fresh", "stale", "missing"]


@dataclass(frozen=True)
class SectionState:
    language: str
    page: str
    section: str
    state: Freshness


def written() -> tuple[Language, ...]:
    """The languages that people translate into."""
    return tuple(language for language in LANGUAGES if language is not ENGLISH and not language.converted)


def english_pages() -> list[str]:
    return pages_in(DOCS / ENGLISH.folder)


def read_record() -> dict[str, dict[str, dict[str, str]]]:
    return _record(stamp(RECORD)) if RECORD.exists() else {}


@cache
def _record(_changed: tuple[int, int]) -> dict[str, dict[str, dict[str, str]]]:
    return load_yaml(RECORD, "translations")


def states(language: Language, page: str) -> list[SectionState]:
    """Each section of the English page, and how the translation of it stands."""
    path = DOCS / language.folder / page
    made_from = read_record().get(language.folder, {}).get(page, {})
    there = {section.id for section in sections_of(path)} if path.exists() else set()
    found = []
    for section in sections_of(DOCS / ENGLISH.folder / page):
        fresh: Freshness = "fresh" if made_from.get(section.id) == section.digest else "stale"
        found.append(SectionState(language.code, page, section.id, fresh if section.id in there else "missing"))
    return found


def all_states() -> Iterator[SectionState]:
    for language in written():
        for page in english_pages():
            yield from states(language, page)


def review(folder: str, page: str, chosen: set[str]) -> int:
    """Record sections, or with an empty set all of the page, as made from today's English; returns how many."""
    english: Path = DOCS / ENGLISH.folder / page
    if folder not in {language.folder for language in written()}:
        raise DocsError(
            f"no language {folder!r}; {existing(item.folder for item in written())}, as in he/guides/gan.md"
        )
    if page not in english_pages() or not (DOCS / folder / page).exists():
        there = [name for name in english_pages() if (DOCS / folder / name).exists()]
        raise DocsError(f"no page {folder}/{page} that is translated; {existing(there)}")
    digests = {section.id: section.digest for section in sections_of(english)}
    for name in chosen - set(digests):
        raise DocsError(f"no section {name!r} on the English page; {existing(digests, name)}", english)
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / "translations.lock"):
        record = deepcopy(read_record())
        kept = record.setdefault(folder, {}).get(page, {})
        kept.update({name: digests[name] for name in (chosen or digests)})
        record[folder][page] = {name: kept[name] for name in digests if name in kept}
        write_if_changed(RECORD, HEADER + yaml.safe_dump(record, sort_keys=True, default_flow_style=False))
    return len(chosen or digests)
