"""Programs that need the package, made into programs that do not: what they use of it is written in."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from docsite.code.definitions import Binding, Definition, Qualified, assigned, bindings, module, uses
from docsite.code.edits import (
    Edit,
    attributes,
    defined,
    edited,
    import_lines,
    in_order,
    modules_by_alias,
    package_names,
    spaced,
)
from docsite.project import DocsError


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
        waiting = [*self.wanted, *(item for program in self.programs for item in package_names(program))]
        found: set[Qualified] = set()
        while waiting:
            item = waiting.pop()
            if item not in found:
                found.add(item)
                waiting += self._leans_on(item)
        order = in_order({item.module for item in found})
        return [
            Qualified(name, other) for name in order for other in module(name).definitions if (name, other) in found
        ]

    @cached_property
    def names(self) -> dict[Qualified, str]:
        """The name of each in the program: its own, or where that is taken, one with its module's before it."""
        bound = [name for program in self.programs for name in assigned(program)]
        # A name that two definitions share is neither's: a program that asks for one of them binds it anew.
        claimed = Counter([*set(bound), *self.third_party, *(item.name for item in self.needed)])
        found: dict[Qualified, str] = {}
        for item in self.needed:
            of = item.module.rpartition(".")[2].lstrip("_")
            name = item.name if claimed[item.name] == 1 else f"{of}_{item.name.lstrip('_')}"
            if claimed[name] > (name == item.name) or name in found.values():
                raise DocsError(f"no free name for {'.'.join(item)}: {name!r} is taken too")
            found[item] = name
        return found

    @cached_property
    def third_party(self) -> dict[str, Binding]:
        """The imports of other packages, by the name that they bind."""
        found: dict[str, Binding] = {}
        for item in self.needed:
            imports = module(item.module).imports
            used = self._definition(item).uses
            found |= {name: bound for name, bound in imports.items() if name in used and not bound.is_ours}
        for program in self.programs:
            for node in ast.parse(program).body:
                if isinstance(node, ast.Import | ast.ImportFrom):
                    found |= {name: bound for name, bound in bindings(node).items() if not bound.is_ours}
        return found

    def imports(self) -> str:
        """Python's own imports, then the others, as a formatter would have them."""
        statements = import_lines(self.third_party)
        own = [line for line in statements if line.split()[1].split(".")[0] in sys.stdlib_module_names]
        others = [line for line in statements if line not in own]
        return "\n\n".join("\n".join(group) for group in (own, others) if group)

    def definitions(self) -> list[tuple[str, str]]:
        """Each module with the text of what is needed of it."""
        texts: dict[str, list[Definition]] = {}
        for item in self.needed:
            texts.setdefault(item.module, []).append(self._definition(item))
        return [
            (name, spaced([self._renamed(name, definition) for definition in found])) for name, found in texts.items()
        ]

    def rewritten(self, program: str) -> str:
        """A program with its imports taken out, or turned into assignments where a name had to change."""
        tree = ast.parse(program)
        edits: list[Edit] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                top = node in tree.body
                edits += [(node, text) for text in [self._instead(node, top)] if text is not None]
        aliases = modules_by_alias(tree)
        edits += [(node, self.names[item]) for node, item in attributes(tree, aliases)]
        text = edited(program, edits)
        return re.sub(r"\n{3,}(?=[ \t])", "\n\n", text).strip("\n")

    def _instead(self, node: ast.Import | ast.ImportFrom, top: bool) -> str | None:
        """What stands in the place of an import; None where it stays."""
        lines = []
        for name, bound in bindings(node).items():
            if not bound.is_ours:
                if not top:
                    return None
            elif bound.original:
                given = self.names[defined(Qualified(bound.module, bound.original))]
                if given != name:
                    lines.append(f"{name} = {given}")
        return f"\n{' ' * node.col_offset}".join(lines)

    def _definition(self, item: Qualified) -> Definition:
        text = self.replaced.get(item)
        return Definition(item.name, text, uses(text)) if text else module(item.module).definitions[item.name]

    def _leans_on(self, item: Qualified) -> list[Qualified]:
        own = module(item.module)
        definition = self._definition(item)
        found = [Qualified(item.module, name) for name in definition.uses & set(own.definitions) - {item.name}]
        ours = {name: bound for name, bound in own.imports.items() if name in definition.uses and bound.is_ours}
        found += [defined(Qualified(bound.module, bound.original)) for bound in ours.values() if bound.original]
        aliases = {name: bound.module for name, bound in ours.items() if not bound.original}
        return found + [target for _, target in attributes(ast.parse(definition.text), aliases)]

    def _renamed(self, of: str, definition: Definition) -> str:
        """The text of a definition under the names of this program."""
        own = module(of)
        given = {name: Qualified(of, name) for name in own.definitions}
        given |= {
            name: defined(Qualified(bound.module, bound.original))
            for name, bound in own.imports.items()
            if bound.is_ours and bound.original
        }
        changed = {name: self.names[item] for name, item in given.items() if self.names.get(item, name) != name}
        tree = ast.parse(definition.text)
        local = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} & changed.keys()
        if local:
            raise DocsError(f"{of}.{definition.name}: {', '.join(local)} is renamed and also a parameter")
        edits: list[Edit] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in changed:
                edits.append((node, changed[node.id]))
        aliases = {name: bound.module for name, bound in own.imports.items() if bound.is_ours and not bound.original}
        edits += [(node, self.names[item]) for node, item in attributes(tree, aliases)]
        text = edited(definition.text, edits)
        if definition.name in changed:  # the name after def or class is no node of its own
            text = re.sub(rf"^(def|class) {definition.name}\b", rf"\1 {changed[definition.name]}", text, flags=re.M)
        return text
