"""Formulas: from LaTeX, as pages have it, to MathML, which a browser draws without scripts or fonts of the site's."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from xml.etree.ElementTree import Element, tostring

COUNTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
SCRIPTS = ("msub", "msup", "msubsup")
# What MathML Core knows of what latex2mathml writes. The rest would be drawn otherwise than meant, or lead elsewhere.
KNOWN = {"accent", "displaystyle", "fence", "form", "height", "linethickness", "lspace", "mathcolor", "maxsize"}
KNOWN |= {"minsize", "movablelimits", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width"}
ENVIRONMENT = re.compile(r"\\begin\s*\{([^{}]*)\}")
ENVIRONMENTS = {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "cases", "array"}
THIN, WIDE = "0.167em", "2em"  # LaTeX's space beside the name of a function, and its \qquad
SIGNS = ("\u2212", "+", "\u00b1")
OPENING, CLOSING = ("(", "[", "{", "|"), (")", "]", "}", "|", "!")
OVERLINE = "\u2015"  # which no font stretches, so that the style sheet draws it
ACCENTS = {"^": "\u02c6", OVERLINE: "\u00af"}


class FormulaError(ValueError):
    """A formula that cannot be read; says why, and what to do."""


@cache
def mathml(tex: str, display: bool = False) -> str:
    r"""A formula as HTML; parts of a displayed one that `\qquad` holds apart stand below each other on a narrow page.

    Raises `FormulaError` for what latex2mathml cannot read, or would show as it is written.
    """
    row = _tidied(_read(tex, display))
    if not display:
        return _written("<math>", list(row))
    parts = "".join(_written('<math display="block">', part) for part in _parts(row))
    return f'<div class="formula" data-search-exclude>{parts}</div>'


def _read(tex: str, display: bool) -> Element:
    """What latex2mathml makes of a formula."""
    from latex2mathml.converter import Converter  # a fifth of a second, which a build of unchanged pages does not need

    bare = re.sub(r"\\.", "", tex, flags=re.S)
    if bare.count("{") != bare.count("}"):
        raise FormulaError("has braces that do not match")
    if unknown := [name for name in ENVIRONMENT.findall(tex) if name not in ENVIRONMENTS]:
        raise FormulaError(f"has the environment {unknown[0]!r}; there are {', '.join(sorted(ENVIRONMENTS))}")
    try:
        found = Converter(display="block" if display else "inline").convert_to_element(tex)[0]
    except Exception as error:  # of a dozen kinds, IndexError among them
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()
        raise FormulaError(f"cannot be read by latex2mathml: {words}") from error
    for element in found.iter():
        _check(element)
    return found


def _check(element: Element) -> None:
    r"""Raise for what was not understood; what was, `\&` among it, is an entity by now."""
    text = element.text or ""
    if "\\" in text or (element.tag != "mtext" and text in ("&", "{", "}", "#", "$", "_", "^")):
        raise FormulaError(f"has {text}, which latex2mathml does not know; write it otherwise")
    if len(element) != COUNTS.get(element.tag, len(element)):
        raise FormulaError(f"lacks a part of <{element.tag}>; give it all of them, in braces")
    for name, value in element.attrib.items():
        if name not in KNOWN | {"columnalign"}:
            raise FormulaError(f'needs {name}="{value}", which browsers do not draw; write it otherwise')
    if element.attrib.get("columnalign"):
        element.attrib["style"] = f"text-align: {element.attrib.pop('columnalign')}"


def _tidied(element: Element) -> Element:
    """The same without rows of one, and spaced as LaTeX does it."""
    children = [_tidied(child) for child in element]
    if element.tag == "mrow" and len(children) == 1 and not element.attrib:
        return children[0] if children[0].tag == "mrow" else _row(children)
    if element.tag in COUNTS or element.tag == "mtd":
        children = [child[0] if child.tag == "mrow" and len(child) == 1 else child for child in children]
    made = Element(element.tag, {name: unescape(value) for name, value in element.attrib.items()})
    made.text = unescape(element.text) if element.text else None
    if made.tag == "mo" and re.fullmatch("[A-Za-z]+", made.text or ""):
        made.tag = "mi"  # the name of a function is no operator, with room on both sides
    if made.tag == "mo" and made.text == "/":
        made.attrib.update(lspace="0", rspace="0")
    if made.tag == "mover":
        _accented(made, children[1])
    made.extend(_spaced(children) if made.tag in ("mrow", "mtd") else children)
    return made


def _accented(made: Element, accent: Element) -> None:
    if accent.text == OVERLINE:
        made.attrib["class"] = "overline"
    if accent.text in ACCENTS:
        accent.text, accent.attrib = ACCENTS[accent.text], {"stretchy": "false"}


def _row(children: list[Element]) -> Element:
    row = Element("mrow")
    row.extend(children)
    return row


def _spaced(children: list[Element]) -> Iterator[Element]:
    """A row with room around names of functions, and with signs that belong to what follows them."""
    for place, child in enumerate(children):
        before = children[place - 1] if place else None
        after = children[place + 1] if place + 1 < len(children) else None
        if child.tag == "mo" and child.text in SIGNS and before is not None and _is_operator(before):
            child.attrib["form"] = "prefix"
        if _is_function(child) and before is not None and before.tag != "mspace" and not _is_operator(before):
            yield Element("mspace", width=THIN)
        yield child
        if _is_function(child) and after is not None and after.tag != "mspace" and not _opens(after):
            yield Element("mspace", width=THIN)


def _is_operator(element: Element) -> bool:
    return element.tag == "mo" and element.text not in CLOSING


def _opens(element: Element) -> bool:
    first = element[0] if element.tag == "mrow" and len(element) else element
    return first.tag == "mo" and (first.text in OPENING or first.text in CLOSING or _is_operator(first))


def _is_function(element: Element) -> bool:
    if element.tag in (*SCRIPTS, "munder") and len(element):
        return _is_function(element[0])
    return element.tag == "mi" and len(element.text or "") > 1 and (element.text or "").isalpha()


def _parts(row: Element) -> Iterator[list[Element]]:
    part: list[Element] = []
    for child in row:
        if child.tag == "mspace" and child.attrib.get("width") == WIDE and part:
            yield part
            part = []
        else:
            part.append(child)
    yield part


def _written(opening: str, children: list[Element]) -> str:
    return opening + "".join(tostring(child, encoding="unicode") for child in children) + "</math>"
