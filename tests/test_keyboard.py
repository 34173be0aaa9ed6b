"""What the keyboard reaches: the navigation of a narrow page, its sheets, and what lies above the page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from docsite.languages import LANGUAGES, Language

GUIDE = "guides/basic-training-loops/"
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const shown = one.checkVisibility({ visibilityProperty: true }) && box.right > 0 && box.left < innerWidth;
  return [one.id || one.getAttribute("href") || one.className, shown];
}"""


def tabbed(page: Page, count: int) -> list[tuple[str, bool]]:
    """What has the focus after each press of the tab key, and whether it is on the page."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(tuple(page.evaluate(FOCUSED)))
    return found


@pytest.mark.parametrize("language", [LANGUAGES[0], LANGUAGES[-1]], ids=lambda language: language.code)
def test_the_keyboard_opens_the_navigation_of_a_narrow_page_and_walks_through_it(
    page: Page, address: str, language: Language
):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}{language.prefix}{GUIDE}", wait_until="load")
    drawer, sidebar = page.locator("#__drawer"), page.locator(".md-sidebar--primary")
    page.wait_for_selector("html.js")
    opener = page.get_by_role("button", name=language.words["navigation"], exact=True)
    before = tabbed(page, 12)
    assert before[0][0].startswith("#")  # past all that
    assert all(shown for _, shown in before), before
    assert not [name for name, _ in before if "md-nav__link" in name]

    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(drawer).to_be_checked()
    sheet = page.locator("#__nav_2")
    expect(sheet).to_be_focused()  # the sheet of the guides is open, since this page is on it
    inside = tabbed(page, 8)
    assert all(shown for _, shown in inside), inside
    assert inside[0][0] == "__toc"
    assert not [name for name, _ in inside if name.startswith("#")]  # the contents of the page lie on a sheet of theirs

    sheet.focus()
    page.keyboard.press("Space")
    assert tabbed(page, 1)[0][0] == "../../reference/"
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_checked()
    expect(opener).to_be_focused()
    expect(sidebar).to_be_hidden()


def test_going_on_shuts_the_navigation_of_a_narrow_page(page: Page, address: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{GUIDE}", wait_until="load")
    drawer = page.locator("#__drawer")
    page.locator(".md-header__button > button").press("Space")
    page.locator(".md-sidebar--primary a[href$='contributing/']").focus()
    page.locator("article .take a").first.focus()
    expect(drawer).not_to_be_checked()


def test_the_results_of_a_search_have_no_empty_stop_before_them_and_escape_shuts_the_languages(
    page: Page, address: str
):
    page.goto(f"{address}{GUIDE}", wait_until="load")
    languages = page.locator(".md-select__inner")
    page.locator(".md-select button").focus()
    expect(languages).to_have_css("opacity", "1")
    assert [name for name, _ in tabbed(page, 1)] == [f"../../{GUIDE}"]
    page.keyboard.press("Escape")
    expect(languages).to_have_css("opacity", "0")
    page.locator(".md-search__input").focus()
    assert "md-search__scrollwrap" not in tabbed(page, 1)[0][0]


def test_the_button_that_a_script_makes_moves_nothing_and_has_the_color_of_its_label(
    browser: Browser, page: Page, address: str
):
    """Pages would jump as they open, which readers see and Lighthouse counts."""
    heights = []
    without = browser.new_page(java_script_enabled=False)
    for one in (without, page):
        one.set_viewport_size({"width": 390, "height": 844})
        one.goto(address, wait_until="load")
        heights.append(one.locator(".md-header").bounding_box()["height"])
    without.close()
    assert page.locator(".md-header__button > button").count() == 1
    assert heights[0] == heights[1]
    color = "one => getComputedStyle(one).color"
    label = page.locator(".md-header [for='__drawer']")
    assert label.locator("button").evaluate(color) == label.evaluate(color)
