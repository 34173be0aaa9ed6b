"""Named experiments: plain functions whose outcomes are the numbers of the site.

An experiment imports what it needs inside itself. So the list of experiments is read without TensorFlow, its code is
shown whole to readers, and the modules that its numbers depend on can be read from its syntax.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docsite.project import DocsError, known


@dataclass(frozen=True)
class Experiment:
    """A function that returns an outcome: a dictionary of numbers, lists, arrays and histories.

    `cost` is its time in seconds on two cores; `data` names the data set whose digest is part of the key.
    """

    name: str
    function: Callable[[], dict[str, Any]]
    cost: float
    data: str | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """The defaults of the function's arguments: a named run takes no others."""
        return {name: parameter.default for name, parameter in inspect.signature(self.function).parameters.items()}


_registry: dict[str, Experiment] = {}


def experiment(name: str, *, cost: float, data: str | None = None):
    def register(function):
        if name in _registry:
            raise ValueError(f"two experiments are called {name!r}")
        _registry[name] = Experiment(name, function, cost, data)
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
