"""How the loops' cost moves with the size of a batch, the width of the model, and the number of epochs."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from docsite.benchmarks import summaries
from docsite.benchmarks.contests import Contest, Settings, Watch, hold
from docsite.benchmarks.loops import FLOORS, OURS
from docsite.benchmarks.work import Work

LABELLED = {"": "label", " ": "name", "seconds an epoch": "seconds", "to ours, graph": "ratio"}
RATES = {**LABELLED, "examples/s": "examples_per_second"}
SHARES = {**LABELLED, "of floor": "share"}


def batch_size(settings: Settings, watch: Watch) -> dict[str, Any]:
    """Examples a second by the size of a batch, over at most 256 steps an epoch."""
    sizes = (1, 16, 256) if settings.quick else (1, 4, 16, 64, 256, 1024, 4096)
    works = {f"batch {size}": _of_batches(size, settings) for size in sizes}
    held = hold("batch-size", [OURS[mode] for mode in ("eager", "graph", "epoch")], works, watch)
    return held.report(f"{settings.rounds} rounds", _labelled(held, works), RATES)


def _of_batches(size: int, settings: Settings) -> Work:
    # With small batches a rate that suits large ones makes training chaotic: rounding alone would change the losses.
    rate = 0.05 * min(1.0, size / 64)
    examples = min(settings.fewer(50_000), 256 * size)
    return Work(settings.rounds + 1, examples=examples, batch_size=size, learning_rate=rate)


def width(settings: Settings, watch: Watch) -> dict[str, Any]:
    """Seconds by the width of both hidden layers, beside the matrix products alone."""
    works = {
        f"width {units}": Work(settings.rounds + 1, examples=settings.fewer(6_400), width=units)
        for units in (64, 256, 1024)
    }
    held = hold("width", [*OURS.values(), *FLOORS], works, watch)
    return held.report(f"batch 64, {settings.rounds} rounds", _labelled(held, works), SHARES)


def epochs(settings: Settings, watch: Watch) -> dict[str, Any]:
    """Seconds in all after so many epochs, the first and its compilation included: what a short run pays."""
    counts = (1, 2, 5) if settings.quick else (1, 2, 5, 10, 20)
    work = Work(counts[-1], examples=settings.fewer(50_000))
    # Rounding grows with the epochs, and the losses that it is compared with fall.
    contestants = [replace(OURS[mode], tolerance=0.02) for mode in ("graph", "xla", "epoch")]
    held = hold("epochs", contestants, {"": work}, watch)
    rows = summaries.rows(held.measured[""], work.examples, OURS["graph"].name)
    for row in rows:
        totals = list(itertools.accumulate(row["all_seconds"]))
        row.update({f"after_{count}": totals[count - 1] for count in counts})
    columns = {"": "name", **{f"after {count}, s": f"after_{count}" for count in counts}}
    return held.report(f"{work.examples:,} images, batch 64, each epoch measured once", rows, columns)


def _labelled(held: Contest, works: Mapping[str, Work]) -> list[dict[str, Any]]:
    return [
        {"label": label, **row}
        for label, work in works.items()
        for row in summaries.rows(held.measured[label], work.examples, OURS["graph"].name)
    ]
