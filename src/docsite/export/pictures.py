"""Pictures of a screen where a page shows them: on the site, in a text, in a notebook; and captions."""

import base64
import html
from collections.abc import Iterator

from markdown_it import MarkdownIt

from docsite.export.addresses import folder, site
from docsite.pages.page import Page
from docsite.pages.pictures import SCHEMES
from docsite.pages.resolved import Picture
from docsite.project import DOCS

CAPTION = MarkdownIt()  # a caption stands in HTML, which the site's own Markdown leaves as it is


def caption(text: str) -> str:
    """What stands below a figure, as HTML."""
    return f"\n<figcaption>{CAPTION.renderInline(text)}</figcaption>" if text else ""


def shown(picture: Picture, page: Page, text: str) -> str:
    """Both forms as HTML; Material shows the one whose scheme is on, and the other is not loaded."""
    up = "../" * (folder(page.name) + page.language.prefix).count("/")
    return f'<figure class="picture">\n{"".join(_images(picture, up))}{caption(text)}\n</figure>'


def address(picture: Picture) -> str:
    """Where the light form is on the site."""
    return site().url + picture.files[0].relative_to(DOCS).as_posix()


def embedded(picture: Picture) -> str:
    """The light form as an address that holds it."""
    return f"data:image/png;base64,{base64.b64encode(picture.files[0].read_bytes()).decode()}"


def _images(picture: Picture, up: str) -> Iterator[str]:
    width, height = picture.size
    label = html.escape(picture.alternative)
    for path, scheme in zip(picture.files, SCHEMES, strict=True):
        source = f"{up}{path.relative_to(DOCS).as_posix()}#only-{scheme}"
        yield f'<img src="{source}" alt="{label}" width="{width}" height="{height}" loading="lazy">'
