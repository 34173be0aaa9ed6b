"""What the pages show of the bench: the parts' rows, as columns and as ratios under names of their own."""

import statistics
from typing import Any

from docsite.benchmarks.contests import Part, Settings
from docsite.benchmarks.loops import loops
from docsite.benchmarks.scaling import batch_size, epochs, width
from docsite.benchmarks.variants import gan, replicas
from docsite.progress import Progress
from docsite.project import ROOT, DocsError

RIVALS = ROOT / ".venv-rivals" / "bin" / "python"
OTHERS = ("PyTorch", "JAX", "NumPy")
MODES = ("eager", "graph", "xla", "epoch")
Rows = list[dict[str, Any]]


def of_loops(rounds: int) -> dict[str, Any]:
    """Every contestant beside the whole epoch; raises `DocsError` where a rival is missing."""
    rows = _measured(loops, rounds)
    found = {row["name"]: row for row in rows}
    missing = [name for name in OTHERS if not any(row["name"].startswith(name) for row in rows)]
    if missing:
        raise DocsError(f"{', '.join(missing)} could not be measured; run: make bench-rivals ONLY=loops")
    best_fit = next(row for row in rows if row["name"].startswith("Keras fit"))
    best_rival = next(row for row in rows if row["name"].startswith(OTHERS))
    floor = next(row for row in rows if row["name"].startswith("matrix products"))
    epoch = found["ours, epoch"]
    return {
        "table": {
            "contestant": [row["name"] for row in rows],
            "to_epoch": [_ratio(row, epoch) for row in rows],
            "seconds": [row["seconds"]["median"] for row in rows],
            "first_epoch": [row["first_seconds"] for row in rows],
            "memory": [round(row["peak_mib"]) for row in rows],
        },
        "eager_to_epoch": _ratio(found["ours, eager"], epoch),
        "graph_to_epoch": _ratio(found["ours, graph"], epoch),
        "plain_fit_to_epoch": _ratio(found["Keras fit"], epoch),
        "fit_to_epoch": _ratio(best_fit, epoch),
        "rival_to_epoch": _ratio(best_rival, epoch),
        "epoch_to_floor": _ratio(epoch, floor),
        "floor_share": _ratio(floor, epoch),
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
    """How many times as long as the matrix products each mode takes, by the width of the hidden layers."""
    seconds = _by_label(_measured(width, rounds), "seconds")
    floors = {
        label: min(spread["median"] for name, spread in found.items() if name.startswith("matrix products"))
        for label, found in seconds.items()
    }
    columns = {
        mode: [found[f"ours, {mode}"]["median"] / floors[label] for label, found in seconds.items()] for mode in MODES
    }
    return {
        "multiples": {"width": [int(label.split()[1]) for label in seconds], **columns},
        "graph_to_floor_narrowest": columns["graph"][0],
        "graph_to_floor_widest": columns["graph"][-1],
        "epoch_to_floor_widest": columns["epoch"][-1],
    }


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
    return part(settings, Progress(print))["rows"]


def _ratio(row: dict[str, Any], base: dict[str, Any]) -> float:
    """The median of the ratios within each round, the first, which compiles, left out."""
    pairs = zip(row["all_seconds"][1:], base["all_seconds"][1:], strict=True)
    return statistics.median(mine / other for mine, other in pairs)


def _named(rows: Rows, name: str) -> dict[str, Any]:
    return next(row for row in rows if row["name"] == name)


def _by_label(rows: Rows, column: str) -> dict[str, dict[str, Any]]:
    """The values of a column by label and contestant."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["label"], {})[row["name"]] = row[column]
    return found
