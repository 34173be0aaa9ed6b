"""Fixtures for tests in a real browser: the built site on this machine, and pages that note what must not happen."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from docsite.languages import Language

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# The same browser without windows, which Debian has too: a new page takes it less than half of the processor's time.
WITHOUT_WINDOWS = shutil.which("chromium-headless-shell") or CHROMIUM


# No inline script, no other host: what a server may say of every page, and all pages work.
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
PREFIX = "training-loops/"  # under which the site is served too
QUERIES = {"en": "GradientTape", "zh": "梯度", "zh-TW": "學習率", "he": "גרדיאנט"}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Strict(Quiet):
    """Serves the site twice, at the root and under a prefix, with the policy."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.replace(f"/{PREFIX}", "/", 1) if path.startswith(f"/{PREFIX}") else path)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@contextlib.contextmanager
def served_from(folder: Path, handler: type[Quiet]) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served_from(site, Strict) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if WITHOUT_WINDOWS is None and not os.environ.get("CI"):
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=WITHOUT_WINDOWS, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A new page, as one that was never here."""
    with watched(browser, address) as (page, _):
        yield page


@pytest.fixture(scope="module")
def kept(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    with watched(browser, address) as found:
        yield found


@pytest.fixture
def same_page(kept: tuple[Page, list[str]]) -> Iterator[Page]:
    """One page for those tests of a module that change nothing but its width: pages open in half the time."""
    page, seen = kept
    seen.clear()
    page.set_viewport_size(WIDE)
    yield page
    assert seen == []


@pytest.fixture
def still(same_page: Page) -> Page:
    """The same, with nothing on it that moves by itself."""
    same_page.emulate_media(reduced_motion="reduce")
    return same_page


@contextlib.contextmanager
def watched(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """A page with what must not happen: requests to other hosts, errors, and addresses that do not exist."""
    page = browser.new_page(viewport=WIDE)
    seen: list[str] = []
    ours = (address, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(ours) else seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("response", lambda answer: seen.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    yield page, seen
    page.close()
    assert seen == []


def the_dark_theme_stays(page: Page) -> None:
    """Choose it, and see it again after a reload."""
    page.locator("label.md-header__button[for='__palette_1']").click()
    page.wait_for_selector("body[data-md-color-scheme='slate']")
    page.reload(wait_until="load")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def a_block_is_copied(page: Page) -> None:
    """Press the button of a block on the first guide, and look into the clipboard, which the page may read."""
    block = page.locator("#ten-epochs")
    block.hover()
    block.locator("[data-clipboard-target]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (block.locator("code").text_content() or "").strip()


def search(page: Page, language: Language) -> None:
    """Type a word that pages of the language have."""
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill(QUERIES[language.code])
    page.keyboard.press("End")


def fits(page: Page, seconds: float = 5.0) -> bool:
    """Whether a page needs no scrolling sideways, once it is laid out.

    Playwright's own waiting evaluates text in the page, which the policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
