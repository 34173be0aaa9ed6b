"""The built pages are valid HTML, in a direction of their own; a page that does not exist is told in its language."""

from collections import Counter
from pathlib import Path

import html5lib
import pytest
from browsing import PREFIX, Strict, served_from
from kinds import BOTH_DIRECTIONS, KINDS, MISSING, built
from playwright.sync_api import Browser, Page
from trees import Element, parsed

from docsite.languages import LANGUAGES, Language

TYPED = {"text", "search", "url", "tel", "email", "password", "date", "number", "range", "color"}  # may be filled in
NAMED_BY = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "href")


def wrong(html: str) -> list[str]:
    """What a strict parser finds, and what it does not know of attributes, ids and elements."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    found = [f"line {place[0]}: {name} {more}" for place, name, more in parser.errors]
    document = parsed(html)
    elements = list(document.walk())
    ids = Counter(item.attributes["id"] for item in elements if "id" in item.attributes)
    found += [f"{count} elements have the id {name}" for name, count in ids.items() if count > 1]
    for item in elements:
        found += [f"<{item.tag}> {fault}" for fault in faults(item, ids)]
    return found


def faults(item: Element, ids: Counter) -> list[str]:
    """What is wrong with one element, beyond its syntax."""
    given = item.attributes
    found = [f"has the attribute {name}" for name in ("markdown", "align", "autocorrect") if name in given]
    found += [f"has an empty {name}" for name in ("tabindex", "id", "src", "for") if given.get(name) == ""]
    if item.tag == "input" and "autocomplete" in given and given.get("type", "text") not in TYPED:
        found.append(f"of type {given['type']} has the attribute autocomplete")
    if item.tag == "a" and "name" in given:
        found.append("has a name")
    if item.tag == "path" and not given.get("d"):
        found.append("draws nothing")
    if item.tag == "img" and "alt" not in given:
        found.append("has no alt")
    for name in NAMED_BY:
        local = [] if name == "href" and not given.get(name, "").startswith("#") else given.get(name, "").split()
        names = [value.removeprefix("#") if name == "href" else value for value in local]
        found += [f"{name} leads to {value!r}, which is not there" for value in names if value and value not in ids]
    return found


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_valid_and_says_its_language_and_direction(site: Path, kind: str, language: Language):
    html = built(site, KINDS[kind], language)
    assert wrong(html) == []
    [root] = parsed(html).all("html")
    assert (root.attributes["lang"], root.attributes["dir"]) == (language.code, language.direction)


def test_the_page_for_what_is_not_there_is_valid(site: Path):
    assert wrong((site / MISSING).read_text("utf-8")) == []


BAD = """<!doctype html><html><head><title>t</title></head><body>
<p id="a" markdown></p><p id="a" tabindex=""><a name="x" href="#none">y</a><label for="">z</label></p>
<input type="checkbox" autocomplete="off"><img src="i"><svg><path/></svg><em><b></em></b></body></html>"""


def test_what_is_wrong_is_found():
    found = "\n".join(wrong(BAD))
    for told in ("adoption-agency", "the id a", "markdown", "tabindex", "name", "none", "autocomplete", "alt", "draws"):
        assert told in found


class Hosted(Strict):
    """As hosts of static sites do: whatever is not there is answered with the page for that."""

    def send_error(self, code, *_, **__) -> None:
        body = Path(self.directory, MISSING).read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def hosted(site: Path):
    with served_from(site, Hosted) as address:
        yield address


@pytest.mark.parametrize("prefix", ["", PREFIX], ids=["root", "prefix"])
@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_what_is_not_there_is_told_in_its_language(browser: Browser, hosted: str, language: Language, prefix: str):
    page: Page = browser.new_page()
    deep = ["a/b/c/d/e/f/g/h"] * bool(prefix)  # where the site is meant to be, at any depth
    for path in ("nothing", "guides/nothing/", "guides/nothing/at/all.html", *deep):
        answer = page.goto(f"{hosted}{prefix}{language.prefix}{path}", wait_until="load")
        assert answer is not None
        assert answer.status == 404
        words = language.words["missing"]
        shown = page.locator("section:visible")
        assert shown.count() == 1
        assert shown.locator("h1").inner_text() == words["title"]
        assert page.title() == words["title"]
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language.code, language.direction)
        home = shown.get_by_role("link", name=words["home"])
        assert home.evaluate("link => link.href") == f"{hosted}{prefix}{language.prefix}"
        assert html.evaluate("html => getComputedStyle(html).getPropertyValue('--link')").strip()
    home.click()
    page.wait_for_url(f"{hosted}{prefix}{language.prefix}")
    page.close()


def test_without_a_script_every_language_is_told(browser: Browser, hosted: str):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{hosted}he/nothing", wait_until="load")
    assert page.locator("section:visible h1").count() == len(LANGUAGES)
    page.close()
