"""The languages of the site and their words. A new one is an entry here and a folder in docs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from docsite.project import DOCS, DocsError


@dataclass(frozen=True)
class Language:
    """`code` is the `lang` of its pages, `prefix` its path on the site, `folder` where its pages are written."""

    code: str
    prefix: str
    folder: str

    @cached_property
    def words(self) -> dict[str, Any]:
        path = DOCS / self.folder / "words.yml"
        try:
            return yaml.safe_load(path.read_text("utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise DocsError(f"the words of {self.code} cannot be read: {error}".replace("\n", " "), path) from error

    def say(self, word: str, **values: Any) -> str:
        if word not in self.words:
            raise DocsError(f"no word {word!r} in this language; add it", DOCS / self.folder / "words.yml")
        return self.words[word].format(**values)


LANGUAGES = (Language("en", "", "en"),)
ENGLISH = LANGUAGES[0]
