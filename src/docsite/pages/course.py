"""The course as the home page shows it: of each guide its title, what it is about, how long it takes, what it needs.

All of it is taken from the guides themselves; minutes and needs from the box at the head of the English page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from docsite.languages import ENGLISH, Language
from docsite.loading import parse_yaml
from docsite.project import DOCS, DocsError, read_text

GUIDES = "guides"
ASKED = re.compile(r"\{\{=\s*course\(")
FRONT = re.compile(r"---\n(.*?)\n---\n", re.S)
TITLE = re.compile(r"^# (.+?)(?: *\{[^}]*\})?$", re.M)
TIME = re.compile(r"\*\*Time:\*\* about (\d+) minutes")
NEEDS = re.compile(r"\*\*You need:\*\*(.*?)(?:\.\s|\n\s*\n)", re.S)
LINK = re.compile(r"\]\(([a-z0-9-]+\.md)[)#]")


@dataclass(frozen=True)
class Card:
    """One guide; `page` is its path such as `guides/gan.md`, `needs` are the paths of others, `title` is Markdown."""

    page: str
    title: str
    description: str
    minutes: int
    needs: tuple[str, ...]


def cards(language: Language) -> tuple[Card, ...]:
    """The guides by name; raises `DocsError` where one does not say how long it takes."""
    return tuple(_card(path, language) for path in sorted((DOCS / ENGLISH.folder / GUIDES).glob("*.md")))


def _card(path: Path, language: Language) -> Card:
    english = read_text(path)
    own = DOCS / language.folder / GUIDES / path.name
    text = language.text(read_text(own)) if own.exists() else english
    time, needs = TIME.search(english), NEEDS.search(english)
    if not time or not needs:
        raise DocsError("no box at its head says **You need:** … and **Time:** about … minutes; write it", path)
    front = FRONT.match(text)
    title = TITLE.search(text, front.end() if front else 0)
    matter = parse_yaml(front[1], "front", own) if front else {}
    return Card(
        f"{GUIDES}/{path.name}",
        title[1] if title else path.stem,
        " ".join(str(matter.get("description") or "").split()),
        int(time[1]),
        tuple(f"{GUIDES}/{name}" for name in LINK.findall(needs[1])),
    )


def told(texts: Iterable[str], language: Language) -> str:
    """What the forms of a page with these texts depend on in the guides: nothing, unless it shows the course."""
    if not any(map(ASKED.search, texts)):
        return ""
    try:
        return repr(cards(language))
    except DocsError as mistake:  # told where the page is made
        return str(mistake)
