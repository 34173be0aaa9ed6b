"""The parts of a drawing as SVG: what follows in the same style is one path, or one group that has the style."""

import base64
import html
import io
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

SIZE = 11.5  # of text, in points: 11 pixels and more where a figure is as wide as a phone
USUAL = {("font-size", f"{SIZE}"), ("fill", "currentColor"), ("text-anchor", "start")}  # said once, or by SVG itself
GRAYS = 16  # of a picture: as many as half a byte holds


class Part(NamedTuple):
    """`series` are the columns or the rows that it shows, `axis` the axis that a tick belongs to; both may be empty.

    `body` is the `d` of a path, or the whole of another element but for its style.
    """

    series: str
    axis: str
    tag: str
    style: tuple[tuple[str, str], ...]
    body: str


def number(value: float) -> str:
    """To a tenth of a point, which is less than an eye sees."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def svg(parts: list[Part], width: float, height: float) -> str:
    inside = "".join(_grouped(parts))
    box = f'viewBox="0 0 {number(width)} {number(height)}"'
    usual = f'fill="currentColor" font-size="{SIZE}" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {usual}>{inside}</svg>'


def text(words: str, x: float, y: float, angle: float) -> str:
    place = f'x="{number(x)}" y="{number(y)}"'
    turned = f' transform="rotate({number(-angle)} {number(x)} {number(y)})"' if angle else ""
    return f"{place}{turned}>{html.escape(words, quote=False)}</text>"


def image(pixels, box: tuple[float, float, float, float]) -> str:
    """A picture, its first row on top; one in gray has a few grays only, which makes it small."""
    from PIL import Image

    picture = Image.fromarray(pixels).convert("RGB")
    if (pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all():
        picture = picture.convert("L").quantize(GRAYS)
    file = io.BytesIO()
    picture.save(file, format="png", optimize=True)
    sides = zip(("x", "y", "width", "height"), map(number, box), strict=True)
    place = " ".join(f'{name}="{value}"' for name, value in sides)
    data = base64.b64encode(file.getvalue()).decode()
    return f'{place} preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'


def _grouped(parts: list[Part]) -> Iterator[str]:
    for (series, axis), run in groupby(parts, key=lambda part: (part.series, part.axis)):
        same = list(run)
        if axis:  # the ticks of an axis lie side by side, so all their lines can come before all their numbers
            styles = list(dict.fromkeys(part.style for part in same))
            same.sort(key=lambda part: styles.index(part.style))
        inside = "".join(_styled(same))
        yield f"<g {_shown(series)}>{inside}</g>" if series else inside


def _shown(series: str) -> str:
    what, *places = re.findall(r"\w+", series)
    return f'data-rows="{" ".join(places)}"' if what == "rows" else f'data-x="{what}" data-y="{places[0]}"'


def _styled(parts: list[Part]) -> Iterator[str]:
    for (tag, style), run in groupby(parts, key=lambda part: (part.tag, part.style)):
        told = "".join(f' {name}="{value}"' for name, value in style if tag == "path" or (name, value) not in USUAL)
        bodies = [part.body for part in run]
        if tag == "path" and "fill-opacity" not in dict(style):  # translucent areas add up where they overlap
            yield f'<path{told} d="{"".join(bodies)}"/>'
        elif len(bodies) == 1 or not told:
            yield "".join(f"<{tag}{told} {_whole(tag, body)}" for body in bodies)
        else:
            yield f"<g{told}>{''.join(f'<{tag} {_whole(tag, body)}' for body in bodies)}</g>"


def _whole(tag: str, body: str) -> str:
    return f'd="{body}"/>' if tag == "path" else body
