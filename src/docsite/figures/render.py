"""From an outcome to an inline SVG that takes its colours and its font from the page."""

import io
from typing import Any

from docsite.figures import values
from docsite.figures.marks import SIZE
from docsite.languages import LANGUAGES
from docsite.studies import Figure

# Stand-ins that Matplotlib draws with; the page's style sheet says what each becomes in either theme.
FOREGROUND = "#010203"
SERIES = tuple(f"#0a0b{number:02x}" for number in range(1, 10))
COLOURS = {FOREGROUND: "currentColor"} | {colour: f"var(--figure-{place})" for place, colour in enumerate(SERIES)}


def draw(figure: Figure, outcome: dict[str, Any]) -> str:
    """The figure as one line of SVG: the same bytes for the same outcome and code."""
    import matplotlib
    from matplotlib.figure import Figure as Drawing

    from docsite.figures.canvas import Canvas

    matplotlib.rcdefaults()
    with matplotlib.rc_context(_style()):
        drawing = Drawing(figsize=figure.size, dpi=Canvas.fixed_dpi, layout="constrained")
        canvas = Canvas(drawing, COLOURS, variants)
        figure.function(drawing, outcome)
        _name_curves(drawing, values.columns(figure, outcome))
        drawing.draw_without_rendering()  # lays it out, once more where it is drawn
        buffer = io.StringIO()
        canvas.print_svg(buffer)
    return buffer.getvalue()


def variants(label: str) -> list[str]:
    """What stands in the place of a label on the pages of the other languages."""
    found = (language.words.get("labels", {}).get(label) for language in LANGUAGES)
    return [text for text in found if text]


def _name_curves(drawing, columns: dict[str, list[Any]]) -> None:
    """Name each curve after the two columns that it shows, so that a reader can be told its values."""
    lists = list(columns.values())
    for line in (line for axes in drawing.axes for line in axes.lines):
        shown = [list(map(float, data)) for data in line.get_data(orig=False)]  # equal to a column of whole numbers too
        if shown[0] in lists and shown[1] in lists:
            line.set_gid(" ".join(str(lists.index(data)) for data in shown))


def _style() -> Any:  # Matplotlib types the names of its parameters as literals
    from cycler import cycler

    ink = ("axes.edgecolor", "axes.labelcolor", "text.color", "xtick.color", "ytick.color", "grid.color")
    return {
        **dict.fromkeys(ink, FOREGROUND),
        **dict.fromkeys(("figure.facecolor", "axes.facecolor"), "none"),
        **dict.fromkeys(("figure.constrained_layout.w_pad", "figure.constrained_layout.h_pad"), 0.08),
        "axes.prop_cycle": cycler(color=SERIES),
        "axes.grid": True,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.axisbelow": True,
        "grid.alpha": 0.15,
        "legend.frameon": False,
        "legend.fontsize": "medium",
        "lines.linewidth": 2.0,
        "lines.markersize": 4.0,
        "font.size": SIZE,
    }
