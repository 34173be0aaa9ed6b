"""Figures: their colours, their letters, their weight, and the numbers behind them."""

import colorsys
import itertools
import math
import re
from functools import cache

import numpy as np
import pytest
from trees import Element, parsed
from written import PAGES, asked, record

from docsite.figures import palette, values
from docsite.languages import ENGLISH, LANGUAGES
from docsite.project import DOCS, RESULTS
from docsite.studies import WIDTH, Figure, figures

DRAWN = {name: figure for name, figure in figures.all().items() if (RESULTS / f"{name}.svg").exists()}
PHONE, SMALLEST = 358, 11  # pixels that a figure is wide on a phone of 390, and that its letters are high
SLATE = [round(255 * part) for part in colorsys.hls_to_rgb(215 / 360, 0.14, 0.15)]  # as the theme mixes it
GROUNDS = {"default": "#ffffff", "slate": f"#{bytes(SLATE).hex()}"}
every_figure = pytest.mark.parametrize("figure", DRAWN.values(), ids=DRAWN)


def outcome_of(figure: Figure) -> dict:
    return record(figure.experiment)["outcome"]


@cache
def svg_of(name: str) -> Element:
    [svg] = parsed((RESULTS / f"{name}.svg").read_text("utf-8")).all("svg")
    return svg


@cache
def drawing_of(figure: Figure):
    """The figure as Matplotlib alone draws it, with its own colours."""
    import matplotlib
    from matplotlib.figure import Figure as Drawing

    matplotlib.rcdefaults()
    drawing = Drawing(figsize=figure.size, layout="constrained")
    figure.function(drawing, outcome_of(figure))
    drawing.draw_without_rendering()
    return drawing


def named_colours(figure: Figure) -> list[tuple[str, str]]:
    """The labels of a figure with their colours: those of a legend, beside a curve, and of a row of one dot."""
    from matplotlib.colors import TABLEAU_COLORS, to_hex

    cycle = {to_hex(colour): f"C{place}" for place, colour in enumerate(TABLEAU_COLORS.values())}
    found = []
    for axes in drawing_of(figure).axes:
        found += [(line.get_label(), line.get_color()) for line in axes.lines]
        clouds = [cloud for cloud in axes.collections if len(cloud.get_facecolor())]
        found += [(cloud.get_label(), cloud.get_facecolor()[0]) for cloud in clouds]
        found += [(text.get_text(), text.get_color()) for text in axes.texts]
        rows = {label.get_position()[1]: label.get_text() for label in axes.get_yticklabels()}
        found += [
            (rows.get(line.get_ydata()[0], ""), line.get_color()) for line in axes.lines if len(line.get_xdata()) == 1
        ]
    named = [(label, cycle.get(to_hex(colour), colour)) for label, colour in found]
    return [(label, colour) for label, colour in named if palette.colour_of(label)]


@every_figure
def test_a_thing_has_its_colour(figure: Figure):
    for label, colour in named_colours(figure):
        assert (label, colour) == (label, palette.colour_of(label))


def test_each_thing_with_a_colour_is_on_a_figure():
    shown = [label for figure in DRAWN.values() for label, _ in named_colours(figure)]
    found = {label if label in palette.COLOURS else label.removeprefix("ours, ").partition(",")[0] for label in shown}
    assert found == set(palette.COLOURS)


@every_figure
def test_every_name_in_colour_is_in_the_palette(figure: Figure):
    """So a new thing gets a colour for all figures, and not one of this figure."""
    from matplotlib.colors import to_hex

    for axes in drawing_of(figure).axes:
        names = [text.get_text() for text in axes.texts if to_hex(text.get_color()) != "#000000"]
        names += [line.get_label() for line in axes.lines if not line.get_label().startswith("_")]
        assert [name for name in names if not palette.colour_of(name)] == []


def themes() -> dict[str, list[str]]:
    css = (DOCS / "assets" / "site.css").read_text("utf-8")
    blocks = {name: re.search(rf'\[data-md-color-scheme="{name}"\] \{{(.*?)\}}', css, re.S) for name in GROUNDS}
    return {name: re.findall(r"--figure-\d: (#\w+);", block[1]) for name, block in blocks.items() if block}


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


# How a color-blind eye sees linear RGB (Machado, Oliveira and Fernandes 2009, severity 1), and the way to OKLab.
EYES = {
    "all cones": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}
CONES = np.array([[0.41222, 0.53633, 0.05145], [0.2119, 0.6807, 0.1074], [0.0883, 0.28172, 0.62998]])
OKLAB = np.array([[0.21045, 0.79362, -0.00407], [1.978, -2.42859, 0.45059], [0.0259, 0.78277, -0.80868]])


