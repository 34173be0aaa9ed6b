"""What a reader takes along, in a real browser: the clipboard, and the contents of notebooks."""

import pytest
from playwright.sync_api import Page, expect

from docsite.export.addresses import folder, notebook_path
from docsite.languages import LANGUAGES, Language

CODES = [language.code for language in LANGUAGES]
GUIDE = "guides/training-loop-from-scratch.md"


def pasted(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


@pytest.fixture
def page(page: Page) -> Page:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_a_page_is_copied_as_markdown(page: Page, address: str, language: Language):
    page.goto(f"{address}{language.prefix}{folder(GUIDE)}")
    button = page.locator("[data-copy-page]")
    button.click()
    expect(button).to_have_text(language.words["take"]["copied"])
    answer = page.request.get(f"{address}{language.prefix}{folder(GUIDE)}index.md")
    assert pasted(page) == answer.text()
    assert pasted(page).startswith("# ")


def test_a_shown_function_is_copied_with_its_helpers(page: Page, address: str):
    page.goto(f"{address}{folder(GUIDE)}")
    block = page.locator(".source", has_text="def evaluate(").first
    whole = page.locator(".alone", has_text="def evaluate(").first.locator("code").text_content()
    block.hover()
    block.locator("[data-clipboard-target]").click()
    assert pasted(page).strip() == whole.strip()
    assert "training_loops" not in pasted(page)


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_the_contents_of_a_notebook_lead_to_its_sections(page: Page, address: str, language: Language):
    page.goto(f"{address}{language.prefix}{notebook_path(GUIDE).replace('.ipynb', '/')}")
    link = page.locator(".md-nav--secondary .md-nav__link").nth(4)
    link.click()
    target = link.get_attribute("href")
    assert target.startswith("#")
    assert page.locator(target).is_visible()
    assert page.evaluate("scrollY") > 100
