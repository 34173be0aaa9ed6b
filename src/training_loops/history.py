"""What a training loop returns: one record for each epoch."""

import numbers
from collections.abc import Iterator


class History:
    """An append-only table of records with named columns.

    `history["loss"]` is a column, a list with one number for each record; iterating gives the records as dictionaries.
    """

    def __init__(self, *columns: str):
        if not columns or len(set(columns)) < len(columns):
            raise ValueError(f"columns: a history needs at least one name, each once, not {columns}")
        self._columns: dict[str, list[float]] = {column: [] for column in columns}

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._columns)

    def append(self, **record: float) -> None:
        """Add one record, a number for each column; integers stay integers, all else becomes a float.

        Raises `ValueError` where the names are not exactly the columns, or a value is not a number, and adds nothing.
        """
        if set(record) != set(self._columns):
            raise ValueError(f"record: expected {', '.join(self.columns)}; got {', '.join(record) or 'nothing'}")
        # All of them are made first, and then added: a record is added whole or not at all.
        for column, value in {column: _number(column, value) for column, value in record.items()}.items():
            self._columns[column].append(value)

    def __getitem__(self, column: str) -> list[float]:
        if column not in self._columns:
            raise KeyError(f"no column {column!r}; there are {', '.join(self.columns)}")
        return list(self._columns[column])

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def __iter__(self) -> Iterator[dict[str, float]]:
        for values in zip(*self._columns.values(), strict=True):
            yield dict(zip(self._columns, values, strict=True))

    def __str__(self) -> str:
        cells = {name: [_format(value) for value in values] for name, values in self._columns.items()}
        widths = {name: max(map(len, [name, *column])) for name, column in cells.items()}
        rows = [self.columns, *zip(*cells.values(), strict=True)]
        return "\n".join(
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths.values(), strict=True)) for row in rows
        )

    def __repr__(self) -> str:
        return f"History({', '.join(self.columns)}; {len(self)} records)"


def _number(column: str, value) -> float:
    try:
        return int(value) if isinstance(value, numbers.Integral) else float(value)
    except (OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"record: {column} must be a number: {error}") from error


def _format(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4f}"
