"""Figures as files that look right outside the site's pages."""

import re
from functools import cache

from docsite.project import DOCS

FONTS = 'system-ui, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans Hebrew", sans-serif'

ENLARGED = 1.5  # as on the site's own pages, where a figure is as wide as the text


def standing_alone(svg: str) -> str:
    """A stored figure with its colours, a font and a white ground written in, and a size of its own."""
    svg = re.sub(r' data-\w+="\w+"', "", svg)
    for variable, colour in _colours().items():
        svg = svg.replace(f"var({variable})", colour)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert box  # as `svg.check` has seen
    width, height = (round(ENLARGED * float(side)) for side in box.groups())
    size = f'width="{width}" height="{height}"'
    opening = f"<svg {size} style='background: #fff; font-family: {FONTS}' "
    return svg.replace("currentColor", "#1f2933").replace("<svg ", opening, 1)


@cache
def _colours() -> dict[str, str]:
    """The colours of the figures in the light theme, from the site's own style sheet, where they come first."""
    css = (DOCS / "assets" / "site.css").read_text("utf-8")
    light = css[css.index('[data-md-color-scheme="default"]') : css.index('[data-md-color-scheme="slate"]')]
    return dict(re.findall(r"(--figure-\d+): (#\w+);", light))
