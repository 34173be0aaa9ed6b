"""What the written pages ask for, read from their text and from the results, apart from the code that renders them."""

import ast
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import yaml
from made import html_of
from trees import parsed, texts

from docsite.languages import LANGUAGES, Language
from docsite.project import DOCS, RESULTS
from docsite.results import fingerprints
from docsite.studies import experiments

PAGES = [
    pytest.param(path.relative_to(DOCS / "en").as_posix(), language, id=f"{language.code}-{path.stem}")
    for language in LANGUAGES
    for path in sorted((DOCS / "en").rglob("*.md"))
]
MARKER = re.compile(r"\{\{= (.+?) =\}\}", re.S)
IN_FIGURES = {"stepper": 1, "samples": 0}  # markers that stand for a figure, each with the place of its name
SHOWN = re.compile("\ue000(.*?)\ue001", re.S)  # what stands for a marker, between two characters that no page has


@dataclass(frozen=True)
class Asked:
    """A marker with its arguments, such as `value`, `("linear-sgd.w[-1]", ".2f")` and no named ones."""

    kind: str
    arguments: tuple[Any, ...]
    named: dict[str, Any]

    @property
    def experiment(self) -> str:
        return self.arguments[0].partition(".")[0]

    def argument(self, name: str, place: int, default: Any) -> Any:
        return self.arguments[place] if len(self.arguments) > place else self.named.get(name, default)


@cache
def text_of(page: str, language: Language) -> str:
    """The page as it is written in a language, or as the conversion gives it."""
    return language.text((DOCS / language.folder / page).read_text("utf-8"))


@cache
def words_of(language: Language) -> dict[str, Any]:
    return yaml.safe_load(language.text((DOCS / language.folder / "words.yml").read_text("utf-8")))


def asked(page: str, language: Language, *kinds: str) -> list[Asked]:
    """The page's markers of some kinds, in their order."""
    found = map(_asked, MARKER.findall(text_of(page, language)))
    return [marker for marker in found if marker.kind in kinds]


def _asked(text: str) -> Asked:
    call = ast.parse(text.strip(), mode="eval").body
    assert isinstance(call, ast.Call), text
    assert isinstance(call.func, ast.Name), text
    named = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}
    kind, arguments = call.func.id, tuple(map(ast.literal_eval, call.args))
    return (
        Asked("figure", arguments[IN_FIGURES[kind] :], named) if kind in IN_FIGURES else Asked(kind, arguments, named)
    )


def sentences(page: str, language: Language) -> list[tuple[str, str]]:
    """The texts with a number or a claim from a result, as they have to read, each after the id of its section."""
    found = [item for item in texts(parsed(html_of(with_values(page, language)))) if SHOWN.search(item[1])]
    assert sum(len(SHOWN.findall(text)) for _, text in found) == len(asked(page, language, "value", "claim"))
    return [(section, SHOWN.sub(r"\1", text)) for section, text in found]


def with_values(page: str, language: Language) -> str:
    """The page's text with each value and claim as it has to be shown, marked as `SHOWN` finds it; no other markers."""

    def shown(match: re.Match[str]) -> str:
        marker = _asked(match[1])
        if marker.kind == "value":
            return f"\ue000{format(looked_up(marker.arguments[0]), marker.argument('form', 1, ''))}\ue001"
        if marker.kind == "fact":
            return "✓"
        return f"\ue000{marker.arguments[2]}\ue001" if marker.kind == "claim" else ""

    return MARKER.sub(shown, text_of(page, language))


@cache
def record(experiment: str) -> dict[str, Any]:
    return json.loads((RESULTS / f"{experiment}.json").read_text("utf-8"))


def recorded() -> list[str]:
    """The experiments that have a result."""
    return sorted(path.stem for path in RESULTS.glob("*.json"))


def looked_up(name: str) -> Any:
    """`linear-sgd.w[-1]` in the stored results; a column of `history` needs no `history` before it."""
    experiment, _, path = name.partition(".")
    outcome = record(experiment)["outcome"]
    found: Any = outcome.get("history", {}) | outcome
    for step in re.findall(r"[^.\[\]]+", path):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def is_fresh(experiment: str) -> bool:
    """Whether the stored key is that of the code, the parameters, the data and the versions as they are now."""
    stored, found = record(experiment), experiments.find(experiment)
    if stored["data"] in fingerprints.FULL_DATA:
        found = found.on(stored["data"])
    return stored["key"] == fingerprints.key(fingerprints.made_from(found))


def device_of(stored: dict[str, Any], language: Language) -> str:
    told = words_of(language)["one_core" if stored["cores"] == 1 else "cores"].format(
        processor=stored["processor"], count=stored["cores"]
    )
    return told if stored["device"] == "CPU" else stored["device"]


def versions_of(stored: dict[str, Any], language: Language) -> str:
    named = {"TensorFlow": "tensorflow", "Keras": "keras", "CUDA": "cuda", "cuDNN": "cudnn"}
    between = words_of(language)["between"]
    return between.join(f"{name} {stored['versions'][key]}" for name, key in named.items() if key in stored["versions"])


def provenance_of(experiment: str, language: Language) -> str:
    """The line that has to stand below what a result gave."""
    stored, words = record(experiment), words_of(language)
    facts = {"date": stored["date"], "device": device_of(stored, language), "versions": versions_of(stored, language)}
    line = words["measured"].format(key=stored["key"], **facts)
    stale = words["stale"].format(command=f"make results ONLY={experiment}")
    return line if is_fresh(experiment) else f"{line} · {stale}"


def rows_of(marker: Asked, words: dict) -> list[list[tuple[str, str]]]:
    """The text and the alignment of each cell of a table, the heads first."""
    columns = looked_up(marker.arguments[0])
    decimals = marker.argument("decimals", 3, 4)
    chosen = marker.argument("columns", 1, None) or list(columns)
    sides = [f"text-align: {'left' if isinstance(columns[name][0], str) else 'right'};" for name in chosen]
    heads = [parsed(html_of(words["columns"].get(name, name))).text for name in chosen]
    cells = [[_cell(value, decimals, words) for value in columns[name]] for name in chosen]
    return [list(zip(row, sides, strict=True)) for row in (heads, *zip(*cells, strict=True))]


def _cell(value, decimals: int, words: dict) -> str:
    return f"{value:.{decimals}f}" if isinstance(value, float) else words.get("labels", {}).get(value, str(value))
