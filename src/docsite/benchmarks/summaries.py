"""Medians, ratios and spreads: from what was measured to plain rows."""

import statistics
from collections.abc import Sequence
from typing import Any

from docsite.benchmarks.racing import Measured


def spread(values: Sequence[float]) -> dict[str, float]:
    """The median, with the least and the greatest."""
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def ratios(seconds: Sequence[float], base: Sequence[float]) -> dict[str, float]:
    """The spread of what each round's seconds are to the base's of the same round, so that slow rounds cancel out."""
    return spread([mine / other for mine, other in zip(seconds, base, strict=True)])


def fastest(measured: list[Measured]) -> Measured | None:
    return min(measured, key=lambda item: statistics.median(item.steady), default=None)


def floor_of(measured: list[Measured]) -> Measured | None:
    """The fastest of those that train nothing."""
    return fastest([item for item in measured if item.contestant.tolerance is None])


def rows(measured: list[Measured], examples: int, base: str) -> list[dict[str, Any]]:
    """A row for each contestant, from the fastest to the slowest; `base` names the one whose ratio is 1."""
    reference = next((item for item in measured if item.contestant.name == base), None)
    floor = floor_of(measured)
    made = [_row(item, examples, reference, floor) for item in measured]
    return sorted(made, key=lambda row: row["seconds"]["median"])


def _row(item: Measured, examples: int, reference: Measured | None, floor: Measured | None) -> dict[str, Any]:
    seconds = spread(item.steady)
    return {
        "name": item.contestant.name,
        "seconds": seconds,
        "ratio": ratios(item.steady, reference.steady) if reference else None,
        "share": ratios(floor.steady, item.steady)["median"] if floor else None,
        "examples_per_second": examples / seconds["median"],
        "first_seconds": item.seconds[0],
        "peak_mib": item.peak_mib,
        "all_seconds": item.seconds,
        "records": item.records,
        **item.about,
    }
