"""The glossary: the terms that the guides use, what they mean, and the words that translations write in one way."""

from dataclasses import dataclass
from functools import cache

from docsite.languages import LANGUAGES, Language
from docsite.loading import load_yaml
from docsite.project import DOCS, stamp

GLOSSARY = DOCS / "glossary.yml"
VOCABULARY = DOCS / "vocabulary.yml"
# How the glossary names a language; one that it does not know has the English terms.
TERM_KEYS = {"zh": "zh", "zh-TW": "zh_hant", "he": "he"}


@dataclass(frozen=True)
class Term:
    """`words` by the code of their language; `means` in that of the page; `at` a page and a section of it."""

    id: str
    words: dict[str, str]
    means: str
    at: str

    def elsewhere(self, code: str) -> dict[str, str]:
        """The words of the other languages, each once, by the code of the first that has it; not those of this one."""
        first: dict[str, str] = {}
        for other, word in self.words.items():
            first.setdefault(word, other)
        return {other: word for word, other in first.items() if word != self.words[code]}


def glossary() -> list[dict]:
    """The terms that have a definition."""
    return _entries(GLOSSARY, stamp(GLOSSARY))


def vocabulary() -> list[dict]:
    """Every word with the forms that must not stand for it: the glossary's and the others."""
    return glossary() + _entries(VOCABULARY, stamp(VOCABULARY))


@cache
def _entries(path, _changed: tuple[int, int]) -> list[dict]:
    return load_yaml(path, path.stem)


def terms(language: Language) -> tuple[Term, ...]:
    """The terms, in the order of this language."""
    keys = {item.code: TERM_KEYS.get(item.code, "en") for item in LANGUAGES}
    rows = sorted(glossary(), key=lambda entry: entry[keys[language.code]].lower())
    return tuple(
        Term(entry["id"], {code: entry[key] for code, key in keys.items()}, _means(entry, language), entry["at"])
        for entry in rows
    )


def _means(entry: dict, language: Language) -> str:
    """The definition in this language: its own, or made from that of its folder."""
    key = TERM_KEYS.get(language.code, "en")
    own = entry["means"].get(key)
    return own or language.text(entry["means"][TERM_KEYS.get(language.folder, "en")])
