"""What the HTML of a page must not do: run a script, or fetch something from another host."""

import html
import re

from docsite.pages.inline import Call, Code, Formula, Text
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
COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>).)*-->", re.S)
UNREAD = (Call, Code, Formula, Block)  # shown as written; what comes from a marker is escaped where it is made
HARMFUL = re.compile("|".join(f"({form})" for form in KINDS.values()), re.I)


def mistake(text: Text) -> tuple[str, int] | None:
    """What in a text is such, and how many lines below its first; None where nothing is."""
    shown = text.written(lambda what, source: _lines(source) if isinstance(what, UNREAD) else source)
    shown = COMMENT.sub(lambda comment: _lines(comment[0]), shown)
    if "<!--" in shown:  # browsers and Markdown do not agree on where it ends
        return "a comment ends with -->, and holds no --!>", shown.count("\n", 0, shown.index("<!--"))
    shown = html.unescape(shown)
    found = HARMFUL.search(shown)
    if not found:
        return None
    kind = list(KINDS)[(found.lastindex or 1) - 1]
    part = " ".join(found[0].split())
    return f"{part[:60]!r} is {kind}; leave it out", shown.count("\n", 0, found.start())


def _lines(source: str) -> str:
    return "\n" * source.count("\n")
