"""The committed figures: an SVG file beside each result, drawn anew where its key has changed."""

import re
from collections.abc import Callable
from pathlib import Path

from docsite import drawing, keys, results
from docsite.figures import Figure, figures
from docsite.project import RESULTS, DocsError, write_if_changed


def path_of(name: str) -> Path:
    return RESULTS / f"{name}.svg"


def read(name: str) -> str:
    return path_of(name).read_text("utf-8").strip()


def refresh(say: Callable[[str], None]) -> int:
    """Draw each figure whose stored key does not match; returns how many were drawn."""
    count = 0
    for figure in figures().values():
        outcome = results.outcome_of(figure.experiment)
        key = keys.figure_key(figure, outcome)
        if key == _stored_key(figure):
            continue
        say(f"{figure.name}: drawn")
        try:
            svg = drawing.draw(figure, outcome)
        except Exception as error:  # whatever a drawing function raises is told in one line
            raise DocsError(f"figure {figure.name} failed: {type(error).__name__}: {error}") from error
        write_if_changed(path_of(figure.name), svg.replace("<svg ", f'<svg data-key="{key}" ', 1) + "\n")
        count += 1
    return count


def _stored_key(figure: Figure) -> str | None:
    path = path_of(figure.name)
    found = re.match(r'<svg data-key="(\w+)"', path.read_text("utf-8")) if path.exists() else None
    return found and found[1]
