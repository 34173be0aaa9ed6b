"""CSV files as cells: what is wrong in one is told with its file, its line and the mend."""

import csv
import hashlib
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

BUNDLED = Path(__file__).with_name("penguins.csv")
BUNDLED_SHA256 = "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93"
BUNDLED_MEND = "install training-loops again"
MISSING = frozenset({"", "NA", "N/A", "NaN", "nan", "null"})

# The cells of a row, by the names of their columns, with the line of the file on which the row ends.
Row = tuple[int, dict[str, str]]


def read_bundled() -> str:
    """The text of the bundled penguins; raises `OSError` where it is missing, `ValueError` where it is damaged."""
    content = _bytes(BUNDLED, BUNDLED_MEND)
    if hashlib.sha256(content).hexdigest() != BUNDLED_SHA256:
        raise ValueError(f"{BUNDLED} is damaged or not the file it should be (its SHA-256 differs); {BUNDLED_MEND}")
    return content.decode("utf-8")


def read_text(path: Path) -> str:
    """The text of a CSV file; a mark at its start that spreadsheets write is left out."""
    content = _bytes(path, "give the path of a CSV file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ValueError(f"{path}:{line}: is not UTF-8; save the table as CSV in UTF-8") from error


def rows_of(text: str, name: str, wanted: Sequence[str]) -> list[Row]:
    """The rows below the header; raises `ValueError` where a wanted column or a cell is missing, or no row is there."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = _lines(reader, name)
    header = [cell.strip() for cell in next(lines, (0, []))[1]]
    _check_header(header, name, wanted)
    rows = []
    for line, cells in lines:
        if len(cells) != len(header):
            raise ValueError(
                f"{name}:{line}: has {len(cells)} cells and the header has {len(header)}; write one for each column, "
                "and put text that has a comma in it between quotation marks"
            )
        rows.append((line, dict(zip(header, (cell.strip() for cell in cells)))))
    if not rows:
        raise ValueError(f"{name}: has no rows below its header; write one row for each example")
    return rows


def number(cell: str, place: str, column: str) -> float:
    """A cell of a column of numbers, nan where it is missing; raises `ValueError` where it is text."""
    if cell in MISSING:
        return math.nan
    try:
        found = float(cell)
    except ValueError:
        found = math.inf
    if not abs(found) < 1e38:  # what float32 holds
        raise ValueError(
            f"{place}: {column} is {_told(cell)}, which is no number; write one such as 39.1, or leave the cell empty "
            "where it is unknown"
        )
    return found


def _lines(reader, name: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold anything, each with its number."""
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ValueError(f"{name}:{reader.line_num}: is no CSV ({error}); close what a quotation mark opens") from error


def _check_header(header: list[str], name: str, wanted: Sequence[str]) -> None:
    if not header:
        raise ValueError(f"{name}: is empty; write a header, the names of the columns, and rows below it")
    for column in header:
        if header.count(column) > 1:
            raise ValueError(f"{name}:1: has two columns {_told(column)}; rename one")
    for column in wanted:
        if column not in header:
            mend = "rename a column, or name another one"
            if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
                mend = "separate the cells by commas"
            raise ValueError(f"{name}:1: has no column {column!r}, but {_told(', '.join(header))}; {mend}")


def _bytes(path: Path, mend: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OSError(f"{path} cannot be read ({error.strerror}); {mend}") from error


def _told(text: str) -> str:
    """The text in a line that is not too long."""
    return repr(text if len(text) <= 160 else f"{text[:157]}...")
