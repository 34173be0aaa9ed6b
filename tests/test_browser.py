"""The built site in a real browser: its languages, its search, and code that is copied."""

import pytest
from playwright.sync_api import Page

from docsite.languages import LANGUAGES, find


def test_switching_keeps_the_section_and_the_theme(page: Page, address: str):
    page.goto(f"{address}guides/basic-training-loops/#step", wait_until="load")
    page.locator("label.md-header__button[for='__palette_1']").click()
    page.wait_for_selector("body[data-md-color-scheme='slate']")
    for language in (find("zh"), find("zh-TW"), find("he"), find("en")):
        page.locator(".md-select").hover()
        page.locator(f".md-select__link[hreflang='{language.code}']").click()
        page.wait_for_url(f"{address}{language.prefix}guides/basic-training-loops/#step")
        page.wait_for_selector("body[data-md-color-scheme='slate']")


SEARCHES = {
    "en": ["GradientTape", "tf.function", "assign_sub", "learning rate"],
    "zh": ["梯度", "训练循环", "学习率", "GradientTape", "tf.function"],
    "zh-TW": ["訓練迴圈", "學習率", "assign_sub"],
    "he": ["גרדיאנט", "הגרדיאנט", "בלולאה", "לולאת אימון", "GradientTape", "assign_sub"],
}


@pytest.mark.parametrize("code", SEARCHES)
def test_a_search_finds_pages_of_its_own_language(page: Page, address: str, code: str):
    language = find(code)
    others = [other.prefix for other in LANGUAGES if other.prefix and other is not language]
    page.goto(f"{address}{language.prefix}", wait_until="load")
    page.locator(".md-search__input").click()
    for query in SEARCHES[code]:
        page.locator(".md-search__input").fill(query)
        page.keyboard.press("End")  # the search listens to keys
        page.wait_for_selector(".md-search-result__link")
        links = page.locator(".md-search-result__link").evaluate_all("all => all.map(link => link.href)")
        assert links, query
        for link in links:
            path = link.removeprefix(address)
            assert path.startswith(language.prefix), query
            assert not path.startswith(tuple(others)) or language.prefix, query
        page.locator(".md-search__input").fill("")
        page.wait_for_selector(".md-search-result__link", state="detached")


def test_a_word_that_is_not_there_is_not_found(page: Page, address: str):
    page.goto(f"{address}he/", wait_until="load")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill("טרקטור")
    page.keyboard.press("End")
    page.wait_for_timeout(1500)
    assert page.locator(".md-search-result__link").count() == 0


def test_code_that_is_copied_has_no_trace_of_its_links(page: Page, address: str):
    page.goto(f"{address}guides/basic-training-loops/", wait_until="load")
    block = page.locator("#ten-epochs code")
    assert block.locator("a.name").count() >= 3
    block.scroll_into_view_if_needed()  # code far away has no text on the screen yet
    page.wait_for_function("code => code.innerText === code.textContent", arg=block.element_handle())
    size = "link => [link.offsetWidth, link.offsetHeight, link.offsetLeft]"
    link = block.locator("a.name").first
    before = link.evaluate(size)
    link.hover()
    assert link.evaluate("link => getComputedStyle(link).textDecorationStyle") == "solid"
    assert link.evaluate(size) == before
    link.click()
    page.wait_for_url(f"{address}reference/**")
