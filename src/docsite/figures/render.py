"""From an outcome to an inline SVG that takes its colours and its font from the page."""

import io
import re
from typing import Any

from docsite.studies import Figure

# Stand-ins that Matplotlib draws with; the page's style sheet says what each becomes in either theme.
FOREGROUND = "#010203"
SERIES = ("#0a0b01", "#0a0b02", "#0a0b03", "#0a0b04", "#0a0b05", "#0a0b06")


def draw(figure: Figure, outcome: dict[str, Any]) -> str:
    """The figure as one line of SVG: the same bytes for the same outcome and code."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    matplotlib.rcdefaults()
    with matplotlib.rc_context(_style(figure.name)):
        canvas = Canvas(figsize=figure.size, layout="constrained")
        FigureCanvasSVG(canvas)
        figure.function(canvas, outcome)
        buffer = io.StringIO()
        canvas.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return _inline(buffer.getvalue(), figure.name)


def _style(name: str) -> Any:  # Matplotlib types the names of its parameters as literals
    from cycler import cycler

    ink = ("axes.edgecolor", "axes.labelcolor", "text.color", "xtick.color", "ytick.color", "grid.color")
    return {
        **dict.fromkeys(ink, FOREGROUND),
        "axes.prop_cycle": cycler(color=SERIES),
        "axes.grid": True,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.axisbelow": True,
        "grid.alpha": 0.15,
        "legend.frameon": False,
        "lines.linewidth": 2.0,
        "lines.markersize": 4.0,
        "font.size": 11.0,
        "svg.fonttype": "none",
        "svg.hashsalt": name,
    }


def _inline(svg: str, name: str) -> str:
    """Without header and metadata, ids made the page's own, colours as CSS variables, lines joined."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<title>.*?</title>", "", svg, flags=re.S)
    prefix = re.sub(r"\W", "-", name)
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r'(url\(#|href="#)', rf"\g<1>{prefix}-", svg)
    svg = svg.replace(FOREGROUND, "currentColor")
    for index, colour in enumerate(SERIES):
        svg = svg.replace(colour, f"var(--figure-{index})")
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    svg = re.sub(r' (?:width|height)="[\d.]+pt"', "", svg, count=2)
    return re.sub(r"\s*\n\s*", " ", svg).strip().replace("> <", "><")
