"""What a stored figure may consist of: a drawing as `marks` writes it, and nothing that acts or fetches.

A figure stands inside its page, where a browser would run a script of it. What is read here is less than XML and less
than HTML, so that both take it alike: tags of known names, attributes of known names and forms, and text.
"""

import re

from docsite.project import DocsError

TAG = re.compile(r'<(/?)([A-Za-z]+)((?: [\w:-]+="[^"<>]*")*) ?(/?)>')
ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
ELEMENTS = re.compile("svg|g|path|text|image")
NUMBERS = r"[-+.,\deE% ]*(?:px|pt)?"
PAINT = rf"[a-z-]+|currentColor|var\(--figure-\d+\)|#[\da-fA-F]+|{NUMBERS}"
# What each attribute may hold. None of these places anything outside of the figure, fetches or runs anything.
FORMS = {
    "x y width height viewBox": NUMBERS,
    "d": r"[-+.,\dA-Za-z ]*",
    "data-key data-digest data-x data-y": r"\w+",
    "data-rows": r"[\d ]+",
    "preserveAspectRatio": r"\w*",
    "transform": r"rotate\([-.\d ]*\)",
    "xmlns": re.escape("http://www.w3.org/2000/svg"),
    "fill fill-opacity stroke stroke-opacity stroke-width stroke-dasharray stroke-linecap stroke-linejoin": PAINT,
    "font-size font-style font-weight text-anchor image-rendering opacity": PAINT,
}
LINKED = re.compile(r"data:image/png;base64,[A-Za-z\d+/=\s]+")
ATTRIBUTES = {name: re.compile(form) for names, form in FORMS.items() for name in names.split()}


def check(svg: str) -> str:
    """The drawing as it is; raises `DocsError` with what cannot stand in it."""
    opened: list[str] = []
    end = 0
    for tag in TAG.finditer(svg):
        _check_text(svg[end : tag.start()], opened)
        closing, name, attributes, empty = tag.groups()
        end = tag.end()
        if closing:
            if not opened or opened.pop() != name:
                raise DocsError(f"</{name}> closes nothing")
            continue
        if not ELEMENTS.fullmatch(name) or (name == "svg") != (tag.start() == 0):
            raise DocsError(f"<{name}> cannot stand in a figure")
        for attribute, value in ATTRIBUTE.findall(attributes):
            _check_attribute(name, attribute, value)
        if not empty:
            opened.append(name)
    _check_text(svg[end:], opened)
    if opened or not re.match(r'<svg [^>]*viewBox="0 0 [\d.]+ [\d.]+"', svg):
        raise DocsError(
            f"<{opened[-1]}> is never closed" if opened else "no drawing: its <svg> has no viewBox from 0 0"
        )
    return svg


def _check_text(text: str, opened: list[str]) -> None:
    if "<" in text or ">" in text:
        raise DocsError(f"{' '.join(text.split())[:60]!r} is no element of a figure")
    if text.strip() and (not opened or opened[-1] != "text"):
        raise DocsError(f"{text.strip()[:60]!r} stands outside of <text>")


def _check_attribute(element: str, name: str, value: str) -> None:
    form = LINKED if (element, name) == ("image", "href") else ATTRIBUTES.get(name)
    if not form or not form.fullmatch(value):
        raise DocsError(f'<{element}> cannot have {name}="{value[:60]}"')
