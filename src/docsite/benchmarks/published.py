"""What the pages show of the bench: the parts' rows, as columns and as ratios under names of their own."""

import contextlib
import statistics
from collections.abc import Callable, Iterator
from typing import Any

from docsite.benchmarks.contests import Part, Settings
from docsite.benchmarks.loops import SUMS, loops
from docsite.benchmarks.scaling import batch_size, epochs, width
from docsite.benchmarks.variants import gan, replicas
from docsite.project import ROOT, DocsError

RIVALS = ROOT / ".venv-rivals" / "bin" / "python"
OTHERS = ("PyTorch", "JAX", "NumPy")
Rows = list[dict[str, Any]]


class Told:
    """Who is told, where nobody watches: a line for each contestant that is left out."""

    def say(self, line: str, /) -> None:
        print(line)

    @contextlib.contextmanager
    def counting(self, _name: str, _total: int) -> Iterator[Callable[[str], None]]:
        yield lambda _doing: None


def of_loops(rounds: int) -> dict[str, Any]:
    """Every contestant beside the whole epoch; raises `DocsError` where a rival is missing."""
    rows = _measured(loops, rounds)
    found = {row["name"]: row for row in rows}
    missing = [name for name in OTHERS if not any(row["name"].startswith(name) for row in rows)]
    if missing:
        raise DocsError(f"{', '.join(missing)} could not be measured; run: make bench-rivals ONLY=loops")
    plain = [row for row in rows if not row["name"].endswith(SUMS)]
    best_fit = next(row for row in rows if row["name"].startswith("Keras fit"))
    best_rival = next(row for row in plain if row["name"].startswith(OTHERS))
    floor = next(row for row in rows if row["name"].startswith("matrix products"))
    epoch, sums = found["ours, epoch"], found[f"ours, epoch{SUMS}"]
    of_epoch = {
        "eager": found["ours, eager"],
        "graph": found["ours, graph"],
        "plain_fit": found["Keras fit"],
        "fit": best_fit,
        "rival": best_rival,
        "sums": sums,
    }
    return {
        "table": {
            "contestant": [row["name"] for row in rows],
            "to_epoch": [_ratio(row, epoch) for row in rows],
            "seconds": [row["seconds"]["median"] for row in rows],
            "least": [row["seconds"]["min"] for row in rows],
            "greatest": [row["seconds"]["max"] for row in rows],
            "first_epoch": [row["first_seconds"] for row in rows],
            "memory": [round(row["peak_mib"]) for row in rows],
        },
        **{f"{name}_to_epoch": _ratio(row, epoch) for name, row in of_epoch.items()},
        **{f"{name}_to_epoch_spread": _spread(row, epoch) for name, row in of_epoch.items()},
        "floor_share": _ratio(floor, epoch),
        "rival_sums_to_sums": _ratio(found[f"JAX, scan{SUMS}"], sums),
        "best_fit": best_fit["name"],
        "best_rival": best_rival["name"],
        "floor": floor["name"],
    }


def of_batch_size(rounds: int) -> dict[str, Any]:
    """Examples a second by the size of a batch."""
    rates = _by_label(_measured(batch_size, rounds), "examples_per_second")
    sizes = [int(label.split()[1]) for label in rates]
    columns = {mode: [found[f"ours, {mode}"] for found in rates.values()] for mode in ("eager", "graph", "epoch")}
    gains = [epoch / graph for epoch, graph in zip(columns["epoch"], columns["graph"], strict=True)]
    return {"rates": {"batch_size": sizes, **columns}, "gain_smallest": gains[0], "gain_largest": gains[-1]}


def of_width(rounds: int) -> dict[str, Any]:
    """How many times as long as the matrix products the compiled step takes, by the width of the hidden layers."""
    multiples = []
    for found in _by_label(_measured(width, rounds), "seconds").values():
        floor = min(spread["median"] for name, spread in found.items() if name.startswith("matrix products"))
        multiples.append(found["ours, graph"]["median"] / floor)
    return {"graph_to_floor_narrowest": multiples[0], "graph_to_floor_widest": multiples[-1]}


def of_epochs(rounds: int) -> dict[str, Any]:
    """Seconds in all after so many epochs, medians over whole runs."""
    runs = [_measured(epochs, 1) for _ in range(rounds)]
    counts = sorted(int(name.removeprefix("after_")) for name in runs[0][0] if name.startswith("after_"))
    totals = {
        mode: [statistics.median(_named(rows, f"ours, {mode}")[f"after_{count}"] for rows in runs) for count in counts]
        for mode in ("graph", "xla", "epoch")
    }
    return {"totals": {"epochs": counts, **totals}}


def of_variants(rounds: int) -> dict[str, Any]:
    """The GAN's step in its variants, and two replicas against one."""
    steps, shared = _measured(gan, rounds), _measured(replicas, rounds)
    graph = _named(steps, "GAN, graph")
    return {
        "jit_to_graph": _ratio(_named(steps, "GAN, jit"), graph),
        "eager_to_graph": _ratio(_named(steps, "GAN, eager"), graph),
        "two_to_one": _ratio(_named(shared, "two replicas"), _named(shared, "one replica")),
    }


def _measured(part: Part, rounds: int) -> Rows:
    settings = Settings(rounds, rivals=str(RIVALS) if RIVALS.exists() else None)
    return part(settings, Told())["rows"]


def _ratio(row: dict[str, Any], base: dict[str, Any]) -> float:
    """The median of the ratios within each round, the first, which compiles, left out."""
    return statistics.median(_ratios(row, base))


def _spread(row: dict[str, Any], base: dict[str, Any]) -> list[float]:
    """The least and the greatest of those ratios."""
    return [min(_ratios(row, base)), max(_ratios(row, base))]


def _ratios(row: dict[str, Any], base: dict[str, Any]) -> list[float]:
    pairs = zip(row["all_seconds"][1:], base["all_seconds"][1:], strict=True)
    return [mine / other for mine, other in pairs]


def _named(rows: Rows, name: str) -> dict[str, Any]:
    return next(row for row in rows if row["name"] == name)


def _by_label(rows: Rows, column: str) -> dict[str, dict[str, Any]]:
    """The values of a column by label and contestant."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["label"], {})[row["name"]] = row[column]
    return found
