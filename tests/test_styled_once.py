"""What a browser does as a page comes: it styles each element about once, and nothing on the page moves."""

import json
import re

import pytest
from playwright.sync_api import Browser, expect

from docsite.generator.prepared import prepared
from docsite.languages import LANGUAGES, Language

PHONE = {"width": 412, "height": 823}
LATER = ("**/bundle.*.js", "**/assets/site.js")
PLACES = """() => [document.body, ...document.querySelectorAll(".md-header__inner > *, article > *")]
  .filter(item => item.checkVisibility()).slice(0, 16)
  .map(item => [item.nodeName, item.className, Math.round(item.getBoundingClientRect().x),
    Math.round(item.getBoundingClientRect().y)].join(" "))"""
SEEN = re.compile("visibility: visible")
# The heights of blocks of code.
HEIGHTS = """() => [...document.querySelectorAll("pre > code")].filter(item => item.checkVisibility())
  .map(item => item.getBoundingClientRect().height)"""

# How many blocks are wider than their frame, and which of them the keyboard does not reach.
WIDE_CODE = """() => {
  const wide = [...document.querySelectorAll("pre > code")].filter(item => item.scrollWidth > item.clientWidth);
  return [wide.length, wide.filter(item => item.tabIndex < 0).map(item => item.textContent.slice(0, 80))];
}"""


def styled(browser: Browser, url: str) -> tuple[int, int]:
    """How many elements a browser styles until a page is there, each as often as it is; and how many it has."""
    browser.start_tracing(categories=["devtools.timeline"])
    page = browser.new_page(viewport=PHONE)
    page.goto(url, wait_until="networkidle")
    elements = page.evaluate("document.querySelectorAll('*').length")
    page.close()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return sum(
        event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree"
    ), elements


@pytest.mark.parametrize(
    ("path", "times"), [("guides/basic-training-loops/", 1.0), ("he/guides/gan/", 1.0), ("", 2.0), ("glossary/", 2.0)]
)
def test_an_element_is_styled_once_as_a_page_comes_and_those_far_down_later(
    browser: Browser, address: str, path: str, times: float
):
    """The first two were styled four times over, and most of a phone's time went into it."""
    count, elements = styled(browser, address + path)
    assert 100 < count < times * elements


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_nothing_moves_when_the_scripts_come(browser: Browser, address: str, language: Language):
    places = []
    for late in (LATER, ()):
        page = browser.new_page(viewport=PHONE)
        for pattern in late:
            page.route(pattern, lambda route: route.abort())
        page.goto(f"{address}{language.prefix}guides/gan/", wait_until="networkidle")
        places.append(page.evaluate(PLACES))
        page.close()
    assert len(places[0]) == 16
    assert places[0] == places[1]


@pytest.mark.parametrize(("path", "width"), [("guides/gan/", 390), ("zh/guides/gan/", 390), ("he/guides/gan/", 1440)])
def test_code_takes_its_own_room_before_it_is_seen(browser: Browser, address: str, path: str, width: int):
    """Without scripts it waits until it is near, with them until the page has come."""
    heights = []
    for by_script in (False, True):
        page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=by_script)
        page.goto(address + path, wait_until="networkidle")
        if by_script:
            expect(page.locator("article > .highlight pre > code").last).to_have_attribute("style", SEEN)
        heights.append(page.evaluate(HEIGHTS))
        page.close()
    waiting, seen = heights
    assert len(seen) > 10
    assert max(abs(one - other) for one, other in zip(waiting, seen, strict=True)) < 1


@pytest.mark.parametrize("path", ["contributing/", "he/contributing/", "guides/gan/"])
def test_code_that_is_laid_out_late_can_be_scrolled_by_keyboard(browser: Browser, address: str, path: str):
    page = browser.new_page(viewport=PHONE)
    page.goto(address + path)
    expect(page.locator("article > .highlight pre > code").last).to_have_attribute("style", SEEN)
    page.wait_for_function(f"!({WIDE_CODE})()[1].length")
    assert page.evaluate(WIDE_CODE)[0] > 1
    page.close()


def test_what_works_by_script_alone_is_not_seen_without(browser: Browser, address: str):
    page = browser.new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{address}he/guides/gan/")
    assert page.locator(".take a").first.is_visible()
    assert not page.locator("[data-copy-page]").is_visible()
    assert not page.locator(".md-header [for='__search']").first.is_visible()
    assert page.locator("body").bounding_box()["x"] == 0
    page.close()


def test_blocks_are_given_their_lines_and_tables_their_frames():
    block, table = "<pre><code>{}</code></pre>", "<table><tr><td>1</td></tr></table>"
    for code, lines in [("a\n", 1), ("a", 1), ("a\n\nb\n", 3), ("<span>a\n</span>b", 2)]:
        assert prepared(block.format(code)) == f'<pre><code style="--lines:{lines}">{code}</code></pre>'
    framed = table.replace("<table", '<table class="framed"')
    frame = f'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">{framed}</div></div>'
    assert prepared(f"<p>{table}</p>") == f"<p>{frame}</p>"
