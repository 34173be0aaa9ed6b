"""Photograph a page of each kind, in each language and theme, on a wide screen and on a phone.

    python tests/pictures.py SITE OUT [--kinds home,guide] [--languages en,he] [--contact FILE]

SITE is the folder that `make site` made. OUT gets one picture for each, named KIND.LANGUAGE.THEME.WIDTH.png, and
`index.html`, which shows all of them. `--contact` writes some of them, small, into one picture, as README.md shows it.
Ends with status 1 where a page scrolls sideways, reports an error, or asks another host.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from browsing import CHROMIUM, FLAGS, Strict, fits, served_from
from kinds import KINDS
from playwright.sync_api import Browser, Page, sync_playwright

from docsite.languages import LANGUAGES, Language

THEMES, WIDTHS = ("light", "dark"), (1440, 390)
CONTACT = (("home", "en", "light"), ("guide", "zh", "dark"), ("guide", "he", "light"), ("module", "zh-TW", "dark"))
SHEET = """<!doctype html><meta charset="utf-8"><title>Pictures</title><style>
body {{ margin: 0; display: grid; grid-template-columns: repeat({columns}, 1fr); gap: {gap}px; padding: {gap}px;
  background: {back}; }}
img {{ width: 100%; aspect-ratio: 8 / 5; object-fit: cover; object-position: top; border-radius: 4px; }}
</style>{images}"""


def wrong(page: Page, address: str) -> list[str]:
    """A list that fills with what must not happen on a page."""
    seen: list[str] = []
    ours = (address, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(ours) else seen.append(f"asks {request.url}"))
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen


def photograph(browser: Browser, address: str, out: Path, kind: str, language: Language) -> Iterator[str]:
    """The pictures of one page; gives what is wrong with it."""
    for theme in THEMES:
        for width in WIDTHS:
            page = browser.new_page(
                viewport={"width": width, "height": 900},
                color_scheme=theme,
                locale=language.code,
                reduced_motion="reduce",
            )
            seen = wrong(page, address)
            page.goto(f"{address}{language.prefix}{KINDS[kind]}", wait_until="networkidle")
            name = f"{kind}.{language.code}.{theme}.{width}.png"
            page.screenshot(path=out / name)
            yield from (f"{name}: {what}" for what in [*seen, *["scrolls sideways"] * (not fits(page))])
            page.close()


def sheet(pictures: list[str], columns: int, gap: int, back: str) -> str:
    images = "".join(f'<img src="{name}" alt="{name}">' for name in pictures)
    return SHEET.format(columns=columns, gap=gap, back=back, images=images)


def contact(browser: Browser, out: Path, file: Path) -> None:
    """Some of the pictures in one, small."""
    names = [f"{kind}.{code}.{theme}.1440.png" for kind, code, theme in CONTACT]
    missing = [name for name in names if not (out / name).exists()]
    if missing:
        sys.exit(f"{missing[0]} was not photographed: leave out --kinds and --languages")
    (out / "contact.html").write_text(sheet(names, 2, 12, "#64748b"), "utf-8")
    page = browser.new_page(viewport={"width": 900, "height": 600})
    page.goto((out / "contact.html").resolve().as_uri(), wait_until="load")
    page.screenshot(path=file, full_page=True)
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--languages", default=",".join(language.code for language in LANGUAGES))
    parser.add_argument("--contact", type=Path)
    asked = parser.parse_args()
    kinds, codes = asked.kinds.split(","), asked.languages.split(",")
    languages = [language for language in LANGUAGES if language.code in codes]
    if not set(kinds) <= set(KINDS) or len(languages) != len(codes):
        parser.error(f"the kinds are {', '.join(KINDS)}; the languages {', '.join(item.code for item in LANGUAGES)}")
    if not (asked.site / "index.html").exists():
        parser.error(f"{asked.site} holds no site: run make site")
    asked.out.mkdir(parents=True, exist_ok=True)
    found = []
    with served_from(asked.site, Strict) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for kind in kinds:
            for language in languages:
                found += list(photograph(browser, address, asked.out, kind, language))
        if asked.contact:
            contact(browser, asked.out, asked.contact)
        browser.close()
    pictures = sorted(path.name for path in asked.out.glob("*.*.*.*.png"))
    (asked.out / "index.html").write_text(sheet(pictures, 4, 8, "#e2e8f0"), "utf-8")
    print(f"{len(pictures)} pictures: open {asked.out / 'index.html'}")
    sys.exit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
