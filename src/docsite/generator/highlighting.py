"""Coloured code: coloured once for all languages, read by the search without colours, sent without idle spans."""

import re

import pymdownx.highlight

from docsite.languages import RIGHT_TO_LEFT

CODE = re.compile(r'<div [^>]*\bclass="[^"]*\bhighlight"[^>]*>.*?</div>', re.S)
PLAIN = re.compile(r'<pre data-block="(\d+)">.*?</pre>', re.S)
PLAINEST = re.compile(r'<span(?: class="(?:n|nb|nn|bp|w|p|o|ow|mi|mf|si|sa|kc)")?>([^<]*)</span>')
UNCOLOURED = re.compile(r'<span(?: class="[nw]")?>([^<]*)</span>')  # names and spaces, in the colour of all code
NOT_SEARCHED = ("figure-code", "module", "alone")  # shown elsewhere on the site

REMARK = re.compile(r'(<span class="(?:c1|sd)">)([^<]*)(</span>)')
QUOTED_CODE = re.compile(r"`[^`]+`")
REMARK_LINE = re.compile(r"^(\s*(?:#|(?:&quot;|\"){3})?\s*)(.*?)((?:&quot;|\"){3})?$", re.M)

_highlight = pymdownx.highlight.highlight
_highlighted: dict[tuple, str] = {}


def highlight_once() -> None:
    """Let Pygments colour a piece of code once, and not once for each language."""

    def remembered(source, lexer, formatter):
        key = source, lexer.name, repr(sorted(formatter.options.items()))
        if key not in _highlighted:
            _highlighted[key] = _highlight(source, lexer, formatter)
        return _highlighted[key]

    pymdownx.highlight.highlight = remembered


def without_colours(content: str) -> tuple[str, list[str]]:
    """A page for the search index: each block of code as its bare text; and the blocks, to be put back."""
    blocks: list[str] = []

    def plain(match: re.Match[str]) -> str:
        blocks.append(match[0])
        head = match[0][: match[0].index(">")]
        text = "" if any(kind in head for kind in NOT_SEARCHED) else re.sub(r"<[^>]+>", "", match[0])
        return f'<pre data-block="{len(blocks) - 1}"><code>{text}</code></pre>'

    return CODE.sub(plain, content), blocks


def few_colours(content: str) -> str:
    """Keywords, strings, comments and what is defined: the spans of the rest are half of a page full of code."""
    return PLAINEST.sub(r"\1", content)


def right_to_left(content: str) -> str:
    """Comments and docstrings of coloured code, read from the right where they are words of such a language.

    Code inside them is read from the left, or the sign of `-log(p)` would stand behind it.
    """

    def line(match: re.Match[str]) -> str:
        if not RIGHT_TO_LEFT.search(match[2]):
            return match[0]
        return f'{match[1]}<bdi dir="rtl">{match[2]}</bdi>{match[3] or ""}'

    def remark(match: re.Match[str]) -> str:
        if not RIGHT_TO_LEFT.search(match[2]):
            return match[0]
        return match[1] + REMARK_LINE.sub(line, QUOTED_CODE.sub(r'<bdi dir="ltr">\g<0></bdi>', match[2])) + match[3]

    return REMARK.sub(remark, content)


def with_colours(content: str, blocks: list[str]) -> str:
    return PLAIN.sub(lambda match: blocks[int(match[1])], content)


def without_idle_spans(content: str) -> str:
    """The page with its code as it is seen: a third of the elements of a guide say nothing."""
    return CODE.sub(lambda match: UNCOLOURED.sub(r"\1", match[0]), content)
