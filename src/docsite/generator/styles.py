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
VARIABLE = re.compile(r"(--[\w-]+):")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
BETWEEN = re.compile(r",(?![^()]*\))")  # selectors of a list


def combined(sheets: Iterable[str]) -> str:
    """Sheets in their order as one, without comments, unused rules, and variables that nothing reads."""
    text = "\n".join(_kept(COMMENT.sub("", sheet)) for sheet in sheets)
    for name in set(VARIABLE.findall(text)):
        if name.startswith("--md-") and name.endswith("-icon") and f"var({name})" not in text:
            text = re.sub(rf'{name}:url\("[^"]*"\);?', "", text)
    return re.sub(r"[^{}]+\{\s*\}", "", text)


def _kept(text: str) -> str:
    return "".join(
        f"{head}{{{_kept(body) if head.strip().startswith(ENTERED) else body}}}"
        for head, body in ((_selectors(head), body) for head, body in _rules(text))
        if head.strip()
    )


def _selectors(head: str) -> str:
    """A rule's selectors without those of classes that are absent; nothing where none remains."""
    if head.strip().startswith("@"):
        return head
    return ",".join(one for one in BETWEEN.split(head) if not UNUSED.search(NOT.sub("", one)))


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """What stands before the braces of each rule, and what in them."""
    start = 0
    while (begin := text.find("{", start)) >= 0:
        end, depth = begin + 1, 1
        while depth:
            if text[end] in "\"'":
                end = _quoted(text, end)
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        yield text[start:begin], text[begin + 1 : end - 1]
        start = end


def _quoted(text: str, start: int) -> int:
    """Where a string ends that begins at `start`."""
    end = start + 1
    while text[end] != text[start]:
        end += 1 + (text[end] == "\\")
    return end
