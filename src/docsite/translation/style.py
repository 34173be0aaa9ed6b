"""The prose of a page against the glossary and the style rules: wrong terms, punctuation, spacing, direction.

A page may allow a banned form where it is right, with the reason: `<!-- term-ok: FORM because REASON -->`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from docsite.loading import load_yaml
from docsite.pages.glossary import TERM_KEYS, vocabulary
from docsite.pages.inline import Attributes, Call, Code, Formula, Html, Text
from docsite.pages.nodes import Definition, Heading, Marker, Note, Prose, walk
from docsite.pages.parser import parse
from docsite.project import DOCS

RULES = DOCS / "style-rules.yml"
# How the rules name a language.
RULE_KEYS = {"en": "en", "zh": "zh", "zh-TW": "zht", "he": "he"}
ALLOWED = re.compile(r"<!--\s*term-ok:\s*(.+?)\s+because\s+(.+?)\s*-->")
OBJECT = "\ufffc"  # stands where code or a formula was
# Where a marker has its own words among its arguments.
PLACES = {"figure": 1, "picture": 1, "samples": 1, "claim": 2, "stepper": 2}
# A value, set apart in a language written from right to left.
TAGS = {'<span dir="ltr">': "\ufff9", "</span>": "\ufffb"}
# The words of a drawing; what stands there in the type of code is code.
DRAWN = re.compile(r'<(?:text|tspan)(?![^>]*monospace)[^>]*>([^<]*)|aria-label="([^"]*)"')
NAMES = re.compile(r"[A-Za-z]\w*(?:[._]\w+)+(?:\(\))?")  # such as tf.function, without the marks that words have
DRAWN_CODE = re.compile(r'<g\b[^>]*font-family="monospace".*?</g>')
SET_APART = re.compile("\ufff9.*?\ufffb", re.S)


@dataclass(frozen=True)
class Rule:
    """What must not occur; `strip` leaves inline code and formulas out of the text that is searched."""

    label: str
    pattern: re.Pattern[str]
    strip: bool
    form: str | None = None


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """The rules of a language: the glossary's banned forms, then the style rules."""
    found = []
    for entry in vocabulary():
        for form in entry.get("ban", {}).get(TERM_KEYS.get(language)) or []:
            label = f"term '{form}': write {entry[TERM_KEYS[language]]} ({entry['en']})"
            found.append(Rule(label, _term(language, form), True, form))
    for rule in load_yaml(RULES, "style-rules"):
        if {RULE_KEYS[language], "all"} & set(rule["lang"]):
            label = f"{rule['id']}: {rule['why']}"
            found.append(Rule(label, re.compile(rule["re"], re.M), rule["code"] == "strip"))
    return tuple(found)


def findings(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Each finding as its line and what is wrong, with the words around it."""
    allowed = {form for form, _ in ALLOWED.findall(text)}
    views = {strip: prose(text, strip=strip) for strip in (True, False)}
    for rule in rules(language):
        if rule.form in allowed:
            continue
        view = views[rule.strip]
        for match in rule.pattern.finditer(view):
            around = view[max(0, match.start() - 15) : match.end() + 15].replace("\n", " ")
            yield view.count("\n", 0, match.start()) + 1, f"{rule.label}  …{around}…"


def prose(text: str, *, strip: bool) -> str:
    """The words of a page, line for line: no blocks, tags, addresses or ids.

    Titles, captions and alternative texts inside markers stay.
    """
    parsed = parse(text)
    lines: dict[int, list[str]] = {}

    def add(words: str, line: int) -> None:
        for row, part in enumerate(words.split("\n"), line):
            lines.setdefault(row, []).append(part)

    add(re.sub(r"(?m)^\w+:[ \t]*", "", parsed.front), 2)
    for node in walk(parsed.nodes):
        if isinstance(node, Heading):
            add(f"{'#' * node.level} {_words(node.text, strip)}", node.line)
        elif isinstance(node, Prose):
            add(_words(node.text, strip), node.line)
        elif isinstance(node, Marker):
            add(_of_call(node.call), node.line)
        elif isinstance(node, Note) and node.title:
            add(_words(node.title, strip), node.line)
        elif isinstance(node, Definition) and node.term:
            add(_words(node.term, strip), node.line - 1)
    return "\n".join(OBJECT.join(lines.get(row, [])) for row in range(1, max([*lines, 1]) + 1))


def _words(text: Text, strip: bool) -> str:
    words = text.written(lambda what, source: _shown(what, source, strip))
    words = re.sub(r"\]\([^)\n]*\)", "]", words)
    words = re.sub(r"\$[^$\n]*\$", OBJECT, words) if strip else words
    words = re.sub(r"https?://\S+", "", words)
    words = SET_APART.sub(OBJECT, words).replace("\ufffb", "")
    words = re.sub(r"(?m)^\|(?: -?[\d.]+ \|)+$", "", words)  # a row of numbers, in a table that is set apart
    return re.sub(r"[ \t]*\|[ \t]*", OBJECT, words)


def _shown(what: Any, source: str, strip: bool) -> str:
    """What a reader sees as words of the place of a span; its line breaks stay."""
    breaks = "\n" * source.count("\n")
    match what:
        case Code():
            return OBJECT + breaks if strip else source
        case Formula():
            return OBJECT + breaks if strip else source if what.display else f"${what.tex}$"
        case Attributes():
            return OBJECT
        case Call():
            return _of_call(what) + breaks
        case Html() if what.text in TAGS:
            return TAGS[what.text]
        case Html() if "<svg" in what.text and "<figure" not in what.text:  # a drawing of a page, none of a result
            return NAMES.sub(OBJECT, _drawn(what.text)) if strip else _drawn(what.text)
    return breaks


def _drawn(svg: str) -> str:
    """The words of a drawing, line for line."""
    lines = (DRAWN.findall(DRAWN_CODE.sub("", line)) for line in svg.split("\n"))
    return "\n".join(OBJECT.join("".join(found) for found in line) for line in lines)


def _of_call(call: Call) -> str:
    """A marker's own words; a value stands in a sentence like a piece of code."""
    if call.name == "fact":
        return ""  # a mark, and no part of the sentence
    place = PLACES.get(call.name, len(call.arguments))
    own = call.arguments[place : place + 1]
    words = [*own, *(call.keywords[name] for name in ("title", "caption") if name in call.keywords)]
    return OBJECT + OBJECT.join(map(str, words))


def _term(language: str, form: str) -> re.Pattern[str]:
    """The pattern of a banned form; in Hebrew whole words, with the letters that may stand before them."""
    if form.startswith("re:"):
        return re.compile(form[3:])
    if language != "he":
        return re.compile(re.escape(form))
    words = map(re.escape, re.split(r"[\s־-]+", form))
    return re.compile(r"(?<![א-ת])(?:[והבלכמש]{1,3}[־-]?)?" + r"[\s־-]+ה?".join(words) + r"(?![א-ת])")
