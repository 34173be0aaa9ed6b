"""Which numbers moved from one result to another, beyond a tolerance."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docsite.project import DocsError
from docsite.results import store
from docsite.studies import experiments

TOLERANCE = 1e-3  # of the larger of the two numbers
SMALLEST = 1e-6  # differences below it are noise of float32


@dataclass(frozen=True)
class Move:
    """A number of an outcome, by its path, before and after; None where it was not or is no longer there."""

    path: str
    old: Any
    new: Any


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every number of an outcome with its path, such as `history.loss[3]`."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from flat(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from flat(item, f"{path}[{index}]")
    else:
        yield path, value


def moves(old: Any, new: Any) -> list[Move]:
    """The numbers that differ beyond the tolerance, in the order of the new outcome."""
    before, after = dict(flat(old)), dict(flat(new))
    paths = [*after, *(path for path in before if path not in after)]
    return [
        Move(path, before.get(path), after.get(path)) for path in paths if not same(before.get(path), after.get(path))
    ]


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return abs(one - other) <= max(SMALLEST, TOLERANCE * max(abs(one), abs(other)))
    return one == other


def summary(old: dict | None, new: dict | None, *, timing: bool) -> str:
    """What changed, in a few words."""
    if old is None or new is None:
        return "new"
    if timing:
        return "measured anew"
    moved = moves(old["outcome"], new["outcome"])
    return f"{len(moved)} of {len(dict(flat(new['outcome'])))} numbers moved" if moved else "no number moved"


def of_folders(old: Path, new: Path) -> str:
    """The table of all moves between the results of two folders, but for those that measure time."""
    for folder in (old, new):
        if not any(folder.glob("*.json")):
            raise DocsError(f"{folder} holds no results, which are files such as classifier.json; name another folder")
    names = sorted({path.stem for folder in (old, new) for path in folder.glob("*.json")})
    timings = {name for name, item in experiments.all().items() if item.timing}
    pairs = {name: (store.load(old / f"{name}.json"), store.load(new / f"{name}.json")) for name in names}
    return table({name: pair for name, pair in pairs.items() if name not in timings})


def table(pairs: dict[str, tuple[dict | None, dict | None]]) -> str:
    """A Markdown table of all moves, by experiment; timings are left to their own ratios."""
    rows = []
    for name, (old, new) in sorted(pairs.items()):
        outcomes = [record["outcome"] if record else {} for record in (old, new)]
        rows += [f"| {name} | `{move.path}` | {_cell(move.old)} | {_cell(move.new)} |" for move in moves(*outcomes)]
    if not rows:
        return "No number moved beyond its tolerance."
    return "\n".join(["| experiment | number | before | after |", "|---|---|--:|--:|", *rows])


def _cell(value: Any) -> str:
    return "–" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