def distance(one: str, other: str) -> float:
    """The smallest distance of two colours in OKLab, in hundredths, for any of the eyes."""
    seen = (
        [OKLAB @ np.cbrt(CONES @ np.clip(eye @ linear(colour), 0, 1)) for colour in (one, other)]
        for eye in EYES.values()
    )
    return min(100 * float(np.linalg.norm(first - second)) for first, second in seen)


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", GROUNDS)
def test_colours_are_told_apart_by_every_eye_and_from_the_ground(theme: str):
    colours = themes()[theme]
    assert len(colours) == 9
    assert min(contrast(colour, GROUNDS[theme]) for colour in colours) >= 4.5  # names are written in them
    for name, group in palette.GROUPS.items():
        for one, other in itertools.combinations(sorted(set(group.values())), 2):
            least = 5 if name == "libraries" else 9  # a library has a row of its own, with its name
            assert distance(colours[int(one[1])], colours[int(other[1])]) >= least, (theme, name, one, other)


@every_figure
def test_letters_can_be_read_on_a_phone(figure: Figure):
    svg = svg_of(figure.name)
    assert figure.size[0] == WIDTH
    width = float(svg.attributes["viewbox"].split()[2])
    sizes = [float(item.attributes["font-size"]) for item in svg.walk() if "font-size" in item.attributes]
    assert min(sizes) * PHONE / width >= SMALLEST


@pytest.mark.parametrize(
    "language", [language for language in LANGUAGES if not language.converted], ids=lambda item: item.code
)
def test_letters_of_diagrams_can_be_read_on_a_phone(language):
    for path in sorted((DOCS / language.folder).rglob("*.md")):
        for drawn in re.findall(r'<svg class="loop".*?</svg>', path.read_text("utf-8"), re.S):
            width, *_ = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ', drawn))
            sizes = map(float, re.findall(r'font-size="([\d.]+)"', drawn))
            assert min(sizes) * PHONE / width >= SMALLEST, path.name
            assert "<style" not in drawn, path.name
            assert " style=" not in drawn, path.name


@every_figure
def test_a_figure_is_light_and_styles_nothing_else(figure: Figure):
    items = list(svg_of(figure.name).walk())
    assert len(items) <= 120
    assert not {"style", "defs", "use"} & {item.tag for item in items}
    assert not [item for item in items if {"style", "id", "class"} & set(item.attributes)]


@pytest.mark.parametrize(("page", "language"), [case for case in PAGES if case.values[1] is ENGLISH])
def test_the_figures_of_a_page_are_light(page: str, language):
    names = [marker.arguments[0] for marker in asked(page, language, "figure")]
    assert sum(len(list(svg_of(name).walk())) for name in names) <= 300


@every_figure
def test_epochs_on_an_axis_are_whole(figure: Figure):
    for axes in drawing_of(figure).axes:
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_label_text() in ("Epoch", "Epochs"):
                low, high = sorted(axis.get_view_interval())
                seen = [
                    label.get_text()
                    for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
                    if low <= place <= high
                ]
                assert seen
                assert all(map(str.isdigit, seen)), seen


@every_figure
def test_bars_begin_at_zero(figure: Figure):
    for axes in drawing_of(figure).axes:
        if any(patch.get_width() > 0 for patch in axes.patches if hasattr(patch, "get_width")):
            assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "linear")


@every_figure
def test_each_curve_tells_the_columns_that_it_shows(figure: Figure):
    """A point's place is a number of the table, on a straight or a logarithmic scale."""
    columns = list(values.columns(figure, outcome_of(figure)).values())
    curves = [item for item in svg_of(figure.name).walk() if "data-y" in item.attributes]
    long = [line for axes in drawing_of(figure).axes for line in axes.lines if len(line.get_xdata()) > 2]
    assert len(curves) == len(long)
    for curve in curves:
        points = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", curve.all("path")[0].attributes["d"])
        for place, name in enumerate(("data-x", "data-y")):
            shown = np.array([float(point[place]) for point in points])
            assert fits(shown, np.array(columns[int(curve.attributes[name])], float))


def fits(places: np.ndarray, numbers: np.ndarray) -> bool:
    """Whether places are numbers, to the tenth that they are written with, once scaled."""
    scales = [numbers, np.log(numbers)] if (numbers > 0).all() else [numbers]
    lines = (np.polynomial.Polynomial.fit(scale, places, 1)(scale) for scale in scales)
    return any(float(np.abs(line - places).max()) < 0.11 for line in lines)


def test_a_long_table_has_every_nth_row():
    assert values.given({"a": list(range(100))}) == ({"a": list(range(100))}, 1)
    assert values.given({"a": list(range(201))}) == ({"a": list(range(0, 201, 10))}, 10)


def test_a_column_has_the_decimals_that_its_numbers_have_and_five_digits_at_most():
    columns = [0.51239, -9.0], [12.5678], [1234.56, 0.5], [98765.4], [7], [1e-6], [39.1, 40.0]
    assert list(map(values.fitting, columns)) == [4, 3, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    "figure", [figure for figure in DRAWN.values() if figure.values], ids=lambda figure: figure.name
)
def test_a_figure_of_numbers_has_all_of_them_behind_it(figure: Figure):
    columns = values.columns(figure, outcome_of(figure))
    numbers = [value for column in columns.values() for value in column if not isinstance(value, str)]
    assert numbers
    assert all(map(math.isfinite, numbers))
