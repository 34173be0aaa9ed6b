"""Markdown as the pages use it, for markdown-it-py: CommonMark with tables, front matter, admonitions, definition
lists, formulas, attribute lists and markers. Each token inside a line knows its place there.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, autolink, backtick, html_inline, image, link
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from docsite.pages.mistakes import MistakeError

MARKER = re.compile(r"\{\{=(.*?)=\}\}", re.S)
# One brace or a space too many or too few: what a person meant as a marker.
NEARLY = re.compile(r"\{\{?[ \t]*=|\{\{[ \t]*\w+\([^\n]*?\)[ \t]*=?\}\}")
FORMULA = re.compile(r"\\\((.*?)\\\)", re.S)
DISPLAYED = re.compile(r"\\\[(.*?)\\\][ \t]*$", re.S | re.M)
NOTE = re.compile(r'(!!!|\?{3}\+?) ?([\w-]+(?: +[\w-]+)*)(?: +"(.*)")?[ \t]*$')
FOLDED = re.compile(r'(\?{3}\+?|===[!+]*)() +"(.*)"[ \t]*$')  # has no kind, and a tab never has
ATTRIBUTES = re.compile(r"\{:?[ \t]*[.#][^{}\n]*\}")  # a marker among them is read as anywhere in a line
DEEPEST = 18  # tokens inside each other: beyond 20 markdown-it-py leaves out what follows


@cache
def parser() -> MarkdownIt:
    made = MarkdownIt("commonmark").enable("table")
    made.use(front_matter_plugin).use(deflist_plugin)
    made.block.ruler.before("fence", "formula", _displayed, {"alt": ["paragraph"]})
    made.block.ruler.before("fence", "note", _note, {"alt": ["paragraph"]})
    for name, rule in {"marker": _marker, "attributes": _attributes, "formula": _formula}.items():
        made.inline.ruler.before("escape", name, _placed(rule))
    rules = {"backticks": backtick, "link": link, "image": image, "html_inline": html_inline, "autolink": autolink}
    for name, rule in rules.items():
        made.inline.ruler.at(name, _placed(rule))
    return made


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text; raises `MistakeError` where lists and quotes are too deep for the parser."""
    tokens = parser().parse(text)
    deep = next((token for token in tokens if token.level >= DEEPEST), None)
    if deep:
        line = next(token.map for token in reversed(tokens[: tokens.index(deep) + 1]) if token.map)[0]
        raise MistakeError("more lists and quotes inside each other than can be read; write it flatter", line + 1)
    return tokens


def _placed(rule):
    """The rule, whose tokens are given their place in the text, and a link that of its address."""

    def placed(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        for token in state.tokens[count:] if found and not silent else ():
            token.meta.setdefault("place", (start, state.pos))
            if token.type in ("link_open", "image"):
                token.meta["address"] = _address(state, start)
        return found

    return placed


def _address(state: StateInline, start: int) -> tuple[int, int] | None:
    """Where the address of a link stands; None for one that names a definition elsewhere."""
    start += state.src[start] == "!"
    end = state.md.helpers.parseLinkLabel(state, start, False)
    if state.src[end + 1 : end + 2] != "(":
        return None
    first = end + 2
    while state.src[first].isspace():
        first += 1
    found = state.md.helpers.parseLinkDestination(state.src, first, len(state.src))
    return (first, found.pos) if found.ok else None


def _marker(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    found = MARKER.match(state.src, state.pos)
    nearly = None if found else NEARLY.match(state.src, state.pos)
    if not found and not nearly:
        return False
    if not silent:
        token = state.push("marker" if found else "nearly_marker", "", 0)
        token.content = found[1] if found else state.src[state.pos :].split("\n", 1)[0]
    state.pos = found.end() if found else nearly.end() if nearly else state.pos
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    return _matched(ATTRIBUTES, "attributes", state, silent)


def _formula(state: StateInline, silent: bool) -> bool:
    return _matched(FORMULA, "formula", state, silent)


def _matched(pattern: re.Pattern[str], kind: str, state: StateInline, silent: bool) -> bool:
    found = pattern.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push(kind, "", 0)
        token.content = found[1] if found.groups() else ""
    state.pos = found.end()
    return True


def _displayed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A formula that stands by itself, from `\\[` to `\\]`."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("\\[", begin):
        return False
    found = DISPLAYED.match(state.src, begin, state.eMarks[end - 1])
    if not found:
        return False
    if not silent:
        last = next(line for line in range(start, end) if state.eMarks[line] >= found.end())
        token = state.push("formula", "math", 0)
        token.block, token.content, token.map = True, found[1], [start, last + 1]
        state.line = last + 1
    return True


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An admonition or a tab, as Python-Markdown has them: what is indented by four below its first line."""
    indent = state.tShift[start] if state.blkIndent else 0
    line = state.src[state.bMarks[start] + indent : state.eMarks[start]]
    found = NOTE.match(line) or FOLDED.match(line)
    if not found or state.is_code_block(start):
        return False
    if not silent:
        last = start + 1
        while last < end and (state.isEmpty(last) or state.sCount[last] >= 4):
            last += 1
        token = state.push("note", "div", 0)
        token.block, token.map = True, [start, last]
        token.meta = {"mark": found[1], "kind": found[2], "title": found[3]}
        state.line = last
    return True
