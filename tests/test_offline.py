"""The site in a folder, without a server: links, languages, the theme, search and copying, by `file://`."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from browsing import a_block_is_copied, search, the_dark_theme_stays
from kinds import BOTH_DIRECTIONS
from playwright.sync_api import Browser, expect

from docsite.export import offline
from docsite.languages import LANGUAGES, Language
from docsite.project import DocsError

HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')


@pytest.fixture(scope="module")
def folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("a folder") / "offline"
    assert offline.make(site, made) > 100
    return made


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("../gan/#loss", "../gan/index.html#loss"),
        ("./", "./index.html"),
        (".", "./index.html"),
        ("../..", "../../index.html"),
        ("../?h=a", "../index.html?h=a"),
        ("guides/gan/", "guides/gan/index.html"),
        ("#loss", "#loss"),
        ("", ""),
        ("index.md", "index.md"),
        ("../scripts/gan.py", "../scripts/gan.py"),
        ("https://example.org/", "https://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_an_address_names_the_file(address: str, file: str):
    assert offline.named(address) == file


def test_every_link_leads_to_a_file(folder: Path):
    for path in folder.rglob("*.html"):
        for address in HREF.findall(path.read_text("utf-8")):
            if not offline.ELSEWHERE.match(address):
                assert (path.parent / unquote(urlsplit(address).path)).is_file(), (path, address)


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_a_reader_gets_about_without_a_server(browser: Browser, folder: Path, language: Language):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("requestfailed", lambda request: seen.append(request.url))
    start = folder / language.prefix
    page.goto((start / "index.html").as_uri(), wait_until="load")
    page.locator("article a[href*='guides/basic-training-loops/']").first.click()
    page.wait_for_url("**/guides/basic-training-loops/index.html*")
    the_dark_theme_stays(page)
    a_block_is_copied(page)
    search(page, language)
    page.locator(".md-search-result__link").first.click()
    page.wait_for_function("document.readyState === 'complete'")
    assert Path(unquote(urlsplit(page.url).path)).is_relative_to(start)
    other = next(item for item in LANGUAGES if item is not language)
    page.locator(".md-select").hover()
    page.locator(f".md-select__link[hreflang='{other.code}']").click()
    expect(page.locator("html")).to_have_attribute("lang", other.code)
    context.close()
    assert seen == []


def test_a_folder_of_something_else_is_left_alone(site: Path, tmp_path: Path):
    (tmp_path / "index.html").write_text("mine", "utf-8")
    with pytest.raises(DocsError, match="holds something else; name another folder"):
        offline.make(site, tmp_path)
    assert (tmp_path / "index.html").read_text("utf-8") == "mine"


def test_without_a_site_there_is_nothing_to_copy(tmp_path: Path):
    with pytest.raises(DocsError, match="holds no site; run: make site"):
        offline.make(tmp_path, tmp_path / "offline")
