"""The values that a figure tells, in its table and in a browser."""

import re
from pathlib import Path

import pytest
from browsing import PHONE
from built import article
from playwright.sync_api import Browser, Locator, Page
from written import PAGES, asked, record

from docsite.figures import store, values
from docsite.languages import Language
from docsite.studies import figures

WITH_FIGURES = [case for case in PAGES if asked(*case.values, "figure")]
SHOWN = sorted({marker.arguments[0] for case in WITH_FIGURES for marker in asked(*case.values, "figure")})
WRITTEN_ON_IT = {"classifier.confusion", "classifier.misread"}
MIDDLE_OF_ROW = """(svg, row) => {
  for (const group of svg.querySelectorAll("[data-rows]")) {
    const place = group.dataset.rows.split(" ").indexOf(row);
    if (place < 0) continue;
    const shape = group.querySelector("path").getAttribute("d").split("M")[place + 1];
    const corners = [...shape.matchAll(/([\\d.]+) ([\\d.]+)/g)], middle = coordinate => {
      const all = corners.map(corner => +corner[coordinate]);
      return (Math.min(...all) + Math.max(...all)) / 2;
    };
    const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
    return [box.left + middle(1) * scale, box.top + middle(2) * scale];
  }
}"""


@pytest.mark.parametrize(("page", "language"), WITH_FIGURES)
def test_the_table_behind_a_figure_has_its_numbers(site: Path, page: str, language: Language):
    shown = article(site, page, language).all("figure", having="plot")
    for found, marker in zip(shown, asked(page, language, "figure"), strict=True):
        figure = figures.find(marker.arguments[0])
        columns, _ = values.given(values.columns(figure, record(figure.experiment)["outcome"]))
        rows = [[cell.text for cell in row] for row in (found.all("table")[0].rows[1:] if columns else [])]
        assert len(rows) == len(next(iter(columns.values()), []))
        for row, told in zip(rows, zip(*columns.values(), strict=True), strict=True):
            for text, value in zip(row, told, strict=True):
                if not isinstance(value, str):
                    assert float(text) == pytest.approx(value, abs=0.5 / 10 ** len(text.partition(".")[2]) * 1.01)


@pytest.fixture
def losses(page: Page, address: str) -> Locator:
    page.goto(f"{address}guides/training-loop-from-scratch/", wait_until="load")
    figure = page.locator("figure.plot", has_text="Loss and accuracy over the epochs")
    figure.scroll_into_view_if_needed()
    return figure


def row_of(figure: Locator, place: int) -> list[str]:
    """What the figure has to tell of a row of its table."""
    heads = figure.locator(".values thead th").all_text_contents()
    cells = figure.locator(".values tbody tr").nth(place).locator("th, td").all_text_contents()
    return [f"{head} {cell}" for head, cell in zip(heads, cells, strict=True)]


def told(figure: Locator) -> list[str]:
    return figure.locator(".reading > div").all_text_contents()


def point_of(figure: Locator, place: int) -> tuple[float, float]:
    """Where on the screen a point of the first curve is."""
    return figure.locator("svg").evaluate(
        """(svg, place) => {
          const drawn = svg.querySelector("[data-y] path").getAttribute("d");
          const [, x, y] = [...drawn.matchAll(/[ML]([\\d.]+) ([\\d.]+)/g)][place];
          const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
          return [box.left + x * scale, box.top + y * scale];
        }""",
        place,
    )


def test_the_pointer_is_told_the_values(losses: Locator, page: Page):
    page.mouse.move(*point_of(losses, 6))
    assert told(losses) == row_of(losses, 6)
    assert losses.locator("svg circle").count() == 4  # on each curve
    page.mouse.move(2, 2)
    assert told(losses) == []


def test_the_keyboard_is_told_the_values(losses: Locator, page: Page):
    losses.locator("svg").focus()
    page.keyboard.press("ArrowRight")
    assert told(losses) == row_of(losses, 0)
    page.keyboard.press("ArrowRight")
    assert told(losses) == row_of(losses, 1)
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert told(losses) == row_of(losses, 18)
    page.keyboard.press("Escape")
    assert told(losses) == []


def test_a_finger_is_told_the_values(browser: Browser, address: str):
    page = browser.new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{address}he/guides/basic-training-loops/", wait_until="load")
    cloud = page.locator("figure.plot").first  # of its 201 points every tenth has a row
    cloud.scroll_into_view_if_needed()
    page.touchscreen.tap(*point_of(cloud, 50))
    assert told(cloud) == row_of(cloud, 5)
    box = cloud.locator(".reading").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    page.close()


@pytest.mark.parametrize("name", SHOWN)
def test_each_figure_with_numbers_tells_them_at_its_points(name: str):
    """But where they are written on it."""
    figure = figures.find(name)
    tells = re.findall(r" data-(?:y|rows)=", store.read(name))
    assert bool(tells) == bool(figure.values and name not in WRITTEN_ON_IT)


def test_each_point_of_a_cloud_is_told_though_the_table_has_some(page: Page, address: str):
    page.goto(f"{address}he/guides/walkthrough/", wait_until="load")
    birds = record("walkthrough-splits")["outcome"]
    cloud = page.locator("figure.plot").nth(2)
    cloud.scroll_into_view_if_needed()
    assert cloud.locator(".values tbody tr").count() < len(birds["right"]) / 20
    for wrong in {row for row, right in enumerate(birds["right"]) if not right}:
        x, y = cloud.locator("svg").evaluate(MIDDLE_OF_ROW, str(wrong))
        page.mouse.move(x, y)
        found = [float(text) for text in cloud.locator(".reading b").all_text_contents()]
        place = [birds["birds"]["length"][wrong], birds["birds"]["depth"][wrong]]
        assert found[:2] == place
        assert found[3] == 0


def test_a_dot_of_a_contestant_and_a_bar_are_told(page: Page, address: str):
    page.set_viewport_size(PHONE)
    page.goto(f"{address}guides/faster-loops/", wait_until="load")
    contestants = record("bench-loops")["outcome"]["table"]
    dots, bars = page.locator("figure.plot", has=page.locator("[data-rows]")).all()
    dots.locator("svg").focus()
    page.keyboard.press("End")
    slowest = contestants["to_epoch"].index(max(contestants["to_epoch"]))
    assert told(dots) == row_of(dots, slowest)
    assert dots.locator("svg circle").count() == 1
    bars.locator("svg").focus()
    page.keyboard.press("ArrowRight")
    assert told(bars) == row_of(bars, 0)
    assert bars.locator("svg circle").count() == 2
