"""The picture that stands beside a link to the site elsewhere: one a language, drawn in this device's fonts.

    python tests/cards.py

Writes docs/assets/cards/CODE.png, 1200 by 630.
"""

import html

from browsing import CHROMIUM, FLAGS
from playwright.sync_api import sync_playwright

from docsite.languages import LANGUAGES, Language
from docsite.project import DOCS

SIZE = {"width": 1200, "height": 630}
CARD = """<!doctype html><html lang="{code}" dir="{direction}"><meta charset="utf-8"><style>
body {{ margin: 0; height: 630px; box-sizing: border-box; padding: 90px; display: flex; flex-direction: column;
  justify-content: center; gap: 36px; color: #fff; background: #17405c;
  font-family: "Noto Sans", "Noto Sans CJK SC", "Noto Sans Hebrew", "DejaVu Sans", sans-serif; }}
body:lang(zh-TW) {{ font-family: "Noto Sans", "Noto Sans CJK TC", sans-serif; }}
h1 {{ margin: 0; font-size: 84px; line-height: 1.15; }}
p {{ margin: 0; font-size: 36px; line-height: 1.5; color: #dbe7f0; }}
svg {{ position: absolute; inset-block-end: 70px; inset-inline-end: 80px; width: 150px; }}
</style><h1>{name}</h1><p>{description}</p>
<svg viewBox="0 0 24 24" fill="#8cc0f5"><path d="M12 18a6 6 0 0 1-6-6c0-1 .25-1.97.7-2.8L5.24 7.74
A7.93 7.93 0 0 0 4 12a8 8 0 0 0 8 8v3l4-4-4-4m0-11V1L8 5l4 4V6a6 6 0 0 1 6 6c0 1-.25 1.97-.7 2.8l1.46 1.46
A7.93 7.93 0 0 0 20 12a8 8 0 0 0-8-8z"/></svg>"""


def card(language: Language) -> str:
    """The picture as HTML that fetches nothing."""
    name, description = language.words["site_name"], language.words["description"]
    told = {"name": html.escape(name), "description": html.escape(description)}
    return CARD.format(code=language.code, direction=language.direction, **told)


def main() -> None:
    folder = DOCS / "assets" / "cards"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=SIZE)
        for language in LANGUAGES:
            page.set_content(card(language))
            page.screenshot(path=folder / f"{language.code}.png")
            print(folder / f"{language.code}.png")
        browser.close()


if __name__ == "__main__":
    main()
