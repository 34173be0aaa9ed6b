"""The modules of the package as definitions: the text of each, and which others it leans on."""

import ast
import builtins
import symtable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from docsite.code.syntax import module_path
from docsite.project import DocsError

PACKAGE = "training_loops"


class Qualified(NamedTuple):
    """A definition of the package: the module, such as `training_loops.linear`, and the name in it."""

    module: str
    name: str


@dataclass(frozen=True)
class Binding:
    """What a name at the top level of a text stands for: a definition here, or what an import gives.

    `module` and `original` are those of the import; `original` is empty for `import module`.
    """

    module: str
    original: str = ""

    @property
    def is_ours(self) -> bool:
        return self.module.split(".")[0] == PACKAGE

    def statement(self, name: str) -> str:
        """The import that binds `name`."""
        if not self.original:
            return f"import {self.module}" + (f" as {name}" if name != self.module.split(".")[0] else "")
        renamed = f" as {name}" if name != self.original else ""
        return f"from {self.module} import {self.original}{renamed}"


@dataclass(frozen=True)
class Definition:
    """One statement of a module that binds a name: its lines, and the names around it that it uses."""

    name: str
    text: str
    uses: frozenset[str]


@dataclass
class Module:
    """`imports` are names bound by imports at the top level; `definitions` stand in the order of the text."""

    imports: dict[str, Binding] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)


@cache
def module(name: str) -> Module:
    """A module of the package, read and not imported."""
    path = module_path(name)
    if path is None:
        raise DocsError(f"no module {name!r}")
    text = path.read_text("utf-8")
    found = Module()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.imports |= bindings(node)
        for name_bound in _bound(node):
            source = lines_of(text, node)
            found.definitions[name_bound] = Definition(name_bound, source, uses(source))
    return found


def bindings(node: ast.Import | ast.ImportFrom) -> dict[str, Binding]:
    """The names that an import binds."""
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name.split(".")[0]: Binding(alias.name) for alias in node.names}
    source = node.module or ""
    found = {}
    for alias in node.names:
        whole = f"{source}.{alias.name}"
        is_module = source.split(".")[0] == PACKAGE and module_path(whole)
        found[alias.asname or alias.name] = Binding(whole) if is_module else Binding(source, alias.name)
    return found


@cache
def uses(source: str) -> frozenset[str]:
    """The names that a piece of code takes from around it, those of Python left out."""
    found: set[str] = set()
    waiting = [symtable.symtable(source, "piece", "exec")]
    while waiting:
        table = waiting.pop()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (top or symbol.is_global()):
                found.add(symbol.get_name())
        waiting += table.get_children()
    return frozenset(found - set(dir(builtins)))


@cache
def assigned(source: str) -> set[str]:
    """The names that a program binds at its top level other than by imports."""
    table = symtable.symtable(source, "program", "exec")
    return {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() and not symbol.is_imported()}


def lines_of(text: str, node: ast.stmt) -> str:
    """The lines of a statement, its decorators and the comments right above it included."""
    lines = text.splitlines()
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    return "\n".join(lines[first - 1 : node.end_lineno])


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []
