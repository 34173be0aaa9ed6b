"""The built pages as a browser gets them: their blocks of Python, and the addresses they use."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from trees import Element, parsed

from docsite.languages import Language


@dataclass
class BuiltBlock:
    """A block of Python on a built page, with the classes, the id and the title that it shows."""

    classes: list[str]
    id: str
    title: str = ""
    code: str = ""


@dataclass
class BuiltPage(HTMLParser):
    """Everything that tests ask of one page."""

    path: Path
    blocks: list[BuiltBlock] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self._inside = ""
        self.feed(self.path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        named = {name: value or "" for name, value in attributes}
        classes = named.get("class", "").split()
        if "id" in named:
            self.ids.append(named["id"])
        self.addresses += [(tag, name, named[name]) for name in ("src", "href", "srcset", "action") if name in named]
        if tag == "div" and "language-python" in classes:
            self.blocks.append(BuiltBlock(classes, named.get("id", "")))
            self._inside = "block"
        elif self._inside and tag == "span" and "filename" in classes:
            self._inside = "title"
        elif self._inside and tag == "code":
            self._inside = "code"

    def handle_endtag(self, tag):
        if tag == "code" and self._inside == "code":
            self._inside = ""
        elif tag == "span" and self._inside == "title":
            self._inside = "block"

    def handle_data(self, data):
        if self._inside == "code":
            self.blocks[-1].code += data
        elif self._inside == "title":
            self.blocks[-1].title += data


class Scripts(HTMLParser):
    """What of a page a policy without inline scripts would stop."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = {name: value or "" for name, value in attributes}
        if tag == "script" and "src" not in named and named.get("type") != "application/json":
            self.found.append(self.get_starttag_text() or tag)
        self.found += [f"{tag} {name}" for name in named if name.startswith("on")]
        self.found += [f"{tag} {value}" for value in named.values() if value.strip().lower().startswith("javascript:")]


@cache
def article(site: Path, page: str, language: Language) -> Element:
    """The part of a built page that is its own, `page` being its path such as `guides/gan.md`."""
    name = page.removesuffix(".md").removesuffix("index")
    [found] = parsed((site / language.prefix / name / "index.html").read_text("utf-8")).all("article")
    return found
