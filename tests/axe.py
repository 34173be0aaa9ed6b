"""axe, which finds what keeps people from using a page, on pages that a browser has open."""

from axe_playwright_python.base import AXE_SCRIPT
from browsing import PHONE, WIDE
from playwright.sync_api import Page

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
# Code far down is laid out after the page has come; what is wider than its frame then is seen a picture later.
LAID_OUT = """() => [...document.querySelectorAll("article pre > code[style]")]
  .every(block => block.style.contentVisibility === "visible" || block.closest("details:not([open])"))"""
TWO_PICTURES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
EVERYTHING = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
BY_COLOUR = {"runOnly": ["color-contrast", "link-in-text-block"]}  # what another theme can change
BY_WIDTH = {"runOnly": ["scrollable-region-focusable", "target-size", "label", "aria-hidden-focus", "region"]}


def found(page: Page, options: dict) -> list[str]:
    """What axe finds on a page as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.wait_for_function(LAID_OUT)
    page.evaluate(TWO_PICTURES)
    page.evaluate("Promise.all(document.getAnimations().map(item => item.finished.catch(() => null)))")
    return page.evaluate(FOUND, {"resultTypes": ["violations"], **options})


def found_in_all(page: Page) -> list[str]:
    """What axe finds on a light wide page, on a dark one, and on a narrow one. Of the code little is left then."""
    page.set_viewport_size(WIDE)
    page.evaluate(FEW_COLOURS)
    wrong = found(page, EVERYTHING)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    wrong += [f"dark: {item}" for item in found(page, BY_COLOUR)]
    page.set_viewport_size(PHONE)
    return wrong + [f"narrow: {item}" for item in found(page, BY_WIDTH)]
