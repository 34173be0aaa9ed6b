"""The prose of a page against the glossary and the style rules: wrong terms, punctuation, spacing, direction.

A page may allow a banned form where it is right, with the reason: `<!-- term-ok: FORM because REASON -->`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import yaml

from docsite.project import DOCS, LOADER

GLOSSARY = DOCS / "glossary.yml"
RULES = DOCS / "style-rules.yml"
# How the glossary and the rules name a language.
TERM_KEYS = {"zh": "zh", "zh-TW": "zh_hant", "he": "he"}
RULE_KEYS = {"zh": "zh", "zh-TW": "zht", "he": "he"}
ALLOWED = re.compile(r"<!--\s*term-ok:\s*(.+?)\s+because\s+(.+?)\s*-->")
OBJECT = "\ufffc"  # stands where code or a formula was
STRINGS = re.compile(r'\b(?:title|caption)="([^"]*)"|figure\("[^"]*", "([^"]*)"|claim\("[^"]*", "[^"]*", "([^"]*)"')


@dataclass(frozen=True)
class Rule:
    """What must not occur; `strip` leaves inline code and formulas out of the text that is searched."""

    label: str
    pattern: re.Pattern[str]
    strip: bool
    form: str | None = None


@cache
def glossary() -> list[dict]:
    return yaml.load(GLOSSARY.read_text("utf-8"), LOADER)


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """The rules of a language: the glossary's banned forms, then the style rules."""
    found = []
    for entry in glossary():
        for form in entry["ban"].get(TERM_KEYS[language]) or []:
            label = f"term '{form}': write {entry[TERM_KEYS[language]]} ({entry['en']})"
            found.append(Rule(label, _term(language, form), True, form))
    for rule in yaml.load(RULES.read_text("utf-8"), LOADER):
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
    """The words of a page, line for line: no front matter but its words, no fences, tags, addresses or ids.

    Titles, captions and alternative texts inside markers stay.
    """
    text = re.sub(r"\A---\n(.*?)\n---\n", lambda match: f"\n{_values(match[1])}\n\n", text, flags=re.S)
    text = re.sub(r"^( *)(`{3,}|~{3,}).*?^\1\2[ \t]*$", _lines, text, flags=re.S | re.M)
    text = re.sub(r"<table>.*?</table>", _lines, text, flags=re.S)  # the glossary itself, in all languages
    text = re.sub(r"<svg .*?</svg>", OBJECT, text)  # the words on a figure are those of `labels` in words.yml
    text = re.sub(r'<span dir="ltr">.*?</span>', OBJECT, text)  # a value, set apart
    text = re.sub(r"(?m)^\|(?: -?[\d.]+ \|)+$", "", text)  # a row of numbers, in a table that is set apart
    text = re.sub(r"<!--.*?-->|<[^>\n]+>", _lines, text, flags=re.S)
    text = re.sub(r'(?m)^( *)(?:!!!|\?\?\?\+?) \w+ "([^"\n]*)"', r"\1\2", text)
    text = re.sub(r"(?m)[ \t]*\|[ \t]*", OBJECT, text)
    text = re.sub(r"\{\{=(.*?)=\}\}", _marker, text)
    text = re.sub(r"https?://\S+", "", text)
    text = re.sub(r"\]\([^)\n]*\)", "]", text)
    text = re.sub(r"(?<=[`)\]]|\w|”)\{[:#.][^}\n]*\}", OBJECT, text)
    text = re.sub(r"(?m)^(#{1,6} .*?)[ \t]*\{#[^}\n]*\}[ \t]*$", r"\1", text)
    if strip:
        text = re.sub(r"\\\[.*?\\\]", lambda match: OBJECT + _lines(match), text, flags=re.S)
        text = re.sub(r"`[^`\n]*`|\$[^$\n]*\$|\\\(.*?\\\)", OBJECT, text)
    else:
        text = re.sub(r"\\\((.*?)\\\)", r"$\1$", text)
    return text


def _lines(match: re.Match[str]) -> str:
    """Nothing but the line breaks, so that a finding's line is the page's."""
    return "\n" * match[0].count("\n")


def _values(front_matter: str) -> str:
    return re.sub(r"(?m)^\w+:[ \t]*", "", front_matter)


def _marker(match: re.Match[str]) -> str:
    """A marker's own words; a value stands in a sentence like a piece of code."""
    if match[1].strip().startswith("value"):
        return OBJECT
    return OBJECT.join("".join(groups) for groups in STRINGS.findall(match[1]))


def _term(language: str, form: str) -> re.Pattern[str]:
    """The pattern of a banned form; in Hebrew whole words, with the letters that may stand before them."""
    if form.startswith("re:"):
        return re.compile(form[3:])
    if language != "he":
        return re.compile(re.escape(form))
    words = map(re.escape, re.split(r"[\s־-]+", form))
    return re.compile(r"(?<![א-ת])(?:[והבלכמש]{1,3}[־-]?)?" + r"[\s־-]+ה?".join(words) + r"(?![א-ת])")
