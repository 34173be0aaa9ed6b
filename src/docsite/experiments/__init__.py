"""Named experiments: plain functions whose outcomes are the numbers of the site.

An experiment imports what it needs inside itself. So the list of experiments is read without TensorFlow, its code is
shown whole to readers, and the modules that its numbers depend on can be read from its syntax.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from docsite.project import DocsError, known


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

    def on(self, data: str) -> "Experiment":
        """The same experiment on another data set."""
        if not self.overrides and data != self.data:
            raise DocsError(f"experiment {self.name} takes no other data than {self.data or 'its own'}")
        return replace(self, data=data)

    def run(self) -> dict[str, Any]:
        return self.function(**self.overrides)


_registry: dict[str, Experiment] = {}


def experiment(name: str, *, cost: float, data: str | None = None, timing: bool = False, bench: bool = False):
    def register(function):
        if name in _registry:
            raise ValueError(f"two experiments are called {name!r}")
        _registry[name] = Experiment(name, function, cost, data, timing, bench)
        return function

    return register


def experiments() -> dict[str, Experiment]:
    """All experiments by name, those of every module in this folder."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_registry.items()))


def find(name: str) -> Experiment:
    found = experiments()
    if name not in found:
        raise DocsError(f"no experiment {name!r}; {known(found)}")
    return found[name]
