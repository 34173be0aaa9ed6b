"""Figures as files that look right outside the site's pages."""

import re

from docsite import pictures
from docsite.languages import Language

# The colours of the light theme in docs/assets/site.css.
COLOURS = ("#1f66b3", "#c2410c", "#15803d", "#8b3aa8", "#a16207", "#64748b")
FONTS = 'system-ui, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans Hebrew", sans-serif'


def standing_alone(name: str, language: Language) -> str:
    """The figure in a language, with its colours, a font and a white ground written in, and a size of its own."""
    svg = pictures.translated(pictures.read(name), language.words.get("labels", {}))
    svg = re.sub(r' data-(?:key|digest)="\w+"', "", svg)
    for index, colour in enumerate(COLOURS):
        svg = svg.replace(f"var(--figure-{index})", colour)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert box
    size = f'width="{box[1]}" height="{box[2]}"'
    opening = f"<svg {size} style='background: #fff; font-family: {FONTS}' "
    return svg.replace("currentColor", "#1f2933").replace("<svg ", opening, 1)
