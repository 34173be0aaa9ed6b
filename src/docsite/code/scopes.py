"""The scopes of a piece of code: those of Python's own symbol tables, and where in the code they are."""

import ast
import symtable
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")  # the names of their symbol tables
MERGES = sys.version_info >= (3, 12)  # tables of comprehensions, but for generators, into those around them


class Scope:
    """A symbol table, and the scope around it; that of the module has none."""

    def __init__(self, table: symtable.SymbolTable, around: "Scope | None" = None):
        self.around, self._is_class, self._inner = around, table.get_type() == "class", list(_inner(table))
        self.top: Scope = around.top if around else self
        symbols = table.get_symbols()
        self.bound = [symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_parameter()]
        self._local = {symbol.get_name() for symbol in symbols if symbol.is_local()}
        self._global = {symbol.get_name() for symbol in symbols if symbol.is_global()}

    def inner(self, node: ast.AST) -> "Scope":
        """The scope that a node opens, asked for in the order of the code, since tables have lines and no columns."""
        line, own = getattr(node, "lineno", 0), ("lambda",) if isinstance(node, ast.Lambda) else COMPREHENSIONS
        names = (node.name,) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else own
        table = next(table for table in self._inner if table.get_lineno() == line and table.get_name() in names)
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
        tree = ast.parse(code)
        return list(_places(tree, Scope(symtable.symtable(_with_generators(code, tree), "code", "exec"))))
    except SyntaxError:
        return places("")


def _with_generators(code: str, tree: ast.Module) -> str:
    """The code with a generator in the place of each comprehension, where Python merges the tables of the others.

    Older versions, which give no true columns inside formatted strings, do not need it.
    """
    if not MERGES:
        return code
    text = bytearray(code, "utf-8")
    starts = [0, *accumulate(len(line) + 1 for line in text.split(b"\n"))]
    for node in ast.walk(tree):
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp) and node.end_lineno and node.end_col_offset:
            text[starts[node.lineno - 1] + node.col_offset] = ord("(")
            text[starts[node.end_lineno - 1] + node.end_col_offset - 1] = ord(")")
        if isinstance(node, ast.DictComp) and node.key.end_lineno and node.key.end_col_offset:
            text[text.index(b":", starts[node.key.end_lineno - 1] + node.key.end_col_offset)] = ord("+")
    return text.decode()


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
            made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            return [first.iter], [first.target, *first.ifs, *others, *(made if MERGES else reversed(made))]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [child for child in ast.iter_child_nodes(node) if child not in node.body], [*node.body]
        case ast.Lambda():
            return [node.args], [node.body]
        case ast.arguments():
            defaults = [item for item in (*node.defaults, *node.kw_defaults) if item]
            return [*defaults, *(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.arg))], []
    return list(ast.iter_child_nodes(node)), []
