"""Programs that need the package, made into programs that do not: what they use of it is written in."""

import ast
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from docsite.code.definitions import Definition, Module, Qualified, imported, located, module, read
from docsite.code.edits import Edit, edited, spaced
from docsite.code.imports import Import, groups, imports
from docsite.code.names import bindings, references
from docsite.code.scopes import places
from docsite.project import DocsError

PROGRAM = read("")  # what is around a program: nothing


@dataclass
class Parts:
    """What some programs need of the package, under names that collide with nothing else in them.

    `replaced` gives other texts for some definitions, such as one for a file that lies beside the package.
    """

    programs: Sequence[str]
    wanted: Sequence[Qualified] = ()
    replaced: dict[Qualified, str] = field(default_factory=dict)

    @cached_property
    def needed(self) -> list[Qualified]:
        """The definitions, each behind those of the modules it leans on, in the order of their modules' texts."""
        waiting = [*self.wanted, *(item for program in self.programs for item in _used(program))]
        found: set[Qualified] = set()
        while waiting:
            item = waiting.pop()
            if item not in found:
                found.add(item)
                waiting += _used(self._definition(item).text, module(item.module))
        order = _in_order({item.module for item in found})
        return [
            Qualified(name, other) for name in order for other in module(name).definitions if (name, other) in found
        ]

    @cached_property
    def names(self) -> dict[Qualified, str]:
        """The name of each in the program: its own, or where that is taken, one with its module's before it."""
        bound = {name for program in self.programs for name, target in bindings(program).items() if not target}
        # A name that two definitions share is neither's: a program that asks for one of them binds it anew.
        imports = {item.name for item in self.third_party}
        claimed = Counter([*bound, *imports, *(item.name for item in self.needed)])
        found: dict[Qualified, str] = {}
        for item in self.needed:
            of = item.module.rpartition(".")[2].lstrip("_")
            name = item.name if claimed[item.name] == 1 else f"{of}_{item.name.lstrip('_')}"
            if claimed[name] > (name == item.name) or name in found.values():
                raise DocsError(f"no free name for {'.'.join(item)}: {name!r} is taken too")
            found[item] = name
        return found

    @cached_property
    def third_party(self) -> list[Import]:
        """The imports of other packages at the top levels."""
        found = [item for program in self.programs for node in _body(program) for item in imports(node)]
        for name in self.needed:
            used = self._definition(name).free_names
            found += [item for item in module(name.module).imports if item.name in used]
        return [item for item in found if not item.is_ours]

    def imports(self) -> str:
        """Python's own imports, then the others, as a formatter would have them."""
        targets: dict[str, str] = {}
        for item in self.third_party:
            if targets.setdefault(item.name, item.target) != item.target:
                raise DocsError(f"{item.name!r} is {targets[item.name]} and also {item.target}; rename one import")
        return "\n\n".join("\n".join(lines) for lines in groups(self.third_party) if lines)

    def definitions(self) -> list[tuple[str, str]]:
        """Each module with the text of what is needed of it."""
        texts: dict[str, dict[str, None]] = {}  # a statement that binds two names stands there once
        for item in self.needed:
            texts.setdefault(item.module, {})[self._renamed(item)] = None
        return [(name, spaced(found)) for name, found in texts.items()]

    def rewritten(self, program: str) -> str:
        """A program with its imports taken out, or turned into assignments where a name had to change."""
        return re.sub(r"\n{3,}(?=[ \t])", "\n\n", self._rewritten(program, PROGRAM)).strip("\n")

    def _renamed(self, item: Qualified) -> str:
        """The text of a definition under the names of this program."""
        text = self._rewritten(self._definition(item).text, module(item.module))
        # The name after def or class is no node of its own.
        return re.sub(rf"^(async def|def|class) {item.name}\b", rf"\1 {self.names[item]}", text, flags=re.M)

    def _rewritten(self, code: str, own: Module) -> str:
        edits: list[Edit] = []
        for node, _ in places(code):
            if isinstance(node, ast.Import | ast.ImportFrom):
                edits += [(node, text) for text in [self._instead(node, node in _body(code))] if text is not None]
            if isinstance(node, ast.Global):
                renamed = [self.names.get(Qualified(own.name, name), name) for name in node.names]
                edits.append((node, f"global {', '.join(renamed)}"))
        for place, item in references(code, located, own.name, own.names):
            # A name that the code imports itself stays: an assignment stands instead of its import.
            if isinstance(place, ast.Attribute) or place.id in own.names:
                edits.append((place, self.names[item]))
        return edited(code, edits)

    def _instead(self, node: ast.Import | ast.ImportFrom, top: bool) -> str | None:
        """What stands in the place of an import; None where it stays."""
        lines = []
        for item in imports(node):
            if not item.is_ours and not top:
                return None
            target = imported(item)
            if target and self.names[target] != item.name:
                lines.append(f"{item.name} = {self.names[target]}")
        return f"\n{' ' * node.col_offset}".join(lines)

    def _definition(self, item: Qualified) -> Definition:
        own = read(self.replaced[item]) if item in self.replaced else module(item.module)
        return own.definitions[item.name]


def _body(program: str) -> list[ast.stmt]:
    tree = places(program)[0][0]
    assert isinstance(tree, ast.Module)
    return tree.body


def _used(code: str, own: Module = PROGRAM) -> list[Qualified]:
    """The definitions of the package that code imports, reaches through modules, or has around it in its own module."""
    given = [imported(item) for node, _ in places(code) for item in imports(node)]
    return [item for item in given if item] + [item for _, item in references(code, located, own.name, own.names)]


def _in_order(names: set[str]) -> list[str]:
    """Modules, each behind those that it imports."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        for item in module(name).imports:
            if item.is_ours and item.source not in found:
                visit(item.source)
        found[name] = None

    for name in sorted(names):
        visit(name)
    return [name for name in found if name in names]
