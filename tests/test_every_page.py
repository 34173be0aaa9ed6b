"""Every page in a real browser, opened once for all that is looked at: `make test` opens each in one language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import found_in_all
from browsing import WIDE, Quiet, served_from
from directions import lines_of, not_from_the_right, text_of
from kinds import KINDS, MISSING, by_turns
from playwright.sync_api import Browser, Page
from seen import LABELS, wrong_with
from written import PAGES as WRITTEN
from written import asked

from docsite.export.addresses import notebook_path
from docsite.export.addresses import site as site_settings
from docsite.languages import ENGLISH, Language, find
from docsite.translation.freshness import english_pages

GUIDE = "guides/basic-training-loops/"
PAGES = [page.removesuffix("index.md").removesuffix(".md") for page in english_pages()]
NOTEBOOKS = [notebook_path(guide).replace(".ipynb", "/") for guide in site_settings().guides]
# One of each kind first, so that these are seen in all languages.
PATHS = dict.fromkeys(
    [*KINDS.values(), *(page and f"{page}/" for page in PAGES), "reference/keras_linear/", *NOTEBOOKS]
)
WITH_FIGURES = {
    page.removesuffix("index.md").removesuffix(".md") + "/"
    for page, language in (case.values for case in WRITTEN)
    if language is ENGLISH and asked(page, language, "figure")
}


@pytest.mark.parametrize(("path", "language"), by_turns(PATHS))
def test_a_page_in_every_theme_and_width(still: Page, address: str, path: str, language: Language):
    still.goto(f"{address}{language.prefix}{path}", wait_until="load")
    if path in WITH_FIGURES:
        assert still.locator(LABELS).count()
    assert wrong_with(still, address, path, language, axe=path in KINDS.values()) == {}


@pytest.fixture
def missing(browser: Browser, site: Path) -> Iterator[Page]:
    """The one page for what is not there, which a server gives with that as its status."""
    with served_from(site, Quiet) as address:
        page = browser.new_page(viewport=WIDE, reduced_motion="reduce")
        page.goto(f"{address}{MISSING}", wait_until="load")
        yield page
        page.close()


def test_axe_finds_nothing_where_nothing_is(missing: Page):
    assert found_in_all(missing) == []


BREAK = """() => {
  document.documentElement.lang = "xx";
  document.querySelector("article p").style.direction = "ltr";
  document.querySelector("article pre").style.direction = "rtl";
  document.querySelector(".md-select__link").href = "/elsewhere/";
  document.querySelector("link[rel='alternate ']").remove();
  document.querySelector(".numbers table").style.direction = "ltr";
  for (const cell of document.querySelectorAll("article :is(td, th), article :is(td, th) *"))
    cell.style.cssText += "direction: ltr; unicode-bidi: bidi-override";
  document.querySelector("article h2").style.width = "2000px";
  const [small, outside, one] = document.querySelectorAll("figure.plot > svg text");
  small.style.fontSize = "1px";
  outside.style.transform = "translate(5000px)";
  one.parentElement.append(one.cloneNode(true));
  document.querySelector("article").append(document.createElement("img"));
}"""
BROKEN = {"language", "links", "read from the right", "tables of numbers", "widths", "labels", "axe"}


def test_what_is_wrong_with_a_page_is_found(page: Page, address: str):
    page.goto(f"{address}he/{GUIDE}", wait_until="load")
    page.evaluate(BREAK)
    found = wrong_with(page, address, GUIDE, find("he"), axe=True)
    assert set(found) == BROKEN
    assert {"the language", "the direction of code", "the direction of prose"} <= set(found["language"])
    assert len(found["links"]) == 2
    assert any(item.startswith("image-alt: ") for item in found["axe"])
    assert [item for item in found["axe"] if item.startswith("dark: ")] == []


def test_colors_that_are_too_faint_in_the_dark_are_found(page: Page, address: str):
    page.goto(address, wait_until="load")
    page.locator("article p").nth(1).evaluate("text => text.style.color = 'black'")
    found = wrong_with(page, address, "", ENGLISH, axe=True)["axe"]
    assert found
    assert all(item.startswith("dark: color-contrast") for item in found)


def test_a_line_is_read_from_the_right_where_each_run_stands_to_the_left_of_the_one_before(page: Page, address: str):
    """And the cores of the machine stand after its processor."""
    assert not_from_the_right([[("א", 9.0), ("a", 5.0), ("b", 6.0)]]) == []
    assert not_from_the_right([[("א", 5.0), ("a", 8.0), ("b", 9.0)]]) == ["אab"]
    page.goto(f"{address}he/{GUIDE}", wait_until="load")
    [line, *_] = lines_of(page.locator(".provenance", has_text="ליבות").first)
    text = text_of(line)
    assert line[text.index("ליבות")][1] < line[text.index("על") + 2][1]
