"""One style sheet for the whole site: the theme's, without what no page of this site has, and our own.

A page that asks for four sheets waits for four; and a third of the theme's is for blogs, versions and the like.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import tinycss2
from mkdocs.exceptions import BuildError
from tinycss2.ast import Node

# Families of classes that the theme styles and this site has none of; tests/test_weight.py holds them against it.
ABSENT = (
    "arithmatex", "critic", "emojione", "gemoji", "giscus", "grid", "highlighttable", "katex-html", "keys",
    "linenodiv", "linenos", "md-author", "md-banner", "md-clipboard", "md-consent", "md-content--post", "md-draft",
    "md-feedback", "md-header--lifted", "md-input", "md-meta", "md-nav--integrated", "md-nav--lifted", "md-pagination",
    "md-path", "md-pin", "md-post", "md-profile", "md-progress", "md-sidebar--post", "md-social", "md-source-file",
    "md-source__fact", "md-source__facts", "md-status", "md-tabs", "md-tag", "md-tags", "md-version", "mermaid",
    "task-list-control", "task-list-indicator", "task-list-item", "twemoji",
)  # fmt: skip
# The same as selectors, and what of the theme's ours stand in the place of.
UNUSED = re.compile(
    rf"\.(?:{'|'.join(ABSENT)})(?:__[\w-]+|--[\w-]+)?(?![\w-])"
    r"|\[data-md-color-(?:(?:primary|accent)=(?!custom)|switching)|\.no-js \.md-(?:search|header__button)"
    r"|:root>\*|mjx-|\[role=dialog\] \.md-typeset"  # for diagrams, for formulas and for tabs inside a window
)
# Selectors by which a browser would style a whole page anew for a class that comes or goes at its root, in other words:
# tables have a class, which says that they are in their frames (prepared.py), and what has a place is a label.
PLAINER = {"table:not([class])": "table.framed", ".tabbed-labels>:": ".tabbed-labels>label:"}
NOT = re.compile(r":not\([^()]*\)")
ENTERED = ("media", "supports")
END = "end"  # a mark behind each sheet, which a rule that is not closed takes in
VARIABLE = re.compile(r"(--md-[\w-]+-icon):")


def combined(sheets: Mapping[str, str]) -> str:
    """Sheets in their order as one, without comments, unused rules, and icons that nothing shows.

    They come with their names; raises `BuildError` for one that cannot be read.
    """
    text = "\n".join("".join(_kept(_parsed(name, sheet), name)) for name, sheet in sheets.items())
    for selector, plainer in PLAINER.items():
        text = text.replace(selector, plainer)
    for name in set(VARIABLE.findall(text)):
        if f"var({name})" not in text:
            text = re.sub(rf'{name}:url\("[^"]*"\);?', "", text)
    return text


def _parsed(name: str, sheet: str) -> list[Node]:
    *rules, last = tinycss2.parse_stylesheet(f"{sheet}@{END};", skip_comments=True, skip_whitespace=True)
    if getattr(last, "at_keyword", "") != END:
        raise BuildError(f"{name}:{last.source_line}: this rule, or a text in it, is never closed; end it")
    return rules


def _kept(rules: Iterable[Node], name: str) -> Iterator[str]:
    """The rules that are used."""
    for rule in rules:
        if rule.type == "error":
            raise BuildError(f"{name}:{rule.source_line}: {rule.message}; mend the rule")
        if rule.type == "qualified-rule":
            head = ",".join(one for one in _selectors(rule.prelude) if not UNUSED.search(NOT.sub("", one)))
            body = _dense(rule.content)
        elif rule.at_keyword in ENTERED:
            head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}".strip()
            inside = tinycss2.parse_rule_list(rule.content, skip_whitespace=True)
            body = "".join(_kept(inside, name))
        else:
            yield rule.serialize()
            continue
        if head and body:
            yield f"{head}{{{body}}}"


def _dense(content: Iterable[Node]) -> str:
    """Declarations without the comments and the room between them."""
    kept: list[Node] = []
    for token in content:
        if token.type == "comment" or (token.type == "whitespace" and (not kept or kept[-1] in (";", ":", ","))):
            continue
        if token.type == "whitespace":
            token.value = " "
        elif token == ";" and kept[-1].type == "whitespace":
            kept.pop()
        kept.append(token)
    return tinycss2.serialize(kept).strip().rstrip(";")


def _selectors(prelude: Iterable[Node]) -> Iterator[str]:
    """The selectors of a rule, which commas divide that stand in no brackets."""
    for is_comma, part in groupby(prelude, key=lambda token: token == ","):
        if not is_comma:
            yield tinycss2.serialize(part).strip()
