"""What every contestant works on: the same digits, initial weights and orders, in one file."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from docsite.project import DocsError

# Digits moved by a pixel are digits still: the bundled ones and these are enough for the size of MNIST.
SHIFTS = ((0, 0), (0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, -1))


@dataclass(frozen=True)
class Work:
    """A classifier of digits, `width` units in each hidden layer, and how it is trained for so many epochs."""

    epochs: int
    examples: int = 50_000
    batch_size: int = 64
    width: int = 64
    learning_rate: float = 0.05
    seed: int = 22

    @property
    def steps(self) -> int:
        return -(-self.examples // self.batch_size)


def write_all(works: Mapping[Path, Work]) -> None:
    """Write each work to its path in a process that ends, so that what it loads weighs on no measurement."""
    asked = json.dumps({str(path): asdict(work) for path, work in works.items()})
    command = [sys.executable, "-m", "docsite.benchmarks.work", asked]
    finished = subprocess.run(command, capture_output=True, text=True)
    if finished.returncode:
        lines = finished.stderr.strip().splitlines() or [f"exit status {finished.returncode}"]
        raise DocsError(f"the data of the bench cannot be made: {lines[-1]}")


def write(path: Path, work: Work) -> None:
    """Write the work as an archive of NumPy's, which `contestants.serving` reads."""
    import numpy as np

    from docsite.benchmarks.contestants.keras_model import build
    from training_loops.data import in_batches

    images, labels = _digits(work.examples)
    rows = np.arange(work.examples, dtype=np.int32)
    # The orders in which the loops of the package see the examples.
    orders = [
        next(iter(in_batches([rows], len(rows), seed=work.seed, epoch=epoch)))[0].numpy()
        for epoch in range(1, work.epochs + 1)
    ]
    weights = {f"weights_{index}": array for index, array in enumerate(build(work.width).get_weights())}
    numbers = {name: getattr(work, name) for name in ("batch_size", "learning_rate", "seed")}
    np.savez(path, images=images, labels=labels, orders=np.stack(orders), **weights, **numbers)


def _digits(count: int):
    """The first `count` of the bundled training digits and of their moved copies: images and labels."""
    import numpy as np

    from training_loops.data import load_digits

    images, labels = load_digits().train
    copies = -(-count // len(labels))
    if copies > len(SHIFTS):
        raise ValueError(f"examples must be at most {len(SHIFTS) * len(labels)}, not {count}")
    moved = [np.roll(images, shift, axis=(1, 2)) for shift in SHIFTS[:copies]]
    return np.concatenate(moved)[:count], np.tile(labels, copies)[:count]


if __name__ == "__main__":
    for name, settings in json.loads(sys.argv[1]).items():
        write(Path(name), Work(**settings))
