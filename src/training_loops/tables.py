"""Tables from CSV files, and how their rows become the numbers that a network takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import numpy as np

from training_loops import _table_cells, _table_files
from training_loops._table_checks import (
    check_categories,
    check_known,
    check_labels,
    checked_columns,
    known_values,
    scale_of,
)

PENGUINS_FILE = _table_files.BUNDLED
PENGUINS = (
    "species",
    ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"),
    ("island", "sex"),
)


@dataclass(frozen=True)
class Table:
    """Rows of a CSV file: `table["sex"]` is a column, `table.rows(chosen)` a table of some rows.

    A column of numbers is float64 with nan where one is missing; categories and labels are text, empty where they are
    missing. `places` says where each row stands, as in `penguins.csv:4`.
    """

    columns: dict[str, np.ndarray]
    places: np.ndarray
    label: str | None
    numbers: tuple[str, ...]
    categories: tuple[str, ...]

    def __getitem__(self, name):
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are {', '.join(self.columns)}")
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.places)

    def rows(self, chosen):
        """The rows that a mask, a slice or a list of positions names."""
        columns = {name: column[chosen] for name, column in self.columns.items()}
        return replace(self, columns=columns, places=self.places[chosen])

    def __str__(self) -> str:
        cells = [[name, *(_shown(value) for value in column)] for name, column in self.columns.items()]
        widths = [max(map(len, column)) for column in cells]
        lines = zip(*cells, strict=True)
        return "\n".join("  ".join(map(str.rjust, line, widths)) for line in lines)


class Parts(NamedTuple):
    """Three tables that share no row."""

    train: Table
    validation: Table
    test: Table


def read_table(
    path: str | PathLike,
    *,
    label: str | None = None,
    numbers: Sequence[str] | None = None,
    categories: Sequence[str] | None = None,
) -> Table:
    """The named columns of a CSV file, whose first line has their names; rows to predict for need no label.

    A cell is missing if it is empty or says `NA`, `N/A`, `n/a`, `#N/A`, `NaN`, `nan`, `NULL` or `null`. Raises
    `ValueError` naming the file, the line and the mend, and `OSError` where the file cannot be read.
    """
    named = checked_columns(label, numbers, categories)
    return _table(_table_files.read_text(Path(path)), Path(path).name, *named)


def load_penguins() -> Table:
    """344 penguins of three species, measured on three islands; the data come with the package."""
    return _table(_table_files.read_bundled(), "penguins.csv", *PENGUINS)


def split(table: Table, *, seed: int = 22) -> Parts:
    """Seven tenths of the rows to train on and half of the others each to validate and to test, drawn by the seed.

    Each label has its share in each part. Raises `ValueError` where labels are missing or all the same, where there are
    fewer than 20 rows or 7 of a label, and where no row to train on has a category that another row has.
    """
    check_labels(table)
    # RandomState, since its numbers are the same in every release of NumPy.
    shuffled = np.random.RandomState(seed).permutation(len(table))
    by_label = shuffled[np.argsort(table[table.label][shuffled], kind="stable")]
    place = np.arange(len(table)) % 20
    chosen = [~np.isin(place, [0, 3, 7, 10, 13, 17]), np.isin(place, [3, 10, 17]), np.isin(place, [0, 7, 13])]
    parts = Parts(*(table.rows(np.sort(by_label[rows])) for rows in chosen))
    check_categories(table, parts.train)
    return parts


class Encoder:
    """Turns rows into inputs and labels, by rules learned from the training rows."""

    def __init__(self, rows: Table):
        self.label = rows.label
        self.classes = known_values(rows, rows.label)
        self.scales = {name: scale_of(rows, name) for name in rows.numbers}
        self.values = {name: known_values(rows, name) for name in rows.categories}

    def inputs(self, rows: Table) -> np.ndarray:
        """A row of float32 for each row of the table."""
        columns = []
        for name, (mean, deviation) in self.scales.items():
            scaled = (rows[name] - mean) / deviation
            # A missing number becomes 0, which stands for the mean.
            columns.append(np.nan_to_num(scaled, nan=0.0))
        for name, values in self.values.items():
            check_known(rows, name, values)
            columns += [rows[name] == value for value in values]
        return np.stack(columns, axis=1).astype("float32")

    def labels(self, rows: Table) -> np.ndarray:
        """The position of each row's label in `classes`."""
        check_known(rows, self.label, self.classes, may_be_missing=False)
        return np.searchsorted(self.classes, rows[self.label])

    def examples(self, rows: Table) -> tuple[np.ndarray, np.ndarray]:
        """Inputs and labels."""
        return self.inputs(rows), self.labels(rows)


def _table(text: str, name: str, label: str | None, numbers: Sequence[str], categories: Sequence[str]) -> Table:
    texts = [label, *categories] if label else list(categories)
    rows = _table_files.rows_of(text, name, [*texts, *numbers])
    places = [f"{name}:{line}" for line, _ in rows]
    columns = {}
    for column in [*texts, *numbers]:
        value = _table_cells.text if column in texts else _table_cells.number
        columns[column] = np.array([value(row[column], place, column) for place, (_, row) in zip(places, rows)])
    return Table(columns, np.array(places), label, tuple(numbers), tuple(categories))


def _shown(value) -> str:
    if isinstance(value, np.str_):
        return value or "-"
    return "-" if np.isnan(value) else f"{value:.15g}"
