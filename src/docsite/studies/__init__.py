"""What authors edit: the experiments behind the site's numbers and the figures of their outcomes, a file a topic.

An experiment imports what it needs inside itself. So the list of experiments is read without TensorFlow, its code is
shown whole to readers, and the modules that its numbers depend on can be read from its syntax. A figure is a function
that draws an outcome: the stored one for the site, and in a reader's interpreter a live one.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from docsite.project import DocsError, existing, relative

WIDTH = 5.0  # of a figure, in inches: as wide as a phone shows it with letters that can be read
DATA_SETS = ("fashion-mnist", "mnist", "mnist-10k")  # what `training_loops.data.load_digits` gives


@dataclass(frozen=True)
class Experiment:
    """A function that returns an outcome: a dictionary of numbers, lists, arrays and histories.

    `cost` is its time in seconds on two cores; `data` names the data set whose digest is part of the key; a `timing`
    measures time, so it runs alone, and no two runs of it agree. A `bench` runs the contestants of
    `docsite.benchmarks`, which a reader's copy does not have, so no program for it is shown.
    """

    name: str
    function: Callable[..., dict[str, Any]]
    cost: float
    data: str | None = None
    timing: bool = False
    bench: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """The defaults of the function's arguments; only `source`, which names the data, can be another."""
        signature = inspect.signature(self.function).parameters
        return {name: parameter.default for name, parameter in signature.items()} | self.overrides

    @property
    def overrides(self) -> dict[str, Any]:
        return {"source": self.data} if "source" in inspect.signature(self.function).parameters else {}

    def takes(self, data: str) -> bool:
        return data == self.data or ("source" in self.parameters and data in DATA_SETS)

    def on(self, data: str) -> "Experiment":
        """The same experiment on another data set; raises `DocsError` where it takes none."""
        if data not in DATA_SETS:
            raise DocsError(f"no data set {data!r}; {existing(DATA_SETS)}")
        if not self.takes(data):
            raise DocsError(f"experiment {self.name} takes no other data than {self.data or 'its own'}")
        return replace(self, data=data)

    def run(self) -> dict[str, Any]:
        return self.function(**self.overrides)


@dataclass(frozen=True)
class Figure:
    """`function(figure, outcome)` draws into a Matplotlib figure of `size`, width and height in inches.

    `values` are paths into the outcome, the columns of the table that stands behind the figure. A curve that shows two
    of them is told by its numbers; what else shows rows names them as its `gid`, such as `gid="rows [0, 1]"`.
    """

    name: str
    function: Callable
    size: tuple[float, float]
    values: tuple[str, ...] = ()

    @property
    def experiment(self) -> str:
        return self.name.partition(".")[0]


Study = TypeVar("Study", Experiment, Figure)


def place_of(study: Experiment | Figure) -> tuple[Path, int]:
    """The file and the line in which its author has written it."""
    code = study.function.__code__
    return Path(code.co_filename), code.co_firstlineno


class Registry(Generic[Study]):
    """Studies of one kind by name, filled by the decorators of every module in this folder."""

    def __init__(self, kind: str):
        self.kind = kind
        self.added: dict[str, Study] = {}

    def add(self, study: Study) -> None:
        if study.name in self.added:
            path, line = place_of(self.added[study.name])
            first = f"the first is in {relative(path)}:{line}"
            raise DocsError(f"a second {self.kind} {study.name!r}, and {first}; rename one", *place_of(study))
        self.added[study.name] = study

    def all(self) -> dict[str, Study]:
        for module in pkgutil.iter_modules(__path__):
            importlib.import_module(f"{__name__}.{module.name}")
        return dict(sorted(self.added.items()))

    def find(self, name: str) -> Study:
        found = self.all()
        if name not in found:
            raise DocsError(f"no {self.kind} {name!r}; {existing(found)}")
        return found[name]


experiments: Registry[Experiment] = Registry("experiment")
figures: Registry[Figure] = Registry("figure")


def experiment(name: str, *, cost: float, data: str | None = None, timing: bool = False, bench: bool = False):
    """Register the function below as the experiment of this name."""

    def register(function):
        experiments.add(Experiment(name, function, cost, data, timing, bench))
        return function

    return register


def figure(name: str, *, size: tuple[float, float] = (WIDTH, 3.4), values: tuple[str, ...] = ()):
    """Register the function below as a figure: `name` is its experiment's, a dot, and its own."""

    def register(function):
        figures.add(Figure(name, function, size, values))
        return function

    return register
