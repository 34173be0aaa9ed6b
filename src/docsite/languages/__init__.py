"""The languages of the site and their words. A new one is an entry here and a folder in docs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docsite.languages import traditional
from docsite.loading import load_yaml, parse_yaml
from docsite.project import DOCS, DocsError, existing, read_text, stamp

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")  # Hebrew, Arabic and their kin


class Said(str):
    """Words of the language itself, in which what is Latin has been set apart."""


@dataclass(frozen=True)
class Language:
    """`code` is the `lang` of its pages, `prefix` its path on the site, `folder` where its pages are written.

    A `converted` language has no pages of its own: those of its folder are converted at the build.
    """

    code: str
    name: str
    prefix: str
    folder: str
    direction: str = "ltr"
    converted: bool = False

    @property
    def words(self) -> dict[str, Any]:
        """The site's own words; raises `DocsError` where their file cannot be read."""
        path = DOCS / self.folder / "words.yml"
        return _words(self, path, stamp(path))

    def text(self, written: str) -> str:
        """What is written in the folder, as this language has it."""
        return traditional.convert(written) if self.converted else written

    def say(self, word: str, isolate: Callable[[str], str] | None = None, **values: Any) -> str:
        """One of the site's own words, its values set apart by `isolate`, or as HTML; those that are `Said` are."""
        path = DOCS / self.folder / "words.yml"
        if word not in self.words:
            raise DocsError(f"no word {word!r} in this language; add it", path)
        isolate = isolate or self.isolate
        filled = {name: value if isinstance(value, Said) else isolate(str(value)) for name, value in values.items()}
        try:
            return Said(self.words[word].format(**filled))
        except (AttributeError, KeyError, IndexError, ValueError) as error:
            raise DocsError(f"{word}: {error} cannot be filled; {existing(filled)}", path) from error

    def isolate(self, text: str) -> str:
        """Latin text and numbers keep their own direction inside a language written from right to left."""
        return f'<span dir="ltr">{text}</span>' if self.direction == "rtl" else text


@lru_cache(16)
def _words(language: Language, path: Path, _changed: tuple[int, int]) -> dict[str, Any]:
    found = load_yaml(path, "words")
    if not language.converted:
        return found
    return parse_yaml(language.text(read_text(path)), "words", path)


LANGUAGES = (
    Language("en", "English", "", "en"),
    Language("zh", "简体中文", "zh/", "zh"),
    Language("zh-TW", "繁體中文", "zh-TW/", "zh", converted=True),
    Language("he", "עברית", "he/", "he", direction="rtl"),
)
ENGLISH = LANGUAGES[0]


def find(code: str) -> Language:
    return next(language for language in LANGUAGES if language.code == code)
