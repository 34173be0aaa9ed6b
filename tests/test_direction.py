"""Hebrew and what is Latin in it, by where the characters stand on the screen."""

import re
from collections.abc import Iterator

import pytest
from browsing import watched
from playwright.sync_api import Browser, Locator, Page

from docsite.export.addresses import site

HEBREW = re.compile("[\u0590-\u05ff]")
RUNS = re.compile("[\u0590-\u05ff]+|[A-Za-z]+(?:[^\u0590-\u05ff]*[A-Za-z])?")
GUIDES = [page.removesuffix(".md") for page in site().guides]
# Each text of an element that holds Hebrew: its characters, and how far from the left each one begins, line by line.
LINES = """elements => elements.map(element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), lines = [];
  let top = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let index = 0; index < node.length; index++) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + 1);
      const box = range.getBoundingClientRect();
      if (!box.width || !node.data[index].trim()) continue;
      if (top === null || Math.abs(box.top - top) > 6) { lines.push([]); top = box.top; }
      lines.at(-1).push([node.data[index], box.left]);
    }
  }
  return lines;
})"""


@pytest.fixture(scope="module", params=GUIDES)
def guide(request, browser: Browser, address: str) -> Iterator[Page]:
    """One page for all that is asked of a guide: no test changes it."""
    with watched(browser, address) as (page, _):
        page.goto(f"{address}he/{request.param}/", wait_until="networkidle")
        yield page


def from_the_right(elements: Locator) -> int:
    """How many lines hold Hebrew; in each of them every run of letters stands to the left of the one before it."""
    count = 0
    for line in (line for lines in elements.evaluate_all(LINES) for line in lines):
        text = "".join(character for character, _ in line)
        if HEBREW.search(text):
            runs = [(found.start(), found.end()) for found in RUNS.finditer(text)]
            starts = [min(left for _, left in line[start:end]) for start, end in runs]
            assert starts == sorted(starts, reverse=True), text
            count += 1
    return count


def test_titles_of_code_are_read_from_the_right(guide: Page):
    from_the_right(guide.locator(".highlight .filename"))


def test_remarks_in_code_are_read_from_the_right(guide: Page):
    from_the_right(guide.locator(".highlight :is(.c1, .sd) bdi"))


def test_cells_and_labels_are_read_from_the_right(guide: Page):
    from_the_right(guide.locator("article :is(td, th), figure.plot text"))


def test_tables_of_numbers_run_from_right_to_left_and_numbers_and_latin_from_left_to_right(guide: Page):
    for table in guide.locator(".numbers table").all():
        heads = table.locator("th").evaluate_all("all => all.map(head => head.getBoundingClientRect().left)")
        assert heads == sorted(heads, reverse=True)
    for line in (line for lines in guide.locator(".numbers td").evaluate_all(LINES) for line in lines):
        if not HEBREW.search("".join(character for character, _ in line)):
            starts = [left for _, left in line]
            assert starts == sorted(starts), line


def test_no_label_leaves_its_figure(guide: Page):
    outside = guide.locator("figure.plot text").evaluate_all("""texts => texts.filter(text => {
      const box = text.getBoundingClientRect(), around = text.ownerSVGElement.getBoundingClientRect();
      return box.left < around.left - 1 || box.right > around.right + 1;
    }).map(text => text.textContent)""")
    assert outside == []


def test_the_cores_stand_after_the_processor(page: Page, address: str):
    page.goto(f"{address}he/guides/basic-training-loops/", wait_until="networkidle")
    told = page.locator(".provenance", has_text="ליבות").first
    [line, *_] = told.evaluate_all(LINES)[0]
    text = "".join(character for character, _ in line)
    cores = text.index("ליבות")
    processor = re.search(r"על(\w+)", text).start(1)
    assert line[cores][1] < line[processor][1]
