"""Words that mean the same to a reader who searches: those of the glossary, its unwanted forms, and docs/search.yml."""

import re
from typing import Any

from docsite.languages import ENGLISH, Language, traditional
from docsite.loading import load_yaml
from docsite.pages.glossary import TERM_KEYS, vocabulary
from docsite.project import DOCS

SEARCH = DOCS / "search.yml"
ASIDE = re.compile(r"\s*\(([^()]*)\)")  # as in "שידור (broadcasting)"


def of(language: Language) -> dict[str, Any]:
    """The words that only ask, those of which many pages speak, and the groups of words that mean the same."""
    found = load_yaml(SEARCH, "search")
    return {
        "dropped": _in(language, found["dropped"]),
        "general": _in(language, found["general"]),
        "edges": "".join(language.text(sign) for sign in found["edges"].get(language.folder, [])),
        "alike": " ".join(language.text(signs) for signs in found["alike"].get(language.folder, [])),
        "same": [group for group, _ in _groups(language)],
    }


def places(language: Language) -> dict[str, list[int]]:
    """The groups whose words a page or a section of it explains, by the place."""
    found: dict[str, list[int]] = {}
    for number, (_, place) in enumerate(_groups(language)):
        if place:
            found.setdefault(place, []).append(number)
    return found


def _groups(language: Language) -> list[tuple[list[str], str | None]]:
    """Words that mean the same, each group with the place that explains it, if there is one."""
    groups = [(_in(language, group), group.get("at")) for group in load_yaml(SEARCH, "search")["same"]]
    groups += [(_translated(language, entry), entry.get("at")) for entry in vocabulary()]
    once = [(list(dict.fromkeys(words)), place) for words, place in groups]
    return [(words, place) for words, place in once if len(words) > 1 or place]


def variants(language: Language, text: str) -> str:
    """Signs that a text of the language does not use, each followed by the one that it stands for there."""
    if language.folder != "zh":
        return ""
    return "".join(sign + meant for sign, meant in traditional.variants(set(text), language.converted).items())


def _parts(language: Language) -> list[str]:
    """People type English words in every language."""
    return list(dict.fromkeys([ENGLISH.folder, language.folder]))


def _in(language: Language, group: dict[str, Any]) -> list[str]:
    words = [word for part in _parts(language) for word in group.get(part, [])]
    return [form for word in words for form in _forms(language, word)] + group.get(TERM_KEYS.get(language.code, ""), [])


def _forms(language: Language, word: str) -> list[str]:
    """A word as the language has it, and in Taiwan the word of the mainland too."""
    return [language.text(word), *([traditional.signs(word)] if language.converted else [])]


def _translated(language: Language, entry: dict[str, Any]) -> list[str]:
    """A term in English and in the language, and the forms that the pages do not use but people may."""
    key = TERM_KEYS.get(language.code, "en")
    unwanted = [form for form in (entry.get("ban") or {}).get(key, []) if not form.startswith("re:")]
    mainland = [traditional.signs(entry["zh"])] if language.converted else []
    terms = [entry["en"], entry[key], *mainland, *unwanted]
    parts = [part for term in terms for part in term.split(" / ")]
    return [word for part in parts for word in (ASIDE.sub("", part), *ASIDE.findall(part))]
