"""The scopes of a piece of code: those of Python's own symbol tables, and where in the code they are."""

import ast
import symtable
from collections.abc import Iterator
from functools import lru_cache

ANONYMOUS = {
    ast.Lambda: "lambda",
    ast.ListComp: "listcomp",
    ast.SetComp: "setcomp",
    ast.DictComp: "dictcomp",
    ast.GeneratorExp: "genexpr",
}


class Scope:
    """A symbol table, and the scope around it; that of the module has none."""

    def __init__(self, table: symtable.SymbolTable, around: "Scope | None" = None):
        self.around, self._is_class, self._inner = around, table.get_type() == "class", list(_inner(table))
        self.top: Scope = around.top if around else self
        symbols = table.get_symbols()
        self.bound = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_parameter()}
        self._local = {symbol.get_name() for symbol in symbols if symbol.is_local()}
        self._global = {symbol.get_name() for symbol in symbols if symbol.is_global()}

    def inner(self, node: ast.AST) -> "Scope":
        """The scope that a node opens, asked for in the order of the code, since tables have lines and no columns."""
        key = getattr(node, "name", ANONYMOUS.get(type(node))), getattr(node, "lineno", 0)
        table = next(table for table in self._inner if (table.get_name(), table.get_lineno()) == key)
        self._inner.remove(table)
        return Scope(table, self)

    def owner(self, name: str) -> "Scope":
        """The scope whose variable a name is here: this one, a function around it, or the module."""
        scope = self
        while scope.around and (name not in scope._local or (scope._is_class and scope is not self)):
            scope = self.top if name in self._global else scope.around
        return scope


def _inner(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """The tables of functions and classes right inside; Python 3.12 and later have tables around them for types."""
    for child in table.get_children():
        if child.get_type() in ("function", "class"):
            yield child
        else:
            yield from _inner(child)


@lru_cache(512)
def places(code: str) -> list[tuple[ast.AST, Scope]]:
    """Each node of the code with the scope that it stands in, the module first; what is not Python holds nothing."""
    try:
        return list(_places(ast.parse(code), Scope(symtable.symtable(code, "code", "exec"))))
    except SyntaxError:
        return places("")


def _places(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    yield node, scope
    outside, inside = _children(node)
    for child in outside:
        yield from _places(child, scope)
    own = scope.inner(node) if inside else scope
    for child in inside:
        yield from _places(child, own)


def _children(node: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """What stands in the scope of a node, and in the scope that it opens, both in the order of symbol tables."""
    match node:
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            first, *others = node.generators
            made = [node.value, node.key] if isinstance(node, ast.DictComp) else [node.elt]
            return [first.iter], [first.target, *first.ifs, *others, *made]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [child for child in ast.iter_child_nodes(node) if child not in node.body], [*node.body]
        case ast.Lambda():
            return [node.args], [node.body]
        case ast.arguments():
            defaults = [item for item in (*node.defaults, *node.kw_defaults) if item]
            return [*defaults, *(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.arg))], []
    return list(ast.iter_child_nodes(node)), []
