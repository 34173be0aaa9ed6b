"""Python code as syntax: digests that prose and formatting do not change, and what a piece of code imports."""

import ast
import hashlib
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path

from docsite.code.imports import imported_modules, module_path
from docsite.project import PACKAGE


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@cache
def function_tree(function: Callable) -> ast.FunctionDef:
    """The function's own definition, without its decorators."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    tree.decorator_list = []
    return tree


def canonical(node) -> str:
    """The tree as text: the same for the same code on every supported Python, docstrings left out.

    `ast.dump` is not used since its text differs between Python versions.
    """
    if isinstance(node, ast.Constant):
        return f"Constant({node.value!r})"
    if isinstance(node, list):
        return f"[{','.join(map(canonical, node))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = dict(ast.iter_fields(node))
    if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        fields["body"] = _without_docstring(node.body)
    if isinstance(node, ast.JoinedStr):  # Python 3.12.1 ends a format with an empty text
        fields["values"] = [item for item in node.values if not (isinstance(item, ast.Constant) and item.value == "")]
    present = (f"{name}={canonical(value)}" for name, value in fields.items() if value is not None and value != [])
    return f"{type(node).__name__}({','.join(present)})"


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if is_docstring else body


def without_imports(tree: ast.Module) -> ast.Module:
    body: list[ast.stmt] = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    return ast.Module(body, [])


def import_closure(tree: ast.AST, package: str = PACKAGE, without: str = "") -> dict[str, str]:
    """Each module of `package` that the code needs, however far away, with the digest of its syntax.

    The module `without` is left out, and what only it imports.
    """
    found: dict[str, str] = {}
    waiting = list(imported_modules(tree, package))
    while waiting:
        name = waiting.pop()
        path = module_path(name)
        if path and name not in found and name != without:
            found[name], imported = _module(path, path.read_text("utf-8"), package)
            waiting.extend(imported)
    return dict(sorted(found.items()))


@cache
def _module(path: Path, text: str, package: str) -> tuple[str, list[str]]:
    """The digest of a module's syntax, and what it imports of the package."""
    tree = ast.parse(text, str(path))
    return digest(canonical(tree)), list(imported_modules(tree, package))
