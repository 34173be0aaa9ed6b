"""Search in each language: how text is divided into words, and Hebrew words with and without their prefixes.

Each language has an index of its own, in which lunr looks words up as they are, without stemming.
"""

import json
import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docsite.languages import ENGLISH, Language
from docsite.pages.glossary import vocabulary
from docsite.project import CACHE

# Words end at spaces, marks of every script and the breaks that Material puts between Chinese words; API names are
# found whole and by their parts: `GradientTape`, `tf.function`, `assign_sub`.
SEPARATOR = r'[\s\u200b\-_,:!=\[\]()"`/、。，？！；：（）「」“”]+|\.(?!\d)|&[lg]t;|(?!\b)(?=[A-Z][a-z])'
PREFIXES = "הבלומשכ"
WORD = re.compile(r"[א-ת״׳]+")


def settings(language: Language) -> dict[str, Any]:
    """The options of Material's search for a language."""
    if language is ENGLISH:
        return {"separator": SEPARATOR}
    # lunr's English without its pipeline looks words up as they are; it has modules for none of these languages.
    return {"separator": SEPARATOR, "lang": ["en"], "pipeline": []}


def quiet_jieba() -> None:
    """Keep the cache of the Chinese word list inside the project, and its chat off the terminal."""
    import jieba

    CACHE.mkdir(exist_ok=True)
    jieba.dt.tmp_dir = str(CACHE)
    jieba.setLogLevel(logging.WARNING)


def add_hebrew_forms(index: Path) -> None:
    """Give each section of a written index a field of the forms that a person may type for its words."""
    data = json.loads(index.read_text("utf-8"))
    data["config"]["fields"]["forms"] = {"boost": 0.5}
    terms = _terms()
    corpus = {word for entry in data["docs"] for word in WORD.findall(entry["title"] + " " + entry["text"])}
    for entry in data["docs"]:
        words = WORD.findall(entry["title"] + " " + entry["text"])
        entry["forms"] = " ".join(sorted(_forms(words, corpus | terms, terms)))
    index.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _terms() -> set[str]:
    """The words of the glossary in Hebrew."""
    return {word for entry in vocabulary() for word in WORD.findall(entry["he"]) if len(word) > 2}


def _forms(words: Iterable[str], known: set[str], terms: set[str]) -> set[str]:
    """Words without their prefixes, where what remains is a word too, and the glossary's words with each prefix."""
    found = set()
    for word in words:
        bare = word
        while len(bare) > 3 and bare[0] in PREFIXES and bare[1:] in known:
            bare = bare[1:]
            found.add(bare)
        for base in {word, bare} & terms:
            found.update(prefix + base for prefix in PREFIXES)
    return found - set(words)
