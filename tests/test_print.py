"""Pages on paper: how many they are, and what stands on them, from the dark theme too."""

import re

import pytest
from kinds import by_turns
from playwright.sync_api import Page

from docsite.languages import Language

SHEET = re.compile(rb"/Type\s*/Page\b")
SEEN = "all => all.filter(item => item.getClientRects().length).length"
NOT_ON_PAPER = ".md-header, .md-sidebar, .md-footer, .md-top, button, .headerlink, .take"
# Sheets of A4, with room for a longer text: 27 were needed where each folded block was printed.
SHEETS = {"guides/basic-training-loops/": 16, "guides/gan/": 16}


def sheets(page: Page) -> int:
    return len(SHEET.findall(page.pdf(format="A4")))


@pytest.mark.parametrize(("path", "language"), by_turns(SHEETS))
def test_a_guide_needs_few_sheets(page: Page, address: str, path: str, language: Language):
    page.goto(f"{address}{language.prefix}{path}", wait_until="load")
    assert 5 < sheets(page) <= SHEETS[path]


def test_nothing_to_click_is_on_paper_and_links_can_be_seen(page: Page, address: str):
    page.goto(f"{address}guides/gan/", wait_until="load")
    page.emulate_media(media="print")
    assert page.locator(NOT_ON_PAPER).evaluate_all(SEEN) == 0
    assert page.locator("article p").evaluate_all(SEEN) > 20
    link = page.locator("article :is(p, li) a[href^='http']").first
    assert link.evaluate("link => getComputedStyle(link).textDecorationLine") == "underline"
    shown = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert link.get_attribute("href") in shown


def test_what_the_reader_has_opened_is_printed_and_nothing_else_that_is_folded(page: Page, address: str):
    page.goto(f"{address}guides/basic-training-loops/", wait_until="load")
    folded = page.locator("details.success")
    folded.first.locator("summary").click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    inside = folded.evaluate_all(
        "all => all.map(one => [...one.children].filter(item => item.tagName !== 'SUMMARY'"
        " && item.getClientRects().length).length)"
    )
    assert inside[0] > 0
    assert len(inside) > 2
    assert set(inside[1:]) == {0}
    assert folded.evaluate_all("all => all.every(one => one.open)")  # as the theme leaves them for print
    assert page.locator("details.values, details:has(.figure-code, .alone)").evaluate_all(SEEN) == 0


def test_paper_is_white_from_the_dark_theme_too(page: Page, address: str):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}guides/basic-training-loops/", wait_until="load")
    page.wait_for_selector("body[data-md-color-scheme='slate']")
    page.evaluate("""addEventListener("beforeprint", () => {
      const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
      window.printed = [document.body.dataset.mdColorScheme, colour("--figure-0"), colour("--md-typeset-a-color")];
    })""")
    page.pdf()
    page.wait_for_selector("body[data-md-color-scheme='slate']")
    scheme, *colours = page.evaluate("window.printed")
    assert scheme == "default"
    dark = page.evaluate("getComputedStyle(document.body).getPropertyValue('--figure-0').trim()")
    assert dark not in colours
    page.emulate_media(media="print")
    assert page.locator("article p").first.evaluate("text => getComputedStyle(text).color") == "rgb(0, 0, 0)"
