"""What the HTML of a page must not do: run a script, or fetch something from another host."""

import html
import re

from docsite.pages.inline import Code, Formula, Html, Text
from docsite.pages.nodes import Block

HOST = r"(?:https?:)?//"
FETCHED = r"(?:src|srcset|poster|data|action|(?:xlink:)?href)"
KINDS = {
    "an element that runs or embeds": r"<\s*(?:script|iframe|frame|object|embed|applet|base|meta|link|form)\b",
    "a script in an attribute": r"(?:<[^<>]*\s|\{[^{}]*\b)on[a-z]+\s*=",
    "an address that is a script": r"""(?:\]\(\s*<?|\]:\s*<?|=\s*["']?)\s*(?:java|vb)script\s*:""",
    "something from another host": rf"""(?:<(?!a\b)[^<>]*\s|\{{[^{{}}]*\b){FETCHED}\s*=\s*["']?\s*{HOST}"""
    rf"""|!\[[^\[\]\n]*\]\(\s*<?{HOST}|url\(\s*["']?{HOST}""",
}
HARMFUL = re.compile("|".join(f"({form})" for form in KINDS.values()), re.I)


def mistake(text: Text) -> tuple[str, int] | None:
    """What in a text is such, and how many lines below its first; None where nothing is."""
    shown = text.written(lambda what, source: "\n" * source.count("\n") if _is_shown(what) else source)
    found = HARMFUL.search(html.unescape(shown))
    if not found:
        return None
    kind = list(KINDS)[(found.lastindex or 1) - 1]
    part = " ".join(found[0].split())
    return f"{part[:60]!r} is {kind}; leave it out", html.unescape(shown).count("\n", 0, found.start())


def _is_shown(what: object) -> bool:
    """Whether a browser shows it as it is written, or not at all."""
    return isinstance(what, Code | Formula | Block) or (isinstance(what, Html) and what.text.startswith("<!--"))
