"""A canvas on which Matplotlib draws light SVG: without ids, style sheets and an element for each mark.

Only `render.draw` imports this module, since it needs Matplotlib.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from matplotlib.backend_bases import FigureCanvasBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path

from docsite.figures import marks
from docsite.figures.marks import Part, number

WIDE = re.compile("[\u2e80-\u9fff\uff00-\uff60]")  # Chinese letters and signs, for which Matplotlib has no font
SQUARE = "\u2014"  # as wide as the font is high, as they are
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "z"}


class Canvas(FigureCanvasBase):
    """`colours` says what stands for a colour of the drawing, `variants` what other texts a label may become."""

    filetypes = {"svg": "Scalable Vector Graphics"}  # noqa: RUF012 (of an instance, says Matplotlib)
    fixed_dpi = 72

    def __init__(self, figure, colours: dict[str, str], variants: Callable[[str], Iterable[str]]):
        super().__init__(figure)
        self.colours, self.variants = colours, variants

    @classmethod
    def get_default_filetype(cls) -> str:
        return "svg"

    def print_svg(self, file, **_) -> None:
        """Write the drawing; Matplotlib calls this too, for a renderer that measures texts."""
        width, height = self.figure.get_size_inches() * self.fixed_dpi
        renderer = Renderer(width, height, self)
        self.figure.draw(renderer)
        file.write(marks.svg(renderer.parts, renderer.width, renderer.height))


class Renderer(RendererBase):
    """Notes what is drawn, each part with the series and the axis that it belongs to."""

    def __init__(self, width: float, height: float, canvas: Canvas):
        super().__init__()
        self.width, self.height, self.canvas = width, height, canvas
        self.parts: list[Part] = []
        self.series = self.axis = self.named = ""

    def open_group(self, s: str, gid: str | None = None) -> None:
        if gid:
            self.series, self.named = gid, s
        elif s.startswith("matplotlib.axis"):
            self.axis = f"{s}-{len(self.parts)}"

    def close_group(self, s: str) -> None:
        if s == self.named:
            self.series = self.named = ""
        elif s.startswith("matplotlib.axis"):
            self.axis = ""

    def draw_path(self, gc, path, transform, rgbFace=None) -> None:  # noqa: N803 (Matplotlib's own name)
        style = self._fill(gc, rgbFace) | self._stroke(gc)
        if style != {"fill": "none"}:
            self._add("path", style, self._shape(path, transform))

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None) -> None:  # noqa: N803
        """Circles are the round ends of lines without a length, all of them in one path."""
        if Path.CURVE4 not in set(marker_path.codes if marker_path.codes is not None else ()) or rgbFace is None:
            super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
            return
        edge = gc.get_linewidth() if "stroke" in self._stroke(gc) else 0
        width = marker_path.get_extents(marker_trans).width + edge
        style = {"fill": "none", "stroke-linecap": "round", "stroke-width": number(width)}
        places = path.iter_segments(trans, simplify=False)
        dots = "".join(f"M{number(x)} {number(self.height - y)}h0" for (x, y), _ in places)
        self._add("path", style | self._painted("stroke", rgbFace, gc), dots)

    def option_scale_image(self) -> bool:
        return True

    def option_image_nocomposite(self) -> bool:
        return True

    def draw_image(self, gc, x: float, y: float, im, transform=None) -> None:  # noqa: ARG002
        """With its first row on top, whichever way it is handed over; never turned."""
        height, width = im.shape[:2]
        a, _, _, d, e, f = (width, 0, 0, height, 0, 0) if transform is None else transform.frozen().to_values()
        box = x + e, self.height - (y + f + max(d, 0)), a, abs(d)
        pixels = np.asarray(im)
        self._add("image", {"image-rendering": "pixelated"}, marks.image(pixels if d < 0 else pixels[::-1], box))

    def draw_text(self, gc, x: float, y: float, s: str, prop, angle: float, ismath=False, mtext=None):  # noqa: ARG002
        """Held where its alignment holds it, so that a text of another length stands right."""
        style = {"font-size": number(prop.get_size_in_points()), **self._painted("fill", gc.get_rgb(), gc)}
        if mtext and (angle == 0 or mtext.get_rotation_mode() == "anchor"):
            style["text-anchor"] = ANCHORS[mtext.get_horizontalalignment()]
            held_x, held_y = mtext.get_transform().transform(mtext.get_unitless_position())
            across = np.array([np.sin(np.radians(angle)), np.cos(np.radians(angle))])
            x, y = (held_x, self.height - held_y) + across * (across @ (x - held_x, y - self.height + held_y))
        self._add("text", style, marks.text(s, x, y, angle))

    def get_text_width_height_descent(self, s: str, prop, ismath) -> tuple[float, float, float]:
        """As wide as the widest text that may stand there."""
        measure = super().get_text_width_height_descent
        _, height, descent = measure(s, prop, ismath)
        texts = (WIDE.sub(SQUARE, text) for text in (s, *self.canvas.variants(s)))
        return max(measure(text, prop, ismath)[0] for text in texts), height, descent

    def flipy(self) -> bool:
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def _add(self, tag: str, style: dict[str, str], body: str) -> None:
        self.parts.append(Part(self.series, self.axis, tag, tuple(style.items()), body))

    def _shape(self, path, transform) -> str:
        pieces = []
        for points, code in path.iter_segments(transform, simplify=False):
            points[1::2] = self.height - points[1::2]
            pieces.append(LETTERS[code] + " ".join(map(number, [] if code == Path.CLOSEPOLY else points)))
        return "".join(pieces)

    def _fill(self, gc, colour) -> dict[str, str]:
        drawn = colour is not None and (len(colour) < 4 or colour[3] > 0)
        return self._painted("fill", colour, gc) if drawn else {"fill": "none"}

    def _stroke(self, gc) -> dict[str, str]:
        if gc.get_linewidth() == 0 or gc.get_rgb()[3] == 0:
            return {}
        style = self._painted("stroke", gc.get_rgb(), gc) | {"stroke-width": number(gc.get_linewidth())}
        _, dashes = gc.get_dashes()
        if dashes is not None:
            style["stroke-dasharray"] = " ".join(map(number, dashes))
        elif gc.get_capstyle() == "round":
            style["stroke-linecap"] = "round"
        return style

    def _painted(self, what: str, colour, gc) -> dict[str, str]:
        written = to_hex(colour)
        alpha = gc.get_alpha() if gc.get_forced_alpha() else colour[3] if len(colour) == 4 else 1
        style = {what: self.canvas.colours.get(written, written)}
        return style | ({f"{what}-opacity": f"{alpha:.2g}"} if alpha != 1 else {})
