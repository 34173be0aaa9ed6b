"""What is wrong with a page that a browser has open, by what stands where: nothing, as lists of what was found."""

from axe import found_in_all
from browsing import PHONE, WIDE, fits
from directions import tables_of_numbers_run_from_the_right, titles_remarks_and_cells_are_read_from_the_right
from playwright.sync_api import Page

from docsite.languages import LANGUAGES, Language

WIDTHS = (360, 768, 1440)
ROOT = "https://example.org/training-loops/"
CODE_FROM_THE_RIGHT = """() => {
  const wrong = [];
  for (const code of document.querySelectorAll("article :not(pre) > code")) {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let index = 0; index < node.length; index++) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        const box = range.getClientRects()[0];
        if (!box || !box.width) continue;
        if (last && Math.abs(box.top - last.top) < 2 && box.left < last.left) {
          wrong.push(code.textContent);
          index = node.length;
        }
        last = box;
      }
    }
  }
  return wrong;
}"""
DIRECTIONS = "all => all.map(one => getComputedStyle(one).direction)"
TARGETS = "all => all.map(link => [link.hreflang, link.href])"
FIGURES = "figure.plot > svg"
LABELS = f"{FIGURES} text, svg.loop text"
TOO_SMALL = """texts => texts.filter(text => {
  const svg = text.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return scale && parseFloat(getComputedStyle(text).fontSize) * scale < 11;  // none where a script shows its own
}).map(text => text.textContent)"""
OUTSIDE = """texts => texts.filter(text => {
  const box = text.getBoundingClientRect(), around = text.ownerSVGElement.getBoundingClientRect();
  return box.left < around.left - 1 || box.right > around.right + 1;
}).map(text => text.textContent)"""
ONE_ON_ANOTHER = """figures => figures.flatMap(figure => {
  const boxes = [...figure.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
  const shared = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]);
  return boxes.flatMap(([one, a], place) => boxes.slice(place + 1)
    .filter(([, b]) => shared(a, b, "left", "right") > 2 && shared(a, b, "top", "bottom") > 5)
    .map(([other]) => [one, other]));
})"""


def language_and_direction(page: Page, language: Language) -> list[str]:
    """Code runs from the left everywhere, inline code by where its characters stand."""
    wrong = [] if page.locator("html").get_attribute("lang") == language.code else ["the language"]
    wrong += [] if page.locator("body").get_attribute("dir") == language.direction else ["the direction"]
    if set(page.locator("article pre").evaluate_all(DIRECTIONS)) - {"ltr"}:
        wrong.append("the direction of code")
    if set(page.locator("article > p").evaluate_all(DIRECTIONS)) - {language.direction}:
        wrong.append("the direction of prose")
    return wrong + page.evaluate(CODE_FROM_THE_RIGHT)


def links_to_languages(page: Page, address: str, path: str) -> list[str]:
    """The page in every language, and those that search engines are told of."""
    links = dict(page.locator(".md-select__link").evaluate_all(TARGETS))
    wrong = [] if links == {one.code: f"{address}{one.prefix}{path}" for one in LANGUAGES} else [f"links {links}"]
    told = dict(page.locator("link[rel='alternate ']").evaluate_all(TARGETS))
    elsewhere = {one.code: f"{ROOT}{one.prefix}{path}" for one in LANGUAGES} | {"x-default": f"{ROOT}{path}"}
    # Of a notebook they are told its guide, which has them.
    return wrong + ([] if told == ({} if path.startswith("notebooks/") else elsewhere) else [f"alternates {told}"])


def widths(page: Page) -> list[str]:
    """Those at which the page has to be moved sideways."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [] if fits(page) else [f"does not fit {width}"]
    return wrong


def labels_of_figures(page: Page) -> list[str]:
    """Those that a phone shows too small, outside of their figure, or one on another; on a wide page, outside."""
    page.set_viewport_size(WIDE)
    wrong = page.locator(f"{FIGURES} text").evaluate_all(OUTSIDE)
    page.set_viewport_size(PHONE)
    texts = page.locator(LABELS)
    wrong += texts.evaluate_all(TOO_SMALL) + texts.evaluate_all(OUTSIDE)
    return wrong + page.locator(FIGURES).evaluate_all(ONE_ON_ANOTHER)


def wrong_with(page: Page, address: str, path: str, language: Language, *, axe: bool) -> dict[str, list[str]]:
    """What each of these finds on an open page, where it finds something; axe, which changes the page, comes last."""
    found = {
        "language": language_and_direction(page, language),
        "links": links_to_languages(page, address, path),
    }
    if language.direction == "rtl":
        found["read from the right"] = titles_remarks_and_cells_are_read_from_the_right(page)
        found["tables of numbers"] = tables_of_numbers_run_from_the_right(page)
    found |= {"widths": widths(page), "labels": labels_of_figures(page)}
    if axe:
        found["axe"] = found_in_all(page)
    return {what: wrong for what, wrong in found.items() if wrong}
