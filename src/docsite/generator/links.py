"""Links from the uses of the package's names, in code and in prose, to their entries in the reference."""

import re
from dataclasses import dataclass
from pathlib import Path

from docsite.code.names import Use, uses
from docsite.code.scopes import Bindings, bindings, parsed
from docsite.generator.colours import marked_up, text_of

PACKAGE = "training_loops"
# A coloured block of Python in three: what comes before its code, the code, and the end.
OPENING = r'<div [^>]*\bclass="language-py(?:thon|i)[^"]*\bhighlight"[^>]*>.*?<code>'
BLOCK = re.compile(rf"({OPENING})(.*?)(</code></pre></div>)", re.S)
TITLE = re.compile(r'<span class="filename">training_loops/(\w+)\.py</span>')
DEFINED = re.compile(r"^ *(?:async )?(?:def|class) (\w+)", re.M)
# Inline code, and what holds code that is not linked: headings, links, blocks, and summaries, which a click opens.
INLINE = re.compile(r"<code>([^<]*)</code>|<(/?)(?:h[1-6]|a|pre|summary)\b[^>]*>")
ENTRY = re.compile(r"\{#([\w-]+)\}(?:\n\n`{3}\{\.pyi \.signature\}\n(.*?)\n`{3})?", re.S)
KERAS_TOO = ("evaluate", "train_step")  # alone, these may as well be the methods of a Keras model
NAMED = re.compile(r"([A-Za-z_][\w.]*)(?:\(.*\))?")  # a name, or a call of it


@dataclass(frozen=True)
class Entry:
    """`address` is below `reference/`; a module has no signature."""

    address: str
    signature: str = ""


def entries(folder: Path) -> dict[str, Entry]:
    """What the staged reference in the folder has an entry for, by its qualified name."""
    found = {PACKAGE: Entry("")}
    for path in sorted(folder.glob("*.md")):
        if path.stem != "index":
            module = f"{PACKAGE}.{path.stem}"
            found[module] = Entry(f"{path.stem}/")
            for match in ENTRY.finditer(path.read_text("utf-8").partition("{#source}")[0]):
                name = f"{module}.{match[1].replace('-', '.')}"
                found[name] = Entry(f"{path.stem}/#{match[1]}", match[2] or "")
    return found


@dataclass(frozen=True)
class Block:
    """What a block of code says about names: where it uses them, which it shows from the package, which are its own."""

    uses: list[Use]
    shown: set[str]
    own: set[str]


class Links:
    """Links for the pages of all languages, in which the same blocks of code return."""

    def __init__(self, known: dict[str, Entry]):
        self.known = known
        self._read: dict[tuple[str, str, str], tuple[str, Block]] = {}

    def linked(self, content: str, url: str) -> str:
        """The content of the page at that address below its language's root, with links in its code and its prose."""
        outer = _module_of(content) if url.startswith("reference/") else {}
        blocks: list[Block] = []

        def block(match: re.Match[str]) -> str:
            key = match[2], _home(match[1]), url  # titles, which differ between languages, are no part of it
            if key not in self._read:
                self._read[key] = self._with_links(*key, outer)
            html, found = self._read[key]
            blocks.append(found)
            return f"{match[1]}{html}{match[3]}"

        content = BLOCK.sub(block, content)
        bare = self._bare(blocks)
        if not url.startswith("reference/"):
            bare |= dict.fromkeys(KERAS_TOO, "")
        return self._prose(content, url, bare)

    def _with_links(self, html: str, home: str, url: str, outer: Bindings) -> tuple[str, Block]:
        block = read(text_of(html), self.known, home, outer)
        return marked_up(html, ((use, self._opening(use.name, url)) for use in block.uses)), block

    def _prose(self, content: str, url: str, bare: dict[str, str]) -> str:
        """Inline code that names something of the package becomes a link."""
        depth = 0

        def inline(match: re.Match[str]) -> str:
            nonlocal depth
            if match[1] is None:
                depth += -1 if match[2] else 1
                return match[0]
            name = None if depth else self._meant(match[1], bare)
            if not name or url == f"reference/{self.known[name].address}":
                return match[0]
            return f"{self._opening(name, url, '')}{match[0]}</a>"

        return INLINE.sub(inline, content)

    def _bare(self, blocks: list[Block]) -> dict[str, str]:
        """What names without their modules mean on a page: what its code uses or shows, where that is one thing.

        A class is meant, too, where a signature of these names it. What blocks define themselves stands for nothing.
        """
        named = {name for block in blocks for name in block.shown | {use.name for use in block.uses}}
        words = {word for name in named for word in re.findall(r"\w+", self.known[name].signature)}
        named |= {name for name in self.known if (last := name.rpartition(".")[2]) in words and last[0].isupper()}
        meant: dict[str, set[str]] = {}
        for name in named:
            if name.count(".") == 2:
                meant.setdefault(name.rpartition(".")[2], set()).add(name)
        one = {name: found.pop() for name, found in meant.items() if len(found) == 1}
        return one | {name: "" for block in blocks for name in block.own}

    def _meant(self, text: str, bare: dict[str, str]) -> str | None:
        named = NAMED.fullmatch(text)
        if not named:
            return None
        name = named[1]
        if "." not in name:
            return bare.get(name, name if name in self.known else "")
        found = [known for known in self.known if f".{known}".endswith(f".{name}")]
        return found[0] if len(found) == 1 else None

    def _opening(self, name: str, url: str, kind: str = ' class="name"') -> str:
        address = f"reference/{self.known[name].address}"
        page, mark, anchor = address.partition("#")
        href = mark + anchor if page == url and mark else "../" * url.count("/") + address
        return f'<a{kind} href="{href}" title="{name}">'


def read(code: str, known: dict[str, Entry], home: str = "", outer: Bindings | None = None) -> Block:
    """What a block says; `outer` is what the module binds whose signatures the page shows."""
    defined = set(DEFINED.findall(code))
    if not home and not outer and PACKAGE not in code:
        return Block([], set(), defined)
    shown = {name for name in bindings(parsed(code).body) if f"{home}.{name}" in known} if home else set()
    own = set() if outer and not home else defined - shown  # a signature repeats a name of the module
    return Block(uses(code, known, home, outer), {f"{home}.{name}" for name in shown}, own)


def _home(html: str) -> str:
    """The module that a block is shown from, by its title."""
    title = TITLE.search(html)
    return f"{PACKAGE}.{title[1]}" if title else ""


def _module_of(content: str) -> Bindings:
    """On the page of a module, what the module binds: its signatures use it."""
    found = next((block for block in BLOCK.finditer(content) if "python module" in block[1]), None)
    return bindings(parsed(text_of(found[2])).body, _home(found[1])) if found else {}
