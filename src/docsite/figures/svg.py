"""What a stored figure may consist of: a drawing as Matplotlib makes it, and nothing that acts or fetches.

A figure stands inside its page, where a browser would run a script of it. What is read here is less than XML and less
than HTML, so that both take it alike: tags of known names, attributes of known names and forms, and text.
"""

import re

from docsite.project import DocsError

TAG = re.compile(r'<(/?)([A-Za-z]+)((?: [\w:-]+="[^"<>]*")*) ?(/?)>')
ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
ELEMENTS = re.compile(
    "svg|g|defs|path|use|text|tspan|rect|circle|ellipse|line|polyline|polygon|clipPath|style|image|pattern"
)
OWN = r"#[\w.-]+"  # another part of the figure
NUMBERS = r"[-+.,\deE% ]*(?:px|pt)?"
TRANSFORM = r"(?:(?:rotate|scale|translate|matrix|skewX|skewY)\([-+.,\deE ]*\) ?)*"
# What each attribute may hold; those of `PAINT` stand in `style` too. None of these places, fetches or runs anything.
FORMS = {
    "x y x1 y1 x2 y2 dx dy cx cy r rx ry width height viewBox points": NUMBERS,
    "d": r"[-+.,\dA-Za-z ]*",
    "data-key data-digest id version": r"[\w.-]+",
    "patternUnits clipPathUnits patternContentUnits preserveAspectRatio": r"[\w ]*",
    "clip-path": rf"none|url\({OWN}\)",
    "transform patternTransform": TRANSFORM,
    "type": "text/css",
    "xmlns": re.escape("http://www.w3.org/2000/svg"),
    "xmlns:xlink": re.escape("http://www.w3.org/1999/xlink"),
}
PAINT = re.compile(
    "fill|stroke|(fill-|stroke-)?opacity|fill-rule|stroke-(dasharray|dashoffset|linecap|linejoin|miterlimit|width)"
    "|text-anchor|font-(size|style|weight)|image-rendering"
)
PAINTED = re.compile(rf"[a-z-]+|currentColor|var\(--figure-\d+\)|url\({OWN}\)|#[\da-fA-F]+|{NUMBERS}")
LINKED = {"image": re.compile(r"data:image/png;base64,[A-Za-z\d+/=\s]+"), "use": re.compile(OWN)}
ATTRIBUTES = {name: re.compile(form) for names, form in FORMS.items() for name in names.split()}
STYLE = "*{stroke-linejoin: round; stroke-linecap: butt}"  # what Matplotlib writes into each


def check(svg: str, prefix: str) -> str:
    """The drawing as it is; raises `DocsError` with what cannot stand in it. All its ids begin with the `prefix`."""
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
            _check_attribute(name, attribute, value, prefix)
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
    if text.strip() and (not opened or opened[-1] not in ("text", "tspan", "style")):
        raise DocsError(f"{text.strip()[:60]!r} stands outside of <text>")
    if opened and opened[-1] == "style" and text.strip() != STYLE:
        raise DocsError("<style> holds other rules than Matplotlib's")


def _check_attribute(element: str, name: str, value: str, prefix: str) -> None:
    if name == "style":
        fits = all(_paints(*declaration.partition(":")[::2]) for declaration in value.split(";") if declaration.strip())
    elif name in ("xlink:href", "href"):
        fits = element in LINKED and bool(LINKED[element].fullmatch(value))
    else:
        fits = _paints(name, value) or (name in ATTRIBUTES and bool(ATTRIBUTES[name].fullmatch(value)))
    if not fits or (name == "id" and not value.startswith(prefix)):
        raise DocsError(f'<{element}> cannot have {name}="{value[:60]}"')


def _paints(name: str, value: str) -> bool:
    return bool(PAINT.fullmatch(name.strip()) and PAINTED.fullmatch(value.strip()))
