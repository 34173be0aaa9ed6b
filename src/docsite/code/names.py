"""Where a piece of code uses the names of the package: found in its syntax, by Python's rules of scope."""

import ast
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import accumulate

from docsite.code.scopes import Bindings, bindings, parsed


@dataclass(frozen=True, order=True)
class Use:
    """`code[start:end]` stands for the qualified name."""

    start: int
    end: int
    name: str


def uses(code: str, known: Container[str], home: str = "", outer: Bindings | None = None) -> list[Use]:
    """The uses of the known names, in their order; none where the code is not Python.

    What the code itself binds is its own, unless it is shown from the module `home`; `outer` is bound around it.
    """
    tree = parsed(code)
    finder = _Finder(code, known)
    finder.visit_all(tree.body, _Scopes((outer or {},)).inside(bindings(tree.body, home)))
    return sorted(finder.found)


class _Scopes:
    """The scopes around a place, the innermost last; that of a class is not seen by the functions inside it."""

    def __init__(self, visible: tuple[Bindings, ...], own: Bindings | None = None):
        self.visible, self.own = visible, own or {}

    def inside(self, bound: Bindings) -> "_Scopes":
        return _Scopes((*self.visible, bound))

    def of_class(self, bound: Bindings) -> "_Scopes":
        return _Scopes(self.visible, bound)

    def resolved(self, node: ast.expr) -> str | None:
        """The qualified name that an expression stands for, if any."""
        if isinstance(node, ast.Attribute):
            base = self.resolved(node.value)
            return base and f"{base}.{node.attr}"
        if not isinstance(node, ast.Name):
            return None
        around = (self.own, *reversed(self.visible))
        return next((scope[node.id] for scope in around if node.id in scope), None)


class _Finder:
    def __init__(self, code: str, known: Container[str]):
        self.code, self.known = code, known
        self.found: list[Use] = []
        self.lines = code.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def visit_all(self, nodes: Iterable[ast.AST | None], scopes: _Scopes) -> None:
        for node in nodes:
            if node:
                self.visit(node, scopes)

    def visit(self, node: ast.AST, scopes: _Scopes) -> None:
        match node:
            case ast.Name() | ast.Attribute():
                self._name(node, scopes)
            case ast.Import() | ast.ImportFrom():
                self._import(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                self._function(node, scopes)
            case ast.ClassDef():
                self.visit_all([*node.decorator_list, *node.bases, *node.keywords], scopes)
                self.visit_all(node.body, scopes.of_class(bindings(node.body)))
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                inside = scopes.inside(bindings([part.target for part in node.generators]))
                self.visit_all(ast.iter_child_nodes(node), inside)
            case _:
                self.visit_all(ast.iter_child_nodes(node), scopes)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scopes: _Scopes) -> None:
        body: list = node.body if isinstance(node.body, list) else [node.body]
        around = [] if isinstance(node, ast.Lambda) else [*node.decorator_list, node.returns]
        parameters = [item for item in ast.walk(node.args) if isinstance(item, ast.arg)]
        self.visit_all([*around, node.args], scopes)
        self.visit_all(body, scopes.inside(bindings([*parameters, *body])))

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        inside = ""
        if isinstance(node, ast.ImportFrom):
            module = re.compile(r"from\s+([\w.]+)").match(self.code, self._offset(node.lineno, node.col_offset))
            if module:
                self._add(module.start(1), module[1], module[1])
            inside = f"{node.module}."
        for alias in node.names:
            self._add(self._offset(alias.lineno, alias.col_offset), alias.name, inside + alias.name)

    def _name(self, node: ast.Name | ast.Attribute, scopes: _Scopes) -> None:
        name = scopes.resolved(node)
        if name and name in self.known:
            one_line = isinstance(node, ast.Name) or node.lineno == node.end_lineno
            text = ast.unparse(node) if one_line else name.rpartition(".")[2]
            end = self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
            self._add(end - len(text), text, name)
        elif isinstance(node, ast.Attribute):
            self.visit(node.value, scopes)

    def _add(self, start: int, text: str, name: str) -> None:
        # A chain written with parentheses or spaces inside it has no text of this form.
        if name in self.known and self.code[start : start + len(text)] == text:
            self.found.append(Use(start, start + len(text), name))

    def _offset(self, line: int, column: int) -> int:
        """The index in the code of a place in the syntax, whose columns are counted in bytes."""
        before = self.lines[line - 1].encode("utf-8")[:column].decode("utf-8", "ignore")
        return self.starts[line - 1] + len(before)
