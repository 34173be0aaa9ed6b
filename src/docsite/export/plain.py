"""A staged page as Markdown that any reader of Markdown understands: nothing of the site's own extensions is left."""

import re
from collections.abc import Callable
from dataclasses import dataclass

FENCE = re.compile(r"^( *)(`{3,})(.*)$")
HEADING = re.compile(r"^(#{1,6}) (.*?)(?:[ \t]*\{#([\w.-]+)\})?[ \t]*$")
TITLE = re.compile(r"^#+ (.*)$", re.M)
ADMONITION = re.compile(r'^(?:!!!|\?\?\?\+?) (?:[\w-]+ ?)*"([^"]*)"$')
PROVENANCE = re.compile(r"^\{ \.provenance\b")
CAPTION = re.compile(r'^<p class="caption" markdown>(.*)</p>$')
ATTRIBUTES = re.compile(r"^\{ [^}]*\}$|^</?div\b[^>]*>$")
INLINE_ID = re.compile(r"\{#[\w.-]+\}")
LINK = re.compile(r"(\]\()([^)\s]+)(\))")
DEFINITION = re.compile(r"^:   ")
ISOLATED = re.compile(r'<span dir="ltr">(.*?)</span>')
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Style:
    """What differs between its uses: where links lead, how a heading is written, what opens a fence."""

    link: Callable[[str], str]
    heading: Callable[[str, str, str | None], str] = lambda marks, title, _: f"{marks} {title}"
    fence: Callable[[str], str] = lambda info: language_of(info)


def plain(text: str, style: Style) -> str:
    """The page without front matter, with headings, admonitions, formulas and links as everyone writes them."""
    text = re.sub(r"\A---\n.*?\n---\n+", "", text, flags=re.S)
    text = re.sub(r'<svg [^>]*aria-label="([^"]*)".*?</svg>', r"*\1*", text, flags=re.S)
    return "\n".join(_converted(text.split("\n"), style)).strip() + "\n"


def language_of(info: str) -> str:
    """The language of a fence's info string, `{.python #id title="…"}` or `python`; a stub is Python."""
    found = re.match(r"\{?\s*\.?([\w+-]*)", info)
    return "python" if found and found[1] == "pyi" else found[1] if found else ""


def front_matter(text: str) -> dict[str, str]:
    """The title and the description of a page."""
    return dict(re.findall(r"^(title|description): (.*)$", text.partition("\n---")[0], re.M))


def _converted(lines: list[str], style: Style) -> list[str]:
    result: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        fence, admonition = FENCE.match(line), ADMONITION.match(line)
        if fence:
            end = next(number for number in range(index + 1, len(lines)) if lines[number].strip() == fence[2])
            result += [f"{fence[1]}{fence[2]}{style.fence(fence[3])}", *lines[index + 1 : end + 1]]
            index = end
        elif admonition:
            end = _end_of_indented(lines, index + 1)
            body = _converted([inner.removeprefix("    ") for inner in lines[index + 1 : end]], style)
            result += _quoted(admonition[1], body)
            index = end - 1
        elif DEFINITION.match(line):
            end = _end_of_indented(lines, index + 1)
            term = result.pop()
            body = [DEFINITION.sub("", line), *(inner.removeprefix("    ") for inner in lines[index + 1 : end])]
            result += [f"**{term}**", "", *_converted(body, style)]
            index = end - 1
        elif PROVENANCE.match(line):
            result[-1] = f"<small>{result[-1]}</small>"
        elif not ATTRIBUTES.match(line.strip()) and (line.strip() or (result and result[-1])):
            result.append(_line(line, style))
        index += 1
    return result


def _line(line: str, style: Style) -> str:
    heading = HEADING.match(line)
    if heading:
        return style.heading(heading[1], _prose(heading[2], style), heading[3])
    return _prose(CAPTION.sub(r"**\1**", line), style)


def _prose(line: str, style: Style) -> str:
    """A line with its formulas and links rewritten; what stands in backquotes is left alone."""
    pieces, start = [], 0
    for span in CODE_SPAN.finditer(line):
        pieces += [_formulas(line[start : span.start()]), span[0]]
        start = span.end()
    line = "".join([*pieces, _formulas(line[start:])])
    return LINK.sub(lambda match: f"{match[1]}{style.link(match[2])}{match[3]}", line)


def _formulas(text: str) -> str:
    text = re.sub(r"\\\(\s*|\s*\\\)", "$", INLINE_ID.sub("", text))
    # Unicode's isolates keep Latin text in its own direction where no HTML is wanted.
    text = ISOLATED.sub("\u2066\\1\u2069", text)
    return re.sub(r"\\[\[\]]", "$$", text)


def _end_of_indented(lines: list[str], start: int) -> int:
    """The line after an indented part."""
    end = start
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith("    ")):
        end += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _quoted(title: str, body: list[str]) -> list[str]:
    """An admonition as a quote; Python in it stands outside the quote, where it can be run."""
    result, quoted, python = [f"> **{title}**", ">"], True, ""
    for line in "\n".join(body).strip().split("\n"):
        fence = FENCE.match(line)
        if fence and not python and language_of(fence[3]) == "python":
            result.append("")
            quoted, python = False, fence[2]
        result.append(f"> {line}".rstrip() if quoted else line)
        if python and line.strip() == python:
            result.append("")
            quoted, python = True, ""
    return result
