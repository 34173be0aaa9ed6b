"""Photograph a page of each kind, in each language and theme, on a wide screen and on a phone.

    python tests/pictures.py SITE OUT [--kinds home,guide] [--languages en,he] [--contact FILE]

SITE is the folder that `make site` made. OUT gets one picture for each, named KIND.LANGUAGE.THEME.WIDTH.png, and
`index.html`, which shows all of them. `--contact` writes four places of the site, small, into one picture, as README.md
shows it; with `--kinds=` nothing else is photographed. Ends with status 1 where a page scrolls sideways, reports an
error, or asks another host.
"""

import argparse
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from browsing import CHROMIUM, FLAGS, Strict, fits, served_from
from kinds import KINDS
from playwright.sync_api import Browser, Page, sync_playwright

from docsite.languages import LANGUAGES, Language, find

THEMES, WIDTHS = ("light", "dark"), (1440, 390)
CONTACT = (
    ("en", "light", ""),
    ("zh", "dark", "guides/basic-training-loops/#weights"),
    ("he", "light", "guides/gan/#results"),
    ("zh-TW", "dark", "guides/walkthrough/#missing"),
)
SHEET = """<!doctype html><meta charset="utf-8"><title>Pictures</title><style>
body {{ margin: 0; display: grid; grid-template-columns: repeat({columns}, 1fr); gap: {gap}px; padding: {gap}px;
  background: {back}; }}
img {{ width: 100%; aspect-ratio: 8 / 5; object-fit: cover; object-position: top; border-radius: 4px; }}
</style>{images}"""


class View(NamedTuple):
    """How a page is looked at."""

    language: Language
    theme: str
    width: int


def wrong(page: Page, address: str) -> list[str]:
    """A list that fills with what must not happen on a page."""
    seen: list[str] = []
    ours = (address, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(ours) else seen.append(f"asks {request.url}"))
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen


def photograph(browser: Browser, address: str, out: Path, kinds: list[str], view: View) -> Iterator[str]:
    """The pictures of pages that are looked at in one way; gives what is wrong with them."""
    context = browser.new_context(
        viewport={"width": view.width, "height": 900},
        color_scheme=view.theme,  # type: ignore[arg-type]
        locale=view.language.code,
        reduced_motion="reduce",
    )
    for kind in kinds:
        page = context.new_page()
        seen = wrong(page, address)
        page.goto(f"{address}{view.language.prefix}{KINDS[kind]}", wait_until="load")
        name = f"{kind}.{view.language.code}.{view.theme}.{view.width}.png"
        page.screenshot(path=out / name)
        yield from (f"{name}: {what}" for what in [*seen, *["scrolls sideways"] * (not fits(page))])
        page.close()
    context.close()


def sheet(pictures: list[str], columns: int, gap: int, back: str) -> str:
    images = "".join(f'<img src="{name}" alt="{name}">' for name in pictures)
    return SHEET.format(columns=columns, gap=gap, back=back, images=images)


def contact(browser: Browser, address: str, out: Path, file: Path) -> None:
    """Some places of the site, each from where its figure stands, small in one picture."""
    names = []
    for code, theme, place in CONTACT:
        page = browser.new_page(viewport={"width": 1240, "height": 775}, color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.goto(f"{address}{find(code).prefix}{place}", wait_until="load")
        names.append(f"contact.{code}.png")
        page.screenshot(path=out / names[-1])
        page.close()
    (out / "contact.html").write_text(sheet(names, 2, 12, "#64748b"), "utf-8")
    page = browser.new_page(viewport={"width": 900, "height": 582}, device_scale_factor=1.5)
    page.goto((out / "contact.html").resolve().as_uri(), wait_until="load")
    page.screenshot(path=file)
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--languages", default=",".join(language.code for language in LANGUAGES))
    parser.add_argument("--contact", type=Path)
    asked = parser.parse_args()
    kinds, codes = [kind for kind in asked.kinds.split(",") if kind], asked.languages.split(",")
    languages = [language for language in LANGUAGES if language.code in codes]
    if not set(kinds) <= set(KINDS) or len(languages) != len(codes):
        parser.error(f"the kinds are {', '.join(KINDS)}; the languages {', '.join(item.code for item in LANGUAGES)}")
    if not (asked.site / "index.html").exists():
        parser.error(f"{asked.site} holds no site: run make site")
    asked.out.mkdir(parents=True, exist_ok=True)
    found = []
    with served_from(asked.site, Strict) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for view in itertools.starmap(View, itertools.product(languages, THEMES, WIDTHS)):
            found += list(photograph(browser, address, asked.out, kinds, view))
        if asked.contact:
            contact(browser, address, asked.out, asked.contact)
        browser.close()
    pictures = sorted(path.name for path in asked.out.glob("*.*.*.*.png"))
    (asked.out / "index.html").write_text(sheet(pictures, 4, 8, "#e2e8f0"), "utf-8")
    print(f"{len(pictures)} pictures: open {asked.out / 'index.html'}")
    sys.exit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
