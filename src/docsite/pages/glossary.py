"""The glossary: every term in all languages, with the forms that must not be used."""

from functools import cache

from docsite.languages import LANGUAGES, Language
from docsite.loading import load_yaml
from docsite.project import DOCS, stamp

GLOSSARY = DOCS / "glossary.yml"
# How the glossary names a language; one that it does not know has the English terms.
TERM_KEYS = {"zh": "zh", "zh-TW": "zh_hant", "he": "he"}


def glossary() -> list[dict]:
    return _glossary(stamp(GLOSSARY))


@cache
def _glossary(_changed: tuple[int, int]) -> list[dict]:
    return load_yaml(GLOSSARY, "glossary")


def terms(language: Language) -> tuple[dict[str, str], ...]:
    """The terms by the code of their language, in the order of this language."""
    keys = {item.code: TERM_KEYS.get(item.code, "en") for item in LANGUAGES}
    rows = sorted(glossary(), key=lambda entry: entry[keys[language.code]].lower())
    return tuple({code: entry[key] for code, key in keys.items()} for entry in rows)
