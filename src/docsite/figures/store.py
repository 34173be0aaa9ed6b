"""The committed figures: an SVG file beside each result, drawn anew where its key has changed."""

import ast
import html
import json
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docsite.code.syntax import canonical, digest, function_tree, without_imports
from docsite.figures import render, svg
from docsite.languages import RIGHT_TO_LEFT, Language
from docsite.project import RESULTS, DocsError, described, existing, read_text, stamp, write_if_changed
from docsite.results import store as results
from docsite.results.fingerprints import locked_version
from docsite.studies import Figure, experiments, figures, place_of

DRAWING = ("render", "canvas", "marks", "values")  # the modules here that say how a figure looks


def path_of(name: str) -> Path:
    return RESULTS / f"{name}.svg"


def read(name: str) -> str:
    """A stored figure; raises `DocsError` where the file is missing, or holds more than a drawing."""
    path = path_of(name)
    return _read(path, stamp(path))


@lru_cache(200)
def _read(path: Path, _changed: tuple[int, int]) -> str:
    drawing = read_text(path).strip()
    try:
        return svg.check(drawing)
    except DocsError as mistake:
        raise DocsError(f"{mistake}; remove the file, and the next build draws it", path, 1) from mistake


def in_language(name: str, language: Language) -> str:
    """A stored figure with its words in a language; each label is read in its direction, whatever it begins with."""
    labels = language.words.get("labels", {})
    if language.direction == "rtl":
        own = {name: label for name, label in labels.items() if RIGHT_TO_LEFT.search(label)}
        labels = labels | {name: f"\u2067{label}\u2069" for name, label in own.items()}
    return translated(read(name), labels)


def translated(drawing: str, labels: dict[str, str]) -> str:
    """The figure with the words on it in another language; what has no translation, such as a number, stays."""

    def word(match: re.Match[str]) -> str:
        found = labels.get(html.unescape(match[1]))
        return f">{match[1] if found is None else html.escape(found, quote=False)}</text>"

    return re.sub(r">([^<>]+)</text>", word, drawing)


def words(drawing: str) -> list[str]:
    """The texts of a figure that hold a word: two letters or more together."""
    return [text for text in re.findall(r">([^<>]+)</text>", drawing) if re.search(r"[^\W\d_]{2}", text)]


def refresh(say: Callable[[str], None]) -> int:
    """Draw each figure whose stored key does not match; returns how many were drawn."""
    count = 0
    for figure in figures.all().values():
        if figure.experiment not in experiments.all():
            mend = f"no experiment {figure.experiment!r}; {existing(experiments.all())}"
            raise DocsError(f"figure {figure.name!r} has no results to draw: {mend}", *place_of(figure))
        record = results.read(figure.experiment)
        if record is None:
            continue  # not run yet: a page that shows the figure says so
        outcome = record["outcome"]
        if _is_fresh(figure, outcome):
            continue
        if not find_spec("matplotlib"):  # a machine that only runs experiments
            say(f"{figure.name}: not drawn, since Matplotlib is not installed")
            continue
        try:
            drawn = render.draw(figure, outcome)
        except Exception as error:  # whatever a drawing function raises is told in one line
            raise DocsError(f"figure {figure.name} failed: {described(error)}{_mend(figure.experiment)}") from error
        say(f"{figure.name}: drawn")
        head = f'<svg data-key="{fingerprint(figure, outcome, drawn)}" data-digest="{digest(drawn)}" '
        write_if_changed(path_of(figure.name), drawn.replace("<svg ", head, 1) + "\n")
        count += 1
    return count


def _mend(experiment: str) -> str:
    """What helps where a figure draws what an older outcome does not hold."""
    fresh = results.state(experiments.find(experiment)).fresh
    return "" if fresh else f"; the result is stale, run: make results ONLY={experiment}"


def fingerprint(figure: Figure, outcome: dict[str, Any], drawing: str) -> str:
    """The digest of the drawing code, the outcome, the locked Matplotlib, and the translations of the drawn labels."""
    parts = [
        canonical(function_tree(figure.function)),
        *(_code(Path(render.__file__).with_name(f"{name}.py").read_text("utf-8")) for name in DRAWING),
        str((figure.size, figure.values)),
        json.dumps(outcome, sort_keys=True),
        locked_version("matplotlib"),
        str([render.variants(html.unescape(word)) for word in words(drawing)]),
    ]
    return digest("\n".join(parts))


def _is_fresh(figure: Figure, outcome: dict[str, Any]) -> bool:
    path = path_of(figure.name)
    stored = _stored_key(path)
    return stored is not None and stored == fingerprint(figure, outcome, read_text(path))


@cache
def _code(text: str) -> str:
    return canonical(without_imports(ast.parse(text)))  # a module may move


def _stored_key(path: Path) -> str | None:
    """The key of a stored figure; raises `DocsError` where the file is not as it was drawn."""
    if not path.exists():
        return None
    text = read_text(path).strip()
    found = re.match(r'<svg data-key="(\w+)" data-digest="(\w+)" ', text)
    if not found or digest(f"<svg {text[found.end() :]}") != found[2]:
        raise DocsError("edited by hand: its digest does not match; remove it, and the next build draws it", path)
    return found[1]
