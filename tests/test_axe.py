"""axe, which finds what keeps people from using a page, finds nothing: each kind, language and theme, on two widths."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browsing import WIDE, Quiet, served_from
from kinds import KINDS, MISSING
from playwright.sync_api import Browser, Page

from docsite.languages import LANGUAGES, Language

# Code in a colour that the page has shown before, in the same size and place, looks the same: one of each is enough.
FEW_COLOURS = """() => {
  const seen = new Set(), again = new Set();
  for (const span of document.querySelectorAll(".highlight code span")) {
    const place = span.closest("details, .admonition, article").tagName;
    const look = `${span.className} ${place} ${getComputedStyle(span).fontSize} ${span.parentElement.className}`;
    if (seen.has(look) && !span.firstElementChild) again.add(span);
    seen.add(look);
  }
  for (const block of document.querySelectorAll(".highlight")) {
    const spans = [...block.querySelectorAll("code span")];
    for (const span of spans) if (again.has(span)) span.replaceWith(span.textContent);
    if (spans.length && !block.querySelector("code span")) block.remove();
    block.normalize();
  }
}"""
FOUND = """options => axe.run(options).then(({violations}) => violations.flatMap(({id, nodes}) =>
  nodes.map(({target, html}) => `${id}: ${target.join(" ")} ${html.slice(0, 200)}`)))"""
EVERYTHING = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
BY_COLOUR = {"runOnly": ["color-contrast", "link-in-text-block"]}  # what another theme can change
BY_WIDTH = {"runOnly": ["scrollable-region-focusable", "target-size", "label", "aria-hidden-focus", "region"]}


@pytest.fixture(scope="module")
def plain(site: Path) -> Iterator[str]:
    """The site without the policy, under which nothing could be asked of axe."""
    with served_from(site, Quiet) as address:
        yield address


@pytest.fixture(scope="module")
def tried(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(reduced_motion="reduce")
    page.add_init_script(AXE_SCRIPT)
    yield page
    page.close()


def found(page: Page, options: dict) -> list[str]:
    page.evaluate("Promise.all(document.getAnimations().map(item => item.finished.catch(() => null)))")
    return page.evaluate(FOUND, {"resultTypes": ["violations"], **options})


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(tried: Page, plain: str, kind: str, language: Language):
    tried.set_viewport_size(WIDE)
    tried.goto(f"{plain}{language.prefix}{KINDS[kind]}", wait_until="load")
    tried.evaluate(FEW_COLOURS)
    assert found(tried, EVERYTHING) == []
    tried.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    assert found(tried, BY_COLOUR) == []
    tried.set_viewport_size({"width": 390, "height": 900})
    assert found(tried, BY_WIDTH) == []


def test_axe_finds_nothing_where_nothing_is(tried: Page, plain: str):
    tried.set_viewport_size(WIDE)
    for theme in ("light", "dark"):
        tried.emulate_media(color_scheme=theme)
        tried.goto(f"{plain}{MISSING}", wait_until="load")
        assert found(tried, EVERYTHING) == []
