"""Pictures of a screen where a page shows them: on the site, in a text, in a notebook."""

import base64
import html
from collections.abc import Iterator

from docsite.export.addresses import folder, site
from docsite.export.drawings import INLINE
from docsite.pages.page import Page
from docsite.pages.resolved import Screen
from docsite.pages.screens import SCHEMES
from docsite.project import DOCS


def shown(screen: Screen, page: Page, text: str) -> str:
    """Both forms as HTML; Material shows the one whose scheme is on, and the other is not loaded.

    On a phone they are as large as on any screen, and scroll.
    """
    up = "../" * (folder(page.name) + page.language.prefix).count("/")
    caption = f"\n<figcaption>{INLINE.renderInline(text)}</figcaption>" if text else ""
    return f'<figure class="picture">\n<div class="screen">{"".join(_images(screen, up))}</div>{caption}\n</figure>'


def address(screen: Screen) -> str:
    """Where the light form is on the site."""
    return site().url + screen.files[0].relative_to(DOCS).as_posix()


def embedded(screen: Screen) -> str:
    """The light form as an address that holds it."""
    return f"data:image/png;base64,{base64.b64encode(screen.files[0].read_bytes()).decode()}"


def _images(screen: Screen, up: str) -> Iterator[str]:
    width, height = screen.size
    label = html.escape(screen.alternative)
    for path, scheme in zip(screen.files, SCHEMES, strict=True):
        source = f"{up}{path.relative_to(DOCS).as_posix()}#only-{scheme}"
        yield f'<img src="{source}" alt="{label}" width="{width}" height="{height}" loading="lazy">'
