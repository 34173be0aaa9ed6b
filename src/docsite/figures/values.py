"""The numbers that a figure shows, as the columns of a table."""

from typing import Any

from docsite.project import DocsError
from docsite.results.outcome import lookup
from docsite.studies import Figure, place_of

MOST = 100  # rows: of more, every nth is given


def columns(figure: Figure, outcome: dict[str, Any]) -> dict[str, list[Any]]:
    """The columns that the figure's `values` name, each under its path; a matrix gives one for each of its own."""
    found: dict[str, list[Any]] = {}
    for path in figure.values:
        value = lookup(outcome, path)
        if isinstance(value, list) and value and isinstance(value[0], list):
            found |= {path: list(range(len(value)))}
            found |= {str(place): list(column) for place, column in enumerate(zip(*value, strict=True))}
        else:
            found[path] = value if isinstance(value, list) else [value]
    if len({len(column) for column in found.values()}) > 1 or [] in found.values():
        told = f"the values of figure {figure.name} are no columns of one length: {', '.join(found)}"
        raise DocsError(told, *place_of(figure))
    return found


def given(columns: dict[str, list[Any]]) -> tuple[dict[str, list[Any]], int]:
    """The columns with every nth of their rows, so that there are not too many; and n."""
    rows = len(next(iter(columns.values()), []))
    step = 1 if rows <= MOST else next(step for step in (2, 5, 10, 20, 50, 100, 1000) if rows / step <= MOST / 4)
    return {name: column[::step] for name, column in columns.items()}, step


def fitting(column: list[Any]) -> int:
    """So many decimals that the largest number has five digits; at most four, and no more than the numbers have."""
    numbers = [abs(value) for value in column if isinstance(value, float)]
    there = max((len(f"{number:.4f}".rstrip("0").partition(".")[2]) for number in numbers), default=0)
    return min(there, max(0, 5 - len(f"{max(numbers, default=0):.0f}")))
