"""One page of each kind that the site has, for tests of what holds on all of them; and which pages are seen when."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from docsite.languages import LANGUAGES, Language

KINDS = {
    "home": "",
    "guide": "guides/basic-training-loops/",
    "notebook": "notebooks/gan/",
    "reference": "reference/",
    "module": "reference/classifier/",
    "glossary": "glossary/",
    "proofs": "proofs/",
    "results": "results/",
    "promises": "promises/",
    "contributing": "contributing/",
}
MISSING = "404.html"  # one for all languages

# English and Hebrew, one for each direction, with all tests; the other languages with those of looks.
BOTH_DIRECTIONS = [
    pytest.param(language, id=language.code, marks=[] if language.code in ("en", "he") else [pytest.mark.looks])
    for language in LANGUAGES
]


def built(site: Path, path: str, language: Language) -> str:
    """The HTML of a page, `path` being its address below its language."""
    return (site / language.prefix / path / "index.html").read_text("utf-8")


def by_turns(paths: Iterable[str]) -> list[ParameterSet]:
    """Each page in every language: with all tests in one of these, by turns, and in the others with those of looks."""
    return [
        pytest.param(
            path,
            language,
            id=f"{path.strip('/') or 'home'}-{language.code}",
            marks=[] if language is LANGUAGES[turn % len(LANGUAGES)] else [pytest.mark.looks],
        )
        for turn, path in enumerate(paths)
        for language in LANGUAGES
    ]
