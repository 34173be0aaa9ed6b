"""Formulas in the HTML of a page: arithmatex has marked them, and a browser draws them as MathML, without a script."""

import re
from html import unescape

from docsite.pages.formulas import FormulaError, mathml

MARKED = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.S)


def drawn(content: str) -> tuple[str, list[str]]:
    """The HTML with its formulas as MathML, and what is wrong with those that cannot be read.

    Pages are checked when they are read; a formula that is wrong here is one for Python-Markdown alone.
    """
    mistakes: list[str] = []

    def draw(match: re.Match[str]) -> str:
        tex = unescape(match[3])
        try:
            return mathml(tex, match[2] == "[")
        except FormulaError as error:
            mistakes.append(f"the formula {tex.strip()!r} {error}")
            return match[0]

    return MARKED.sub(draw, content), mistakes
