"""Pictures of a screen where a page shows them: on the site, in a text, in a notebook."""

import base64
import html
from collections.abc import Iterator

from docsite.export.addresses import folder, site
from docsite.pages.page import Page
from docsite.pages.pictures import SCHEMES
from docsite.pages.resolved import Picture
from docsite.project import DOCS


def shown(picture: Picture, page: Page, caption: str) -> str:
    """Both forms as HTML; Material shows the one whose scheme is on, and the other is not loaded."""
    up = "../" * (folder(page.name) + page.language.prefix).count("/")
    below = f"<figcaption markdown>{caption}</figcaption>\n" if caption else ""
    return f'<figure class="picture">\n{"".join(_images(picture, up))}\n{below}</figure>'


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
