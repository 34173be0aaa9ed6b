"""What of the theme's page frame has no template of its own, put right in the HTML of a whole page."""

import re

from docsite.languages import Language

CHECKBOX = re.compile(r'(<input [^>]*type="checkbox"[^>]*) autocomplete="off"')  # which no checkbox may have


def mended(html: str, language: Language) -> str:
    """The page with its direction on `<html>`, where browsers and screen readers look for it."""
    html = html.replace("<html ", f'<html dir="{language.direction}" ', 1)
    return CHECKBOX.sub(r"\1", html)
