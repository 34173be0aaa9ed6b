"""The program under a figure: the experiment, the drawing function, and a call, as one file that runs alone."""

import inspect
import textwrap

from docsite.code.layout import laid_out
from docsite.studies import Figure, experiments


def program(figure: Figure) -> str:
    """Python that runs the figure's experiment with its own parameters and draws its outcome."""
    experiment = experiments.find(figure.experiment)
    run, draw = experiment.function.__name__, figure.function.__name__
    width, height = figure.size
    definitions = _definition(experiment.function), _definition(figure.function)
    canvas = f'canvas = plt.figure(figsize=({width}, {height}), layout="constrained")'
    call = f"{canvas}\n{draw}(canvas, {run}())\nplt.show()\n"
    return laid_out("\n\n\n".join(["import matplotlib.pyplot as plt", *definitions, call]))


def _definition(function) -> str:
    """The function's text without its decorators, comments kept."""
    source = textwrap.dedent(inspect.getsource(function)).rstrip()
    lines = source.splitlines()
    first = next(index for index, line in enumerate(lines) if line.startswith("def "))
    return "\n".join(lines[first:])
