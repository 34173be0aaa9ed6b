"""Formulas in the HTML of a page: arithmatex has marked them, and a browser draws them as MathML, without a script."""

import re
from html import unescape

from docsite.pages.formulas import FormulaError, mathml

# A browser may break a line on both sides of a formula, whatever is there: what stands against one stays on its line.
BEFORE, AFTER = "[א-ת]+־|[(（「『“]+", "[,.;:!?)，。、；：！？）」』”]+"
MARKED = re.compile(
    rf"(?P<before>{BEFORE})?"
    r'<(?P<tag>span|div) class="arithmatex">\\(?P<kind>[\[(])(?P<tex>.*?)\\[)\]]</(?P=tag)>'
    rf"(?P<after>{AFTER})?",
    re.S,
)


def drawn(content: str) -> tuple[str, list[str]]:
    """The HTML with its formulas as MathML, and what is wrong with those that cannot be read.

    Pages are checked when they are read; a formula that is wrong here is one for Python-Markdown alone.
    """
    mistakes: list[str] = []

    def draw(match: re.Match[str]) -> str:
        tex, before, after = unescape(match["tex"]), match["before"] or "", match["after"] or ""
        try:
            shown = f"{before}{mathml(tex, match['kind'] == '[')}{after}"
        except FormulaError as error:
            mistakes.append(f"the formula {tex.strip()!r} {error}")
            return match[0]
        return f'<span class="unbroken">{shown}</span>' if before or after else shown

    return MARKED.sub(draw, content), mistakes
