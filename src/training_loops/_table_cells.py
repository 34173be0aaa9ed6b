"""Cells of a CSV file as numbers and texts: an error names the place, the column and the mend."""

import math
import re
from collections.abc import Iterable

MISSING = ("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null")
LARGEST_NUMBER = 1e38  # about what float32 holds, with which networks compute
LONGEST_TEXT = 200  # an array of texts has room for its longest one in each row

# Python reads more than a table means, such as 1_000 and the digits of all scripts.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b.*", re.ASCII)

DATE_MEND = "make a column of what matters about a date, such as the month"


def number(cell: str, place: str, column: str) -> float:
    """A cell of a column of numbers, nan where it is missing; raises `ValueError` where it is none, or too long."""
    if cell in MISSING:
        return math.nan
    said = f"{place}: {column} is {told(cell)}, which"
    if not NUMBER.fullmatch(cell):
        raise ValueError(f"{said} is no number; {_mend(cell)}")
    found = float(cell)
    if abs(found) > LARGEST_NUMBER:
        raise ValueError(f"{said} is more than a network can compute with; leave the cell empty")
    digits = cell.lstrip("+-0")
    if digits.isdigit() and digits != str(abs(int(found))):
        raise ValueError(f"{said} has more digits than a number keeps; if it names something, it is a category")
    return found


def text(cell: str, place: str, column: str) -> str:
    """A cell of a column of texts, empty where it is missing; raises `ValueError` where it is too long."""
    if len(cell) > LONGEST_TEXT:
        raise ValueError(
            f"{place}: {column} is a text of {len(cell)} characters, and a category or a label has at most "
            f"{LONGEST_TEXT}; shorten it, or leave the column out"
        )
    return "" if cell in MISSING else cell


def told(text: str, most: int = 60) -> str:
    """The text in a line that is not too long."""
    return repr(text if len(text) <= most else f"{text[: most - 3]}...")


def few(values: Iterable[str], most: int = 60) -> str:
    """The first of the values, and how many more there are."""
    named = [told(str(value), 30) for value in values]
    shown = 1
    while shown < len(named) and len(", ".join(named[: shown + 1])) <= most:
        shown += 1
    more = f" and {len(named) - shown} more" if len(named) > shown else ""
    return ", ".join(named[:shown]) + more


def _mend(cell: str) -> str:
    if DATE.fullmatch(cell):
        return DATE_MEND
    if not any(character.isdigit() for character in cell):
        return "leave the cell empty where it is unknown; a column of words belongs to categories"
    return "write it with the digits 0 to 9 and at most one point, as in 1250 or 39.1"
