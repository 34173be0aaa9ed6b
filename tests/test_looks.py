"""How pages look, by where things stand on the screen: nothing squeezed, cut off, or on a line of its own by chance."""

import pytest
from browsing import fits
from directions import hebrew, not_from_the_right
from playwright.sync_api import Locator, Page, expect

from docsite.languages import LANGUAGES, find

CODES = [language.code for language in LANGUAGES]
PHONE, DESK = 390, 1440
LINES = "all => all.map(item => item.getBoundingClientRect().height / parseFloat(getComputedStyle(item).lineHeight))"


def opened(page: Page, address: str, code: str, path: str, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{find(code).prefix}{path}", wait_until="load")
    return page


def lines(elements: Locator) -> list[float]:
    """How many lines each of some elements is high, its padding included."""
    return elements.evaluate_all(LINES)


@pytest.mark.parametrize("code", CODES)
def test_no_heading_has_an_empty_line_for_its_mark(same_page: Page, address: str, code: str):
    for width in (DESK, 1000):
        marks = opened(same_page, address, code, "", width).locator("article .headerlink")
        below = marks.evaluate_all("""marks => marks.filter(mark => {
          const words = document.createRange();
          words.setStart(mark.parentElement, 0);
          words.setEndBefore(mark);
          const ends = [...words.getClientRects()].map(box => box.bottom);
          return mark.getBoundingClientRect().top > Math.max(...ends) - 3;
        }).map(mark => mark.parentElement.textContent)""")
        assert marks.count() > 0
        assert below == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_card_is_read_in_lines_and_ends_with_its_minutes(same_page: Page, address: str, code: str, width: int):
    cards = opened(same_page, address, code, "", width).locator(".course li")
    wrong = cards.evaluate_all("""cards => cards.filter(card => {
      const box = item => item.getBoundingClientRect();
      const words = document.createRange(), minutes = card.querySelector("em");
      words.setStartBefore(card.firstChild);
      words.setEndBefore(minutes);
      const ends = [...words.getClientRects()].map(line => line.bottom);
      return [...card.querySelectorAll("code")].some(name => box(name).width > box(card).width / 2)
        || box(minutes).top < Math.max(...ends) - 2 || box(minutes).bottom > box(card).bottom;
    }).map(card => card.textContent)""")
    assert cards.count() > 10
    assert wrong == []


@pytest.mark.parametrize("code", ["zh", "he"])
def test_no_column_of_the_long_tables_is_squeezed(same_page: Page, address: str, code: str):
    assert max(lines(opened(same_page, address, code, "results/", PHONE).locator(".results td"))) < 6
    assert max(lines(opened(same_page, address, code, "proofs/", PHONE).locator(".releases td"))) < 6


@pytest.mark.parametrize("code", CODES)
def test_no_cell_of_sentences_is_a_pile_of_words_on_a_phone(page: Page, address: str, code: str):
    """What is too wide scrolls, and is reached by the keyboard."""
    for guide in ("built-in-training", "training-loop-from-scratch", "keras-fit"):
        cells = opened(page, address, code, f"guides/{guide}/", PHONE).locator(
            "article .md-typeset__scrollwrap td:not(figure *, .numbers *)"
        )
        assert max(lines(cells)) < 9, guide
        assert fits(page)


def test_a_picture_of_a_screen_can_be_read_on_a_phone(page: Page, address: str):
    opened(page, address, "he", "guides/tensorboard/", PHONE)
    screen = page.locator(".screen").first
    screen.scroll_into_view_if_needed()
    shown = screen.locator("img:visible")
    assert shown.evaluate("img => img.offsetWidth / img.getAttribute('width')") >= 0.9  # its letters are 12 pixels high
    expect(screen).to_have_attribute("tabindex", "0")
    assert screen.evaluate("box => box.scrollLeft") == 0
    box = shown.bounding_box()
    assert box
    assert 0 <= box["x"] < PHONE / 10  # where it begins is in view, in a page from right to left too
    assert fits(page)
    page.set_viewport_size({"width": DESK, "height": 900})
    assert shown.evaluate("img => img.clientWidth <= img.closest('article').clientWidth")


def test_a_heading_of_numbers_and_a_name_in_a_table_are_not_broken_into_pieces(same_page: Page, address: str):
    opened(same_page, address, "zh", "guides/resume/", PHONE)
    heads = same_page.locator(".numbers th")
    assert max(lines(heads)) < 4
    names = "all => all.filter(name => !/\\s/.test(name.textContent) && !name.querySelector('wbr'))"
    broken = same_page.locator("td code").evaluate_all(
        f"all => ({names})(all).filter(name => name.getClientRects().length > 1).map(name => name.textContent)"
    )
    assert broken == []


@pytest.mark.parametrize(("code", "width"), [("zh", DESK), ("zh-TW", DESK), ("he", DESK), ("en", PHONE)])
def test_what_stands_against_a_formula_stays_on_its_line(same_page: Page, address: str, code: str, width: int):
    formulas = opened(same_page, address, code, "guides/basic-training-loops/", width).locator(".unbroken")
    apart = formulas.evaluate_all("""all => all.filter(item => {
      const formula = item.querySelector("math").getBoundingClientRect();
      const words = [...item.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => {
        const range = document.createRange();
        range.selectNode(node);
        return range.getBoundingClientRect();
      });
      return words.some(box => box.top > formula.bottom || box.bottom < formula.top);
    }).map(item => item.textContent)""")
    assert formulas.count() > 5
    assert apart == []


def test_hebrew_remarks_in_code_begin_in_view_on_a_phone(same_page: Page, address: str):
    remarks = opened(same_page, address, "he", "guides/basic-training-loops/", PHONE).locator(
        "pre bdi[dir='rtl']:visible"
    )
    ends = remarks.evaluate_all("all => all.map(item => item.getBoundingClientRect().right)")
    assert 0 < max(ends) <= PHONE
    code = same_page.locator("pre > code").first
    assert code.evaluate("code => code.innerText === code.textContent")  # as it is copied


def test_hebrew_in_a_block_of_plain_text_is_read_from_the_right(same_page: Page, address: str):
    lines = hebrew(opened(same_page, address, "he", "contributing/", DESK).locator(".language-text bdi"))
    assert len(lines) > 5
    assert not_from_the_right(lines) == []


def test_a_long_name_is_broken_between_its_words(same_page: Page, address: str):
    opened(same_page, address, "en", "promises/", PHONE)
    cut = same_page.locator("article li > code").evaluate_all("""names => names.flatMap(name => {
      const parts = [...name.childNodes].filter(node => node.data && !node.data.includes(" "));
      return parts.filter(part => {
        const range = document.createRange();
        range.selectNode(part);
        return range.getClientRects().length > 1;
      }).map(part => part.data);
    })""")
    assert cut == []


def test_the_footer_stands_off_the_edge_and_says_the_whole_name_of_the_next_page(same_page: Page, address: str):
    opened(same_page, address, "en", "guides/gan/", PHONE)
    assert same_page.locator(".about-site > :first-child").bounding_box()["x"] >= 12
    assert (
        same_page.locator(".md-footer .md-ellipsis").evaluate_all(
            "all => all.filter(item => item.scrollWidth > item.clientWidth).map(item => item.textContent)"
        )
        == []
    )


@pytest.mark.parametrize("code", ["en", "he"])
def test_the_way_back_to_the_top_stands_in_a_corner(same_page: Page, address: str, code: str):
    opened(same_page, address, code, "guides/gan/", DESK).evaluate("scrollTo(0, 3000)")
    same_page.wait_for_timeout(200)  # the theme shows it to whom scrolls back
    same_page.evaluate("scrollTo(0, 2800)")
    same_page.wait_for_selector(".md-top:not([hidden])")
    button, text = same_page.locator(".md-top").bounding_box(), same_page.locator("article").bounding_box()
    assert button["y"] > 800
    assert button["height"] < 50
    assert button["x"] > text["x"] + text["width"] or button["x"] + button["width"] < text["x"]


def test_a_page_follows_the_theme_of_the_device_until_one_is_chosen(page: Page, address: str):
    for scheme, colour in (("light", "default"), ("dark", "slate"), ("light", "default")):
        page.emulate_media(color_scheme=scheme)
        opened(page, address, "en", "glossary/", DESK)
        page.wait_for_selector(f"body[data-md-color-scheme='{colour}']")
    page.locator("label.md-header__button[for='__palette_1']").click()
    opened(page, address, "en", "promises/", DESK)
    page.wait_for_selector("body[data-md-color-scheme='slate']")
