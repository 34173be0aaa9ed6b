"""Text from elsewhere, such as a result or an argument of a marker, as Markdown that shows it and does nothing else."""

import re

from docsite.pages.inline import Code, Formula
from docsite.pages.parser import text_of

# What would start something in the middle of a line, and what would at its beginning. An entity never does.
WITHIN = re.compile(r"[\\`*\[\]{}<>&|~$#]|(?<!\w)_|_(?!\w)")
FIRST = re.compile(r"^(?:[-+:=!?](?!\d)|\d+[.)](?!\S))")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MARKUP = re.compile(r"[<{|]")
NAMED = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def literal(text: str) -> str:
    """The text in one line, each of its characters as itself."""
    shown = WITHIN.sub(_entity, UNSEEN.sub("", " ".join(text.split())))
    return FIRST.sub(lambda found: f"{found[0][:-1]}&#{ord(found[0][-1])};", shown)


def code(text: str) -> str:
    """The text as inline code."""
    plain = not UNSEEN.search(text) and not re.search(r"[`|\\]", text) and text.strip() == text != ""
    return f"`{text}`" if plain else f"<code>{literal(text)}</code>"


def without_html(source: str) -> str:
    """Markdown in which HTML and attribute lists are shown, and code and formulas are left as they are."""
    pieces, end = [], 0
    for span in text_of(source).spans:
        if isinstance(span.what, Code | Formula):
            pieces += [MARKUP.sub(_entity, source[end : span.start]), source[span.start : span.end]]
            end = span.end
    return "".join([*pieces, MARKUP.sub(_entity, source[end:])])


def _entity(found: re.Match[str]) -> str:
    return NAMED.get(found[0], f"&#{ord(found[0])};")
