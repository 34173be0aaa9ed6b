"""What the search of a language reads: the sections of its pages as plain text, and the words that mean the same.

Material's plugin divides the pages into sections. What is written here is a script, so that a page in a folder can
load it as well, and it is loaded at the first search. docs/assets/search has the search itself.
"""

import html
import json
import logging
import re
from pathlib import Path
from typing import Any

from docsite.generator import synonyms
from docsite.languages import Language
from docsite.project import CACHE, DOCS

# A guide teaches a thing, the other pages have it too.
GUIDE, ELSEWHERE = 1.0, 0.25
ASIDE = 0.4  # of a section that repeats or applies what the page teaches
ASIDES = ("exercise", "what-to-keep", "next")
Places = dict[str, list[int]]  # numbers of groups of words that mean the same, by the place that explains them
About = dict[str, tuple[str, str]]  # by a page: its address and its description, or the other way round
# What is loaded at the first search, beside the index, as one file.
SCRIPT = "assets/search/search.js"
NAMES = ("minisearch", "stemmer", "words", "slips", "typed", "apart", "query", "lookup", "finder", "results")
PARTS = [DOCS / "assets" / "search" / f"{name}.js" for name in NAMES]
BLOCK = re.compile(r"(<pre>.*?</pre>)|</?(?:p|li|ol|ul)>", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
# What nobody searches for: the name of a test, and the table of the results with their keys.
APPARATUS = re.compile(r"`tests/[^`]*`|.*`[0-9a-f]{16}`.*`[0-9a-f]{16}`.*")
LETTERS = re.compile(r"[^\W\d_]{2}")


def quiet_jieba() -> None:
    """Keep what Material's plugin divides Chinese with from writing outside of the project, and from chatting."""
    import jieba

    CACHE.mkdir(exist_ok=True)
    jieba.dt.tmp_dir = str(CACHE)
    jieba.setLogLevel(logging.WARNING)


def script() -> str:
    """The parts of the search, in the order in which they need each other."""
    return "\n".join(part.read_text("utf-8") for part in PARTS)


def write(folder: Path, language: Language, about: About) -> None:
    """Turn the index that Material has written for a language into the script that the search loads."""
    written = folder / "search_index.json"
    entries = json.loads(written.read_text("utf-8"))["docs"]
    docs = sections(entries, about, synonyms.places(language))
    variants = synonyms.variants(language, _guides(docs))
    index = {
        **synonyms.of(language),
        **({"variants": variants} if variants else {}),
        "docs": [{name: part for name, part in section.items() if part != []} for section in docs],
    }
    data = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    written.with_suffix(".js").write_text(f"var __index={data}\n", "utf-8")
    written.unlink()


def _guides(docs: list[dict[str, Any]]) -> str:
    """What is written in one language: the glossary has the others too."""
    return json.dumps([section for section in docs if section["location"].startswith("guides/")], ensure_ascii=False)


def sections(entries: list[dict[str, Any]], about: About, places: Places) -> list[dict[str, Any]]:
    """Titles, paragraphs and lines of code, each line of code once a page.

    `about` has the address and the description of a page, and `places` the groups of words that a page or a section
    of it explains.
    """
    parts = {place.partition("#"): numbers for place, numbers in places.items()}
    groups = {about[page][0] + hash_ + name: numbers for (page, hash_, name), numbers in parts.items() if page in about}
    told = {address: (page, description) for page, (address, description) in about.items()}
    seen = Seen()
    return [_section(entry, groups, told, seen) for entry in entries]


class Seen:
    """The lines of code that are not to be told again: those of the same page, and elsewhere those of the guides."""

    def __init__(self) -> None:
        self.pages: dict[str, set[str]] = {}
        self.guides: set[str] = set()

    def new(self, lines: list[str], address: str, is_guide: bool) -> list[str]:
        """The lines that have not been on the page yet, each once."""
        page = self.pages.setdefault(address, set() if is_guide else set(self.guides))
        found = [line for line in dict.fromkeys(lines) if line not in page and LETTERS.search(line)]
        page.update(found)
        if is_guide:
            self.guides.update(found)
        return found


def _section(entry: dict[str, Any], groups: Places, told: About, seen: Seen) -> dict[str, Any]:
    """One section; the first of a page has what the page is about."""
    location = entry["location"]
    address, hash_, name = location.partition("#")
    page, description = told.get(address, ("", ""))
    is_guide = page.startswith("guides/")
    text, lines = _divided(entry["text"])
    code = seen.new(lines, address, is_guide)
    section = {"location": location, "title": _plain(entry["title"]), "text": text, "code": code}
    if location in groups:
        section["same"] = groups[location]
    if not hash_:
        section["about"] = description
    weight = (GUIDE if is_guide else ELSEWHERE) * (ASIDE if name.startswith(ASIDES) else 1)
    return section if weight == GUIDE else {**section, "boost": weight}


def _divided(text: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a section, without the apparatus, and its lines of code."""
    paragraphs: list[str] = []
    code: list[str] = []
    for part in BLOCK.split(text):
        if not part or not part.strip():
            continue
        if part.startswith("<pre>"):
            code += [line.strip() for line in _text(part).split("\n")]
        else:
            paragraphs.append(_plain(part))
    return [paragraph for paragraph in paragraphs if paragraph and not APPARATUS.fullmatch(paragraph)], code


def _plain(part: str) -> str:
    """Text without markup; inline code keeps its marks."""
    return " ".join(_text(re.sub("</?code>", "`", part)).split())


def _text(part: str) -> str:
    return html.unescape(TAG.sub("", part)).replace("\u200b", "")
