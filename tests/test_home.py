"""The home page: all guides as cards, and a hint for whoever reads another language; and what stands around a page."""

import re
from pathlib import Path

import pytest
from browsing import Strict, served_from
from built import article
from playwright.sync_api import Browser, Page, expect
from trees import parsed

from docsite.export.addresses import folder
from docsite.export.addresses import site as site_settings
from docsite.generator import frame
from docsite.languages import LANGUAGES, Language, find
from docsite.pages import course
from docsite.project import DOCS

TIME = re.compile(r"\*\*Time:\*\* about (\d+) minutes")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_guide_has_a_card_in_the_order_of_the_course(site: Path, language: Language):
    [cards] = article(site, "index.md", language).all("div", having="course")
    items = cards.all("li")
    assert [item.all("a")[0].attributes["href"] for item in items] == [folder(page) for page in site_settings().guides]
    for item, page in zip(items, site_settings().guides, strict=True):
        [minutes] = TIME.findall((DOCS / "en" / page).read_text("utf-8"))
        [told] = item.all("em")
        assert told.text.startswith(language.words["course"]["minutes"].format(count=minutes))
        assert article(site, page, language).all("h1")[0].text.startswith(item.all("a")[0].text)


def test_a_guide_needs_what_its_box_names():
    needs = {card.page: card.needs for card in course.cards(find("en"))}
    assert needs["guides/basic-training-loops.md"] == ()
    assert needs["guides/network-by-hand.md"] == ("guides/basic-training-loops.md", "guides/tensors-and-variables.md")
    assert all(need in needs for named in needs.values() for need in named)


def test_a_hint_is_shown_once_to_whom_it_serves(browser: Browser, site: Path):
    with served_from(site, Strict) as address:
        for locale, path, shown in (
            ("he-IL", "", "he"),
            ("zh-HK", "he/", "zh-TW"),
            ("en-GB", "", ""),
            ("he", "he/", ""),
        ):
            context = browser.new_context(locale=locale)
            page = context.new_page()
            page.goto(f"{address}{path}", wait_until="load")
            hints = page.locator(".hint:visible")
            assert [item.get_attribute("lang") for item in hints.all()] == [shown] * bool(shown), locale
            if shown:
                assert find(shown).name in hints.inner_text()
                hints.locator("button").click()
                assert hints.count() == 0
                page.reload(wait_until="load")
                assert hints.count() == 0
            context.close()


NOTHING_KEPT = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
}"""


def test_where_a_browser_keeps_nothing_the_theme_changes_and_the_hint_is_shut(page: Page, address: str):
    page.add_init_script(NOTHING_KEPT)
    page.add_init_script("Object.defineProperty(navigator, 'languages', { value: ['he'] })")
    page.goto(address, wait_until="load")
    page.locator("label.md-header__button[for='__palette_1']").click()
    page.wait_for_selector("body[data-md-color-scheme='slate']")
    page.locator(".hint:visible button").click()
    expect(page.locator(".hint:visible")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_page_is_named_and_described_by_what_it_is(site: Path, language: Language):
    def head_of(page: str) -> tuple[str, dict[str | None, str]]:
        head = parsed((site / language.prefix / page / "index.html").read_text("utf-8"))
        given = [item.attributes for item in head.all("meta") if "content" in item.attributes]
        return head.all("title")[0].text, {item.get("property") or item.get("name"): item["content"] for item in given}

    title, given = head_of("")
    [heading] = article(site, "index.md", language).all("h1")
    assert heading.text.removesuffix("¶") == title == given["og:title"]
    _, guide = head_of("guides/gan")
    _, notebook = head_of("notebooks/gan")
    assert guide["description"] == guide["og:description"] != given["description"]
    assert guide["og:title"] in notebook["og:title"] != guide["og:title"]
    assert guide["og:title"] in notebook["description"]
    assert notebook["og:url"] == guide["og:url"]  # the text is the guide's


def test_search_engines_are_sent_from_a_notebook_to_its_guide(site: Path):
    for language in LANGUAGES:
        [canonical, *others] = [
            link.attributes["href"]
            for link in parsed((site / language.prefix / "notebooks/gan/index.html").read_text("utf-8")).all("link")
            if link.attributes["rel"].strip() in ("canonical", "alternate")
        ]
        assert canonical.endswith(f"/training-loops/{language.prefix}guides/gan/")
        assert not others
    assert "/notebooks/" not in (site / "sitemap.xml").read_text("utf-8")


def test_the_license_in_the_footer_leads_to_the_section_about_it(site: Path):
    for language in LANGUAGES:
        assert 'href="../../promises/#licenses"' in (site / language.prefix / "guides/gan/index.html").read_text(
            "utf-8"
        )
        assert article(site, "promises.md", language).all("h2")[-1].attributes["id"] == "licenses"


def test_the_footer_leads_to_the_file_that_a_page_was_made_from():
    written = {
        "guides/gan.md": "docs/zh/guides/gan.md",
        "notebooks/gan.ipynb": "docs/zh/guides/gan.md",
        "reference/gan.md": "src/training_loops/gan.py",
        "reference/index.md": "docs/zh/words.yml",
    }
    for page, path in written.items():
        assert frame.written(page, find("zh-TW")) == path
        assert (DOCS.parent / path).exists()


def test_every_language_has_a_picture_for_links_elsewhere(site: Path):
    for language in LANGUAGES:
        head = parsed((site / language.prefix / "guides/gan/index.html").read_text("utf-8"))
        given = {
            item.attributes.get("property"): item.attributes["content"]
            for item in head.all("meta")
            if "content" in item.attributes
        }
        name = given["og:image"].removeprefix(site_settings().url)
        assert name == f"assets/cards/{language.code}.png"
        assert (site / name).read_bytes().startswith(b"\x89PNG")
