"""Hebrew and what is Latin in it, by where the characters stand on the screen."""

import re

from playwright.sync_api import Locator, Page

Line = list[tuple[str, float]]  # its characters, and how far from the left each one begins
HEBREW = re.compile("[\u0590-\u05ff]")
RUNS = re.compile("[\u0590-\u05ff]+|[A-Za-z]+(?:[^\u0590-\u05ff]*[A-Za-z])?")
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
READ_FROM_THE_RIGHT = (".highlight .filename", ".highlight :is(.c1, .sd) bdi", "article :is(td, th), figure.plot text")


def lines_of(elements: Locator) -> list[Line]:
    return [line for lines in elements.evaluate_all(LINES) for line in lines]


def text_of(line: Line) -> str:
    return "".join(character for character, _ in line)


def hebrew(elements: Locator) -> list[Line]:
    """The lines that hold Hebrew."""
    return [line for line in lines_of(elements) if HEBREW.search(text_of(line))]


def not_from_the_right(lines: list[Line]) -> list[str]:
    """The lines in which a run of letters does not stand to the left of the one before it."""
    return [text_of(line) for line in lines if (starts := _starts(line)) != sorted(starts, reverse=True)]


def _starts(line: Line) -> list[float]:
    return [min(left for _, left in line[run.start() : run.end()]) for run in RUNS.finditer(text_of(line))]


def titles_remarks_and_cells_are_read_from_the_right(page: Page) -> list[str]:
    return [text for which in READ_FROM_THE_RIGHT for text in not_from_the_right(hebrew(page.locator(which)))]


def tables_of_numbers_run_from_the_right(page: Page) -> list[str]:
    """Numbers and Latin in them run from the left."""
    wrong = []
    for table in page.locator(".numbers table").all():
        heads = table.locator("th").evaluate_all("all => all.map(head => head.getBoundingClientRect().left)")
        wrong += [f"heads of {table.inner_text()}"] * (heads != sorted(heads, reverse=True))
    cells = [line for line in lines_of(page.locator(".numbers td")) if not HEBREW.search(text_of(line))]
    return wrong + [text_of(line) for line in cells if [left for _, left in line] != sorted(left for _, left in line)]
