"""Named figures: functions that draw the outcome of an experiment.

The same function draws the site's figure from the stored outcome and, in a reader's interpreter, from a live one.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from docsite.project import DocsError, known


@dataclass(frozen=True)
class Figure:
    """`function(figure, outcome)` draws into a Matplotlib figure of `size`, width and height in inches."""

    name: str
    function: Callable
    size: tuple[float, float]

    @property
    def experiment(self) -> str:
        return self.name.partition(".")[0]


_registry: dict[str, Figure] = {}


def figure(name: str, *, size: tuple[float, float] = (6.4, 4.0)):
    def register(function):
        if name in _registry:
            raise ValueError(f"two figures are called {name!r}")
        _registry[name] = Figure(name, function, size)
        return function

    return register


def figures() -> dict[str, Figure]:
    """All figures by name, those of every module in this folder."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_registry.items()))


def find(name: str) -> Figure:
    found = figures()
    if name not in found:
        raise DocsError(f"no figure {name!r}; {known(found)}")
    return found[name]
