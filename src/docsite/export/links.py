"""Which names of the package a page means, in its code and in its prose, and where the reference explains them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from docsite.code.names import Bindings, bindings, uses
from docsite.code.syntax import digest
from docsite.pages.nodes import Block, walk
from docsite.pages.page import Page
from docsite.pages.reference import Entry
from docsite.pages.resolved import Figure, Source
from docsite.project import PACKAGE

DEFINED = re.compile(r"^ *(?:async )?(?:def|class) (\w+)", re.M)
KERAS_TOO = ("evaluate", "train_step")  # alone, these may as well be the methods of a Keras model
NAMED = re.compile(r"([A-Za-z_][\w.]*)(?:\(.*\))?")  # a name, or a call of it
CODE = ("python", "pyi")


class Names:
    """The names that one page uses; `known` has the entries of the reference by their qualified names.

    `found` gives for each piece of code, by its digest, the uses in it: start, end, name.
    """

    def __init__(self, page: Page, known: dict[str, Entry]):
        self.page, self.known = page, known
        self.in_reference = page.name.startswith("reference/")
        self.found: dict[str, list[tuple[int, int, str]]] = {}
        named: set[str] = set()
        own: set[str] = set()
        outer = self._outer()
        for code, home in _code(page):
            used, shown, defined = self._read(code, home, outer)
            if used:
                self.found[digest(code.rstrip())] = used
            named |= shown | {name for _, _, name in used}
            own |= defined
        self.bare = self._bare(named) | dict.fromkeys(own, "")
        if not self.in_reference:
            self.bare |= dict.fromkeys(KERAS_TOO, "")

    def meant(self, text: str) -> str | None:
        """What inline code names, if that is one thing of the package which is not explained just here."""
        named = NAMED.fullmatch(text)
        if not named:
            return None
        name = named[1]
        if "." in name:
            found = [known for known in self.known if f".{known}".endswith(f".{name}")]
            meant = found[0] if len(found) == 1 else ""
        else:
            meant = self.bare.get(name, name if name in self.known else "")
        here = meant and self.known[meant].path == self.page.name and not self.known[meant].anchor
        return meant if meant and not here else None

    def address(self, name: str) -> str:
        """The entry of a name, from this page."""
        entry = self.known[name]
        if entry.path == self.page.name:
            return f"#{entry.anchor}"
        return self.page.up + entry.path + (f"#{entry.anchor}" if entry.anchor else "")

    def _read(self, code: str, home: str, outer: Bindings) -> tuple[list[tuple[int, int, str]], set[str], set[str]]:
        """The uses in a piece of code, what it shows of the package, and what it defines for itself."""
        defined = set(DEFINED.findall(code))
        if not home and not outer and PACKAGE not in code:
            return [], set(), defined
        bound = bindings(code) if home else {}
        shown = {name for name in bound if f"{home}.{name}" in self.known}
        own = set() if outer and not home else defined - shown  # a signature repeats a name of the module
        used = [(use.start, use.end, use.name) for use in uses(code, self.known, home, outer)]
        return used, {f"{home}.{name}" for name in shown}, own

    def _outer(self) -> Bindings:
        """On the page of a module, what the module binds: its signatures use it."""
        modules = [(code, home) for code, home in _code(self.page) if home] if self.in_reference else []
        return bindings(*modules[0]) if modules else {}

    def _bare(self, named: set[str]) -> dict[str, str]:
        """What names without their modules mean on a page: what its code uses or shows, where that is one thing.

        A class is meant, too, where a signature of these names it. What blocks define themselves stands for nothing.
        """
        words = {word for name in named for word in re.findall(r"\w+", self.known[name].signature)}
        named |= {name for name in self.known if (last := name.rpartition(".")[2]) in words and last[0].isupper()}
        meant: dict[str, set[str]] = {}
        for name in named:
            if name.count(".") == 2:
                meant.setdefault(name.rpartition(".")[2], set()).add(name)
        return {name: found.pop() for name, found in meant.items() if len(found) == 1}


def noted(forms: dict[str, dict[str, Any]], known: dict[str, Entry]) -> str:
    """What the forms of each page say of names, and the entries of all: for the build, which puts in the links."""
    entries = {name: (entry.path, entry.anchor) for name, entry in known.items()}
    pages = {name: form["links"] for name, form in forms.items()}
    return json.dumps({"entries": entries, "pages": pages}, indent=1, sort_keys=True)


def _code(page: Page) -> Iterator[tuple[str, str]]:
    """Every piece of code on the page, and the module that it is shown from."""
    for node in walk(page.nodes):
        if isinstance(node, Block) and node.language in CODE:
            module = node.title.removesuffix(".py").replace("/", ".") if "module" in node.classes else ""
            yield node.code, module
        elif isinstance(node, Source):
            yield node.code, node.module
            yield node.standalone, ""
        elif isinstance(node, Figure):
            yield node.program, ""
