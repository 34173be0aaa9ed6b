"""What the names in a piece of code stand for, by Python's rules of scope, and where the code uses them."""

import ast
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

from docsite.code.imports import imports
from docsite.code.scopes import Scope, places

Bindings = Mapping[str, str | None]  # what a name stands for in a scope: a qualified name, or None for anything else
Meaning = TypeVar("Meaning")
FROM = re.compile(r"from\s+([\w.]+)")


def bindings(code: str, home: str = "") -> Bindings:
    """What the top level of the code binds; the definitions of the module `home` have qualified names."""
    return _bindings(code, home)[places(code)[0][1]]


@lru_cache(512)
def _bindings(code: str, home: str) -> dict[Scope, dict[str, str | None]]:
    """What each scope binds; a name bound in two ways is None."""
    found: dict[Scope, dict[str, str | None]] = {scope: {} for _, scope in places(code)}

    def bind(scope: Scope, name: str, target: str | None) -> None:
        own = found[scope.owner(name)]
        own[name] = target if own.get(name, target) == target else None

    for node, scope in places(code):
        for item in imports(node):
            bind(scope, item.name, item.target)
    for scope in found:
        for name in scope.bound:
            bind(scope, name, f"{home}.{name}" if home and scope.owner(name) is scope.top else None)
    return found


def free_names(code: str) -> frozenset[str]:
    """The names of the top level that the code reads, there or further in."""
    return frozenset(
        node.id
        for node, scope in places(code)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and scope.owner(node.id) is scope.top
    )


def references(
    code: str, meaning: Callable[[str], Meaning | None], home: str = "", outer: Bindings | None = None
) -> list[tuple[ast.Name | ast.Attribute, Meaning]]:
    """The names and chains of attributes whose qualified names mean something; of a chain, the longest part alone.

    What the code itself binds is its own, unless it is shown from the module `home`; `outer` is bound around it.
    """
    bound, top = _bindings(code, home), {**(outer or {}), **bindings(code, home)}

    def resolved(node: ast.AST, scope: Scope) -> str | None:
        if isinstance(node, ast.Attribute):
            base = resolved(node.value, scope)
            return base and f"{base}.{node.attr}"
        if not isinstance(node, ast.Name):
            return None
        owner = scope.owner(node.id)
        return (top if owner is scope.top else bound[owner]).get(node.id)

    found: list[tuple[ast.Name | ast.Attribute, Meaning]] = []
    inside: set[ast.AST] = set()
    for node, scope in places(code):
        if isinstance(node, ast.Name | ast.Attribute) and node not in inside:
            name = resolved(node, scope)
            meant = meaning(name) if name else None
            if meant is not None:
                found.append((node, meant))
                inside.update(ast.walk(node))
    return found


@dataclass(frozen=True, order=True)
class Use:
    """`code[start:end]` stands for the qualified name."""

    start: int
    end: int
    name: str


def uses(code: str, known: Container[str], home: str = "", outer: Bindings | None = None) -> list[Use]:
    """The places that use the known names, in their order; none where the code is not Python."""
    lines = code.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def offset(line: int, column: int) -> int:
        """The index in the code of a place in the syntax, whose columns are counted in bytes."""
        return starts[line - 1] + len(lines[line - 1].encode("utf-8")[:column].decode("utf-8"))

    found: list[Use] = []

    def add(start: int, text: str, name: str) -> None:
        # A chain written with parentheses or spaces inside it has no text of this form.
        if name in known and code.startswith(text, start):
            found.append(Use(start, start + len(text), name))

    for node, name in references(code, lambda name: name if name in known else None, home, outer):
        text = _text(node, name)
        add(offset(node.end_lineno or 0, node.end_col_offset or 0) - len(text), text, name)
    for place, _ in places(code):
        if isinstance(place, ast.Import | ast.ImportFrom):
            module = FROM.match(code, offset(place.lineno, place.col_offset))
            if module:
                add(module.start(1), module[1], module[1])
            for alias, item in zip(place.names, imports(place), strict=True):
                add(offset(alias.lineno, alias.col_offset), alias.name, item.whole)
    return sorted(found)


def _text(node: ast.Name | ast.Attribute, name: str) -> str:
    """A reference as it is written on one line; of one on several, its last name."""
    return ast.unparse(node) if node.lineno == node.end_lineno else name.rpartition(".")[2]
