"""Columns of a result as a table in a language."""

import re
from typing import Any

from docsite.figures.values import fitting
from docsite.languages import Language
from docsite.pages.literals import code, literal, without_html
from docsite.pages.parser import text_of
from docsite.pages.provenance import provenance
from docsite.pages.resolved import Table

CODE = re.compile(r"\w+\(.*\)|\.[\w.]+")  # a call, or the ending of a file

Columns = dict[str, list[Any]]


def table_of(
    columns: Columns, experiment: str, language: Language, caption: str = "", decimals: int | None = None
) -> Table:
    """Without `decimals` each column has as many as suit its numbers.

    A head is the word for the column in this experiment, or for its whole path, or for its last name.
    """
    words = language.words["columns"]
    ways = ((f"{experiment}.{path}", path, path.rpartition(".")[2]) for path in columns)
    named = [next((way for way in three if way in words), three[-1]) for three in ways]
    heads = tuple(without_html(words[name]) if name in words else code(name) for name in named)
    numeric = tuple(not isinstance(column[0], str) for column in columns.values())
    labels = language.words.get("labels", {})
    cells = []
    for column in columns.values():
        digits = fitting(column) if decimals is None else decimals
        cells.append([_cell(value, digits, labels) for value in column])
    rows = tuple(zip(*cells, strict=True))
    return Table(heads, numeric, rows, text_of(without_html(caption)), provenance(experiment))


def _cell(value: Any, decimals: int, labels: dict[str, str]) -> str:
    """A number, code, or a text in this language, as on a figure."""
    if isinstance(value, float):
        return f"{value:.{decimals}f}"
    text = str(value)
    return code(text) if text not in labels and CODE.fullmatch(text) else literal(labels.get(text, text))
