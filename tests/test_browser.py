"""The built site in a real browser: languages, search, direction, widths, requests."""

import pytest
from browsing import fits
from playwright.sync_api import Page

from docsite.languages import LANGUAGES, Language, find
from docsite.translation.freshness import english_pages

PAGES = [page.removesuffix("index.md").removesuffix(".md") for page in english_pages()]
PATHS = [*(page and f"{page}/" for page in PAGES), "reference/", "reference/classifier/", "reference/keras_linear/"]
CODES = [language.code for language in LANGUAGES]
WIDTHS = (360, 768, 1440)


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "home")
def test_a_page_at_every_width(same_page: Page, address: str, path: str, language: Language):
    same_page.goto(f"{address}{language.prefix}{path}", wait_until="networkidle")
    assert same_page.locator("html").get_attribute("lang") == language.code
    assert same_page.locator("body").get_attribute("dir") == language.direction
    for width in WIDTHS:
        same_page.set_viewport_size({"width": width, "height": 900})
        assert fits(same_page)
    targets = "all => all.map(link => [link.hreflang, link.href])"
    links = same_page.locator(".md-select__link").evaluate_all(targets)
    assert dict(links) == {other.code: f"{address}{other.prefix}{path}" for other in LANGUAGES}
    alternates = same_page.locator("link[rel='alternate ']").evaluate_all(
        "all => all.map(link => [link.hreflang, link.href])"
    )
    root = "https://example.org/training-loops/"
    elsewhere = {other.code: f"{root}{other.prefix}{path}" for other in LANGUAGES}
    assert dict(alternates) == {**elsewhere, "x-default": f"{root}{path}"}
    assert code_in_order(same_page) == []


def code_in_order(page: Page) -> list[str]:
    """The pieces of inline code whose characters do not stand from left to right, by their positions."""
    return page.evaluate("""() => {
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
    }""")


def test_switching_keeps_the_section_and_the_theme(page: Page, address: str):
    page.goto(f"{address}guides/basic-training-loops/#step", wait_until="networkidle")
    page.locator("label.md-header__button[for='__palette_1']").click()
    page.wait_for_selector("body[data-md-color-scheme='slate']")
    for language in (find("zh"), find("zh-TW"), find("he"), find("en")):
        page.locator(".md-select").hover()
        page.locator(f".md-select__link[hreflang='{language.code}']").click()
        page.wait_for_url(f"{address}{language.prefix}guides/basic-training-loops/#step")
        page.wait_for_selector("body[data-md-color-scheme='slate']")


SEARCHES = [
    ("en", "GradientTape"),
    ("en", "tf.function"),
    ("en", "assign_sub"),
    ("en", "learning rate"),
    ("zh", "梯度"),
    ("zh", "训练循环"),
    ("zh", "学习率"),
    ("zh", "GradientTape"),
    ("zh", "tf.function"),
    ("zh-TW", "訓練迴圈"),
    ("zh-TW", "學習率"),
    ("zh-TW", "assign_sub"),
    ("he", "גרדיאנט"),
    ("he", "הגרדיאנט"),
    ("he", "בלולאה"),
    ("he", "לולאת אימון"),
    ("he", "GradientTape"),
    ("he", "assign_sub"),
]


@pytest.mark.parametrize(("code", "query"), SEARCHES, ids=lambda value: value)
def test_a_search_finds_pages_of_its_own_language(same_page: Page, address: str, code: str, query: str):
    language = find(code)
    same_page.goto(f"{address}{language.prefix}", wait_until="networkidle")
    same_page.locator(".md-search__input").click()
    same_page.locator(".md-search__input").fill(query)
    same_page.keyboard.press("End")  # the search listens to keys
    same_page.wait_for_selector(".md-search-result__link")
    links = same_page.locator(".md-search-result__link").evaluate_all("all => all.map(link => link.href)")
    assert links
    others = [other.prefix for other in LANGUAGES if other.prefix and other is not language]
    for link in links:
        path = link.removeprefix(address)
        assert path.startswith(language.prefix)
        assert not path.startswith(tuple(others)) or language.prefix


def test_a_word_that_is_not_there_is_not_found(page: Page, address: str):
    page.goto(f"{address}he/", wait_until="networkidle")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill("טרקטור")
    page.keyboard.press("End")
    page.wait_for_timeout(1500)
    assert page.locator(".md-search-result__link").count() == 0


def test_code_that_is_copied_has_no_trace_of_its_links(page: Page, address: str):
    page.goto(f"{address}guides/basic-training-loops/", wait_until="networkidle")
    block = page.locator("#ten-epochs code")
    assert block.locator("a.name").count() >= 3
    assert block.evaluate("code => code.innerText === code.textContent")
    size = "link => [link.offsetWidth, link.offsetHeight, link.offsetLeft]"
    link = block.locator("a.name").first
    before = link.evaluate(size)
    link.hover()
    assert link.evaluate("link => getComputedStyle(link).textDecorationStyle") == "solid"
    assert link.evaluate(size) == before
    link.click()
    page.wait_for_url(f"{address}reference/**")
