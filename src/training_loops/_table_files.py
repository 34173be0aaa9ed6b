"""CSV files as cells: what is wrong in one is told with its file, its line and the mend."""

import csv
import difflib
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from training_loops._table_cells import NUMBER, few

BUNDLED = Path(__file__).with_name("penguins.csv")
BUNDLED_SHA256 = "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93"
BUNDLED_MEND = "install training-loops again"
# What people give for a CSV file, by its first bytes.
OTHER_FILES = {
    b"PK\x03\x04": "a spreadsheet or another zip file",
    b"\xd0\xcf\x11\xe0": "a spreadsheet",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "\uff0c": "full-width comma"}

# The cells of a row, by the names of their columns, with the line of the file on which the row begins.
Row = tuple[int, dict[str, str]]


def read_bundled() -> str:
    """The text of the bundled penguins; raises `OSError` where it is missing, `ValueError` where it is damaged."""
    content = _bytes(BUNDLED, BUNDLED_MEND)
    if hashlib.sha256(content).hexdigest() != BUNDLED_SHA256:
        raise ValueError(f"{BUNDLED} is damaged or not the file it should be (its SHA-256 differs); {BUNDLED_MEND}")
    return content.decode("utf-8")


def read_text(path: Path) -> str:
    """The text of a CSV file, each letter in its composed form; a mark at its start from spreadsheets is left out."""
    content = _bytes(path, "give the path of a CSV file")
    mend = "save the table as CSV in UTF-8"
    for start, found in OTHER_FILES.items():
        if content.startswith(start):
            raise ValueError(f"{path}: is {found}; {mend}")
    before, zero, _ = content.partition(b"\0")
    if zero:
        raise ValueError(f"{path}:{_line_after(before)}: has a byte 0, which no text has; {mend}")
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}:{_line_after(content[: error.start])}: is not UTF-8; {mend}") from error


def rows_of(text: str, name: str, wanted: Sequence[str]) -> list[Row]:
    """The rows below the header, of each the wanted cells; raises `ValueError` where a column or a cell is missing."""
    lines = _lines(text, name)
    header_line, header = next(lines, (0, []))
    if not header:
        raise ValueError(f"{name}: is empty; write a header, the names of the columns, and rows below it")
    header = header[: _filled(header)]
    _check_header(header, f"{name}:{header_line}", wanted)
    positions = {column: header.index(column) for column in wanted}
    rows = []
    for line, cells in lines:
        if not _filled(cells) <= len(header) <= len(cells):
            raise ValueError(
                f"{name}:{line}: has {len(cells)} cells and the header {len(header)} names; write a cell for each "
                "column, text with a comma in quotation marks, and a number with a point before its decimals"
            )
        rows.append((line, {column: cells[position] for column, position in positions.items()}))
    if not rows:
        raise ValueError(f"{name}: has no rows below its header; write one row for each example")
    return rows


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold anything, but for a first one such as `sep=,` from Excel, each with its number."""
    rest = re.sub(r"\Asep=.?\r?\n", "\n", text, flags=re.IGNORECASE)
    reader = csv.reader(io.StringIO(rest, newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield start, stripped
            start = reader.line_num + 1
    except csv.Error as error:
        mend = "close what a quotation mark opens, and write one inside a text twice"
        raise ValueError(f"{name}:{start}: is no CSV ({error}); {mend}") from error


def _check_header(header: list[str], place: str, wanted: Sequence[str]) -> None:
    missing = [column for column in wanted if column not in header]
    if missing:
        separator = max(SEPARATORS, key=",".join(header).count)
        if separator != ",":
            word = SEPARATORS[separator]
            mend = f"replace each comma by a point, and then each {word} by a comma"
            raise ValueError(f"{place}: has a {word} between cells; take out what separates thousands, {mend}")
        named = few(column for column in header if column)
        raise ValueError(f"{place}: has no column {few(missing)}, but {named}; {_mend(missing, header)}")
    for column in wanted:
        if header.count(column) > 1:
            raise ValueError(f"{place}: has two columns {column!r}; rename one")


def _mend(missing: Sequence[str], header: Sequence[str]) -> str:
    names = {column.casefold(): column for column in header}
    near = [names[name] for column in missing for name in difflib.get_close_matches(column.casefold(), names, n=1)]
    if near:
        return f"did you mean {few(near)}?"
    if any(NUMBER.fullmatch(column) for column in header):
        return "write the names of the columns in the first line"
    return "rename a column, or name another one"


def _filled(cells: Sequence[str]) -> int:
    """The number of cells up to the last one that is not empty."""
    return max((position for position, cell in enumerate(cells, 1) if cell), default=0)


def _line_after(content: bytes) -> int:
    return content.count(b"\n") + 1


def _bytes(path: Path, mend: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OSError(f"{path.absolute()} cannot be read ({error.strerror}); {mend}") from error
