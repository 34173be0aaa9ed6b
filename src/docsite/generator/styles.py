"""One style sheet for the whole site: the theme's, without what no page of this site has, and our own.

A page that asks for four sheets waits for four; and a third of the theme's is for blogs, versions and the like.
"""

import re
from collections.abc import Iterable, Iterator

# Families of classes that the theme styles and this site has none of; tests/test_weight.py holds them against it.
ABSENT = (
    "critic", "emojione", "gemoji", "giscus", "highlighttable", "keys", "linenodiv", "linenos", "md-author",
    "md-consent", "md-content--post", "md-draft", "md-feedback", "md-input", "md-meta", "md-nav--integrated",
    "md-nav--lifted", "md-pagination", "md-path", "md-pin", "md-post", "md-profile", "md-progress",
    "md-sidebar--post", "md-source-file", "md-status", "md-tabs", "md-tag", "md-tags", "md-version", "mermaid",
    "task-list-control", "task-list-indicator", "task-list-item", "twemoji",
)  # fmt: skip
# The same as selectors, and the theme's colours, in place of which ours stand.
UNUSED = re.compile(
    rf"\.(?:{'|'.join(ABSENT)})(?:__[\w-]+|--[\w-]+)?(?![\w-])|\[data-md-color-(?:primary|accent)=(?!custom)"
)
NOT = re.compile(r":not\([^()]*\)")
ENTERED = ("@media", "@supports")
VARIABLE = re.compile(r"(--md-[\w-]+-icon):")
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def combined(sheets: Iterable[str]) -> str:
    """Sheets in their order as one, without comments, unused rules, and icons that nothing shows."""
    text = "\n".join(_kept(COMMENT.sub("", sheet)) for sheet in sheets)
    for name in set(VARIABLE.findall(text)):
        if f"var({name})" not in text:
            text = re.sub(rf'{name}:url\("[^"]*"\);?', "", text)
    return text


def _kept(text: str) -> str:
    """The rules that are used; raises `ValueError` for one that does not end."""
    kept = []
    for written, body in _rules(text):
        head = written.strip()
        if head.startswith(ENTERED):
            body = _kept(body)
        elif not head.startswith("@"):
            head = ",".join(one for one in _selectors(head) if not UNUSED.search(NOT.sub("", one)))
        if head and body:
            kept.append(f"{head}{{{body}}}")
    return "".join(kept)


def _selectors(head: str) -> Iterator[str]:
    """The selectors of a rule, which commas divide that stand in no brackets."""
    start = depth = 0
    for place, sign in enumerate(head):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield head[start:place]
            start = place + 1
    yield head[start:]


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """What stands before the braces of each rule, and what in them."""
    start = 0
    while (begin := text.find("{", start)) >= 0:
        end, depth = begin + 1, 1
        while depth:
            if end >= len(text):
                raise ValueError(f"the rule of {text[start:begin].strip()!r} is never closed; end it with a brace")
            if text[end] in "\"'":
                end = _quoted(text, end)
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        yield text[start:begin], text[begin + 1 : end - 1]
        start = end


def _quoted(text: str, start: int) -> int:
    """Where a string ends that begins at `start`."""
    end = start + 1
    while end < len(text) and text[end] != text[start]:
        end += 1 + (text[end] == "\\")
    return end
