"""Figures that a script of the site makes movable, with what the script is given: numbers of the stored results."""

import ast
from typing import Any

from docsite.code.definitions import module
from docsite.pages.provenance import record_of
from docsite.pages.resolved import Figure, Interactive
from docsite.project import DocsError
from docsite.results.outcome import lookup

MODULE, STEP = "training_loops.linear", "train_step"
POINTS = {"x": "x", "y": "y", "w": "history.w[0]", "b": "history.b[0]", "true_w": "true_w", "true_b": "true_b"}


def stepper(experiment: str, figure: Figure, compact: bool) -> Interactive:
    """Gradient descent on the points of an experiment, from its start; a compact one shows no code and no formulas."""
    record = record_of(experiment)
    parameters = record["made_from"]["parameters"]
    missing = {"learning_rate", "epochs"} - parameters.keys()
    if missing:
        raise DocsError(f"{experiment} has no {min(missing)}: only gradient descent on a line can be stepped through")
    data = {name: lookup(record["outcome"], path) for name, path in POINTS.items()}
    data |= {"rate": parameters["learning_rate"], "epochs": parameters["epochs"], "compact": compact}
    return _movable(figure, "stepper", data | {"lines": _lines()})


def samples(figure: Figure) -> Interactive:
    """A slider over the epochs of a figure that has a row of images for each; the losses are those after the epoch."""
    outcome = record_of(figure.name.partition(".")[0])["outcome"]
    epochs = lookup(outcome, "sample_epochs")
    history = lookup(outcome, "history")
    losses = {name: dict(zip(history["epoch"], values, strict=True)) for name, values in history.items()}
    kinds = {"generator": "generator_loss", "discriminator": "discriminator_loss"}
    rows = [{"epoch": epoch, **{kind: losses[name].get(epoch) for kind, name in kinds.items()}} for epoch in epochs]
    return _movable(figure, "samples", {"rows": rows})


def _movable(figure: Figure, kind: str, data: dict[str, Any]) -> Interactive:
    return Interactive(**vars(figure), kind=kind, data=data)


def _lines() -> list[str]:
    """The step as the package has it, without its docstring."""
    code = module(MODULE).definitions[STEP].code
    [function] = ast.parse(code).body
    assert isinstance(function, ast.FunctionDef)
    docstring = function.body[0]
    lines = code.rstrip().split("\n")
    return lines[: docstring.lineno - 1] + lines[docstring.end_lineno :]
