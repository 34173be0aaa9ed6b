"""The package's loops beside Keras's `fit`, PyTorch, JAX, NumPy by hand, and the matrix products alone."""

from typing import Any

from docsite.benchmarks import summaries
from docsite.benchmarks.contests import Settings, Watch, hold
from docsite.benchmarks.processes import Contestant
from docsite.benchmarks.work import Work

# `fit` draws an order of its own, so its losses are those of other batches.
OWN_ORDER = 0.05

OURS = {mode: Contestant(f"ours, {mode}", "ours", {"mode": mode}) for mode in ("eager", "graph", "xla", "epoch")}
# Each batch as two halves, whose gradients are added: two chains of products that need not wait for each other.
SUMS = ", two sums"
IN_SUMS = Contestant(f"ours, epoch{SUMS}", "ours", {"mode": "epoch", "sums": True})
BY_HAND = Contestant("NumPy by hand", "in_numpy")
FLOORS = [
    Contestant("matrix products, TensorFlow", "floor", {"library": "tensorflow"}, tolerance=None),
    Contestant("matrix products, XLA", "floor", {"library": "xla"}, tolerance=None),
    Contestant("matrix products, NumPy", "floor", {"library": "numpy"}, tolerance=None),
]
COLUMNS = {
    "": "name",
    "seconds": "seconds",
    "to ours, graph": "ratio",
    "of floor": "share",
    "first, s": "first_seconds",
    "MiB": "peak_mib",
}
NOTES = [
    "Medians (least–greatest) over the rounds; ratios are of the same round.",
    "The first epoch compiles and is not counted in the others.",
    "Ours draw their order inside the measured time; NumPy, PyTorch and JAX are handed the same; fit draws its own.",
]
ADD_RIVALS = "make bench-rivals adds PyTorch and JAX."


def loops(settings: Settings, watch: Watch) -> dict[str, Any]:
    """Seconds an epoch of the same training by each, from processes that take turns."""
    work = Work(settings.rounds + 1, examples=settings.fewer(50_000))
    contestants = [*OURS.values(), IN_SUMS, *keras_fit(work.steps), BY_HAND, *rivals(settings.rivals), *FLOORS]
    held = hold("loops", contestants, {"": work}, watch)
    rows = summaries.rows(held.measured[""], work.examples, OURS["graph"].name)
    title = f"{work.examples:,} images, dense 784-64-64-10, batch {work.batch_size}, {settings.rounds} rounds"
    return held.report(title, rows, COLUMNS, NOTES if settings.rivals else [*NOTES, ADD_RIVALS])


def keras_fit(steps: int) -> list[Contestant]:
    """Keras's `fit` as it comes, and in what makes it faster."""
    variants: dict[str, dict[str, Any]] = {
        "Keras fit": {},
        "Keras fit, 71 steps a call, XLA": {"steps": 71, "jit_compile": True},
        "Keras fit, epoch a call": {"steps": steps},
        "Keras fit, epoch a call, XLA": {"steps": steps, "jit_compile": True},
    }
    return [Contestant(name, "keras_fit", options, OWN_ORDER) for name, options in variants.items()]


def rivals(python: str | None) -> list[Contestant]:
    """Those that need libraries of an environment of their own."""
    if python is None:
        return []
    return [
        Contestant("PyTorch, eager", "in_torch", python=python),
        Contestant("PyTorch, compiled", "in_torch", {"compiled": True}, python=python),
        Contestant("JAX, jitted step", "in_jax", python=python),
        Contestant("JAX, scan", "in_jax", {"scan": True}, python=python),
        Contestant(f"JAX, scan{SUMS}", "in_jax", {"scan": True, "sums": True}, python=python),
    ]
