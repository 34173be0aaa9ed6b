"""The GAN's step in its variants, and one replica against two."""

from typing import Any

from docsite.benchmarks import summaries
from docsite.benchmarks.contests import Settings, Watch, hold
from docsite.benchmarks.processes import Contestant
from docsite.benchmarks.work import Work

REPLICAS = [
    Contestant("one replica", "replicas", {"replicas": 1}),
    Contestant("two replicas", "replicas", {"replicas": 2}),
]


def gan(settings: Settings, watch: Watch) -> dict[str, Any]:
    """Seconds of a few steps of the GAN."""
    work = Work(settings.rounds + 1, examples=32 * settings.fewer(8), batch_size=32)
    modes = ("eager", "graph", "jit")
    # Convolutions add in another order when compiled, and two models that learn from each other amplify it.
    contestants = [Contestant(f"GAN, {mode}", "gan_step", {"mode": mode}, tolerance=0.02) for mode in modes]
    held = hold("gan", contestants, {"": work}, watch)
    rows = summaries.rows(held.measured[""], work.examples, "GAN, graph")
    columns = {
        "": "name",
        f"seconds for {work.steps} steps": "seconds",
        "to graph": "ratio",
        "images/s": "examples_per_second",
        "first call, s": "first_seconds",
        "peak MiB": "peak_mib",
    }
    return held.report(f"batch {work.batch_size}, {settings.rounds} rounds", rows, columns)


def replicas(settings: Settings, watch: Watch) -> dict[str, Any]:
    """The same global batch on one logical device of the processor and divided between two."""
    work = Work(settings.rounds + 1, examples=settings.fewer(12_800))
    held = hold("replicas", REPLICAS, {"": work}, watch)
    rows = summaries.rows(held.measured[""], work.examples, "one replica")
    columns = {"": "name", "seconds an epoch": "seconds", "to one": "ratio", "first epoch, s": "first_seconds"}
    notes = ["Two replicas on one processor show what dividing a batch costs, not what a second device gives."]
    return held.report(f"{work.examples:,} images, batch 64, {settings.rounds} rounds", rows, columns, notes)
