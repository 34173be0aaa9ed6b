"""The search in a real browser: what people type finds the page that teaches it, and nothing is fetched before."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect

from docsite.generator import search, synonyms
from docsite.languages import LANGUAGES, Language, find

CODES = [language.code for language in LANGUAGES]
SEARCHES = yaml.safe_load((ROOT / "tests" / "searches.yml").read_text("utf-8"))
# All queries in one page: the scripts are those that the search box has loaded.
FIRST = """async queries => {
  const finder = await Finder.over(__index);
  return queries.map(query => shown(finder, query).items[0]?.find(({ location }) => !location.includes("#")).location);
}"""


def queries(language: Language) -> dict[str, str]:
    """What is typed in a language, and the guide that is to come first."""
    found = {text: f"guides/{guide}/" for guide, texts in SEARCHES[language.folder].items() for text in texts}
    return {language.text(text): guide for text, guide in found.items()}


def typed(page: Page, text: str) -> list[str]:
    """Put a text into the search box without a key, as the mouse pastes it: the addresses of what is found."""
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill(text)
    page.wait_for_selector(".md-search-result__link", state="attached")
    return page.locator(".md-search-result__link").evaluate_all("all => all.map(link => link.href)")


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_what_people_type_finds_the_page_that_teaches_it(page: Page, address: str, language: Language):
    page.goto(f"{address}{language.prefix}")
    typed(page, "loss")
    wanted = queries(language)
    assert len(wanted) >= 40
    found = dict(zip(wanted, page.evaluate(FIRST, list(wanted)), strict=True))
    assert {text: first for text, first in found.items() if first != wanted[text]} == {}


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_nothing_of_the_search_is_fetched_before_the_first(page: Page, address: str, language: Language):
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url.removeprefix(address)))
    page.goto(f"{address}{language.prefix}guides/gan/", wait_until="networkidle")
    assert [url for url in requests if "search" in url] == ["assets/search/box.js"]
    [first, *_] = typed(page, language.text("损失") if language.folder == "zh" else "loss")
    assert first.startswith(f"{address}{language.prefix}guides/")
    fetched = [url for url in requests if "search" in url]
    assert fetched == ["assets/search/box.js", "assets/search/search.js", f"{language.prefix}search/search_index.js"]


def test_good_results_name_no_missing_words_and_lead_to_marked_ones(page: Page, address: str):
    page.goto(address, wait_until="load")
    [first, *_] = typed(page, "why is my training so slow?")
    assert first.startswith(f"{address}guides/faster-loops/")
    assert page.locator(".md-search-result__terms").count() == 0
    expect(page.locator(".md-search-result mark").first).to_be_visible()
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url(f"{address}guides/faster-loops/**")
    assert page.evaluate("CSS.highlights.get('searched').size") > 5


def test_what_was_found_is_marked_on_its_page_as_whole_words(page: Page, address: str):
    page.goto(f"{address}guides/gan/?h=loss%20real")
    around = """() => [...CSS.highlights.get("searched")].filter(range => range.startContainer.data).map(
        range => range.startContainer.data.slice(Math.max(0, range.startOffset - 1), range.endOffset + 1))"""
    found = page.evaluate(around)
    assert len(found) > 10
    assert [text for text in found if re.search(r"\w(loss|real)|(loss|real)\w", text, re.IGNORECASE)] == []
    page.goto(f"{address}zh/guides/gan/?h={quote('损失')}")
    assert page.evaluate("CSS.highlights.get('searched').size") > 10


def test_the_search_is_used_with_the_keyboard_alone(page: Page, address: str):
    page.goto(f"{address}he/", wait_until="load")
    page.keyboard.press("f")
    page.keyboard.type("קצב הלמידה", delay=20)
    page.wait_for_selector(".md-search-result__link", state="attached")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}he/guides/basic-training-loops/**")


def test_the_search_works_in_a_folder_without_a_server(browser: Browser, site: Path):
    page = browser.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    for language in (find("en"), find("he")):
        page.goto((site / language.prefix / "guides/gan/index.html").as_uri())
        assert "/guides/training-loop-from-scratch/" in typed(page, "sparsecategoricalcrossentropy")[0]
    page.close()
    assert mistakes == []


def test_what_is_typed_before_the_search_has_come_waits_for_it(browser: Browser, address: str):
    page = browser.new_page()
    waiting: list = []
    page.route("**/search.js", lambda route: waiting.append(route))
    page.goto(address, wait_until="load")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill("loss")
    page.wait_for_timeout(100)
    waiting.pop().continue_()
    page.wait_for_selector(".md-search-result__link", state="attached")
    page.close()


def test_an_index_that_could_not_be_loaded_is_asked_for_again(browser: Browser, address: str):
    page = browser.new_page()
    page.route("**/search_index.js", lambda route: route.abort(), times=1)
    page.goto(address)
    with page.expect_event("requestfailed"):
        page.locator(".md-search__input").click()
    assert typed(page, "loss")
    page.close()


def test_pasted_html_and_odd_signs_are_text(page: Page, address: str):
    page.goto(address)
    for text in ("<img src=x onerror=alert(1)> loss", "loss \\ [a-z]* ((", "__proto__ constructor loss", '"loss" -- +'):
        assert typed(page, text)
        assert page.locator(".md-search-result img").count() == 0


def test_a_section_has_plain_text_and_each_line_of_code_once():
    text = "<p>The <code>x &lt; 3</code> of it.</p><pre><code>import keras\n\nx = 1\nimport keras\n</code></pre>"
    entries = [
        {"location": f"guides/a/{place}", "title": "T <code>fit</code>", "text": text} for place in ("", "#next")
    ]
    about = {"guides/a.md": ("guides/a/", "About a.")}
    page, section = search.sections(entries, about, {"guides/a.md#next": [7]})
    assert page == {
        "location": "guides/a/",
        "title": "T `fit`",
        "text": ["The `x < 3` of it."],
        "code": ["import keras"],
        "about": "About a.",
    }
    assert section["code"] == []
    assert section["same"] == [7]
    assert section["boost"] < 1


def test_words_of_the_glossary_and_forms_that_translations_avoid_mean_the_same():
    groups = {language.code: synonyms.of(language)["same"] for language in LANGUAGES}
    assert any({"weight", "משקל", "משקולות"} <= set(group) for group in groups["he"])
    assert any({"learning rate", "学习率"} <= set(group) for group in groups["zh"])
    assert any({"slow", "太慢"} <= set(group) for group in groups["zh"])
    assert any({"gpu", "顯示卡"} <= set(group) or {"gpu", "顯卡"} <= set(group) for group in groups["zh-TW"])
    assert "如何" in synonyms.of(find("zh-TW"))["dropped"]


def test_each_place_of_search_yml_is_a_section_that_the_index_marks(site: Path):
    groups = yaml.safe_load((ROOT / "docs" / "search.yml").read_text("utf-8"))["same"]
    places = {group["at"].replace(".md", "/"): group["en"][0] for group in groups if "at" in group}
    index = json.loads((site / "search" / "search_index.js").read_text("utf-8").partition("=")[2])
    marked = {section["location"]: section.get("same", []) for section in index["docs"]}
    terms = {place: [word for group in groups for word in index["same"][group]] for place, groups in marked.items()}
    assert len(places) > 30
    assert {place: word for place, word in places.items() if word not in terms.get(place, [])} == {}


def test_signs_of_the_other_chinese_writing_are_those_of_the_site():
    assert synonyms.variants(find("zh"), "学习率") == "學学習习"
    assert "习習" in synonyms.variants(find("zh-TW"), "學習率")
    assert synonyms.variants(find("he"), "学习率") == ""
    groups = synonyms.of(find("zh-TW"))["same"]
    assert any({"optimizer", "優化器"} <= set(group) for group in groups)  # as on the mainland


def test_no_phrase_that_means_the_same_is_one_word_without_the_dropped_ones():
    """It would be met in each query that holds what is left of it."""
    found = yaml.safe_load((ROOT / "docs" / "search.yml").read_text("utf-8"))
    dropped = {word for words in found["dropped"].values() for word in words}
    phrases = [
        phrase for group in found["same"] for word in group.values() if isinstance(word, list) for phrase in word
    ]
    words = {phrase: re.findall(r"[a-z]+", phrase) for phrase in phrases if " " in phrase and phrase.isascii()}
    assert [phrase for phrase, all_ in words.items() if len(set(all_) - dropped) < 2] == []


def test_the_index_of_a_language_stays_small(site: Path):
    for language in LANGUAGES:
        text = (site / language.prefix / "search" / "search_index.js").read_text("utf-8")
        index = json.loads(text.removeprefix("var __index="))
        assert len(index["docs"]) > 400
        assert len(text.encode()) < 700_000
        assert "\u200b" not in text
        assert "∂" not in text  # of formulas, whose letters are no text
