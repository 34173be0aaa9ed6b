"""What the inlining of the package does to code: which of it is used, in which order, and the edits of its text."""

import ast
import re
from collections.abc import Iterable

from docsite.code.definitions import Binding, Qualified, bindings, module
from docsite.project import DocsError

Edit = tuple[ast.expr | ast.stmt, str]  # a node, and what comes in its place


def package_names(program: str) -> list[Qualified]:
    """The definitions of the package that a program imports, or reaches through an imported module."""
    tree = ast.parse(program)
    found = [item for _, item in attributes(tree, modules_by_alias(tree))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            ours = [bound for bound in bindings(node).values() if bound.is_ours and bound.original]
            found += [defined(Qualified(bound.module, bound.original)) for bound in ours]
    return found


def defined(item: Qualified) -> Qualified:
    """Where a name is defined: a module may pass on what it imports itself."""
    own = module(item.module)
    if item.name in own.definitions:
        return item
    bound = own.imports.get(item.name)
    if bound and bound.is_ours and bound.original:
        return defined(Qualified(bound.module, bound.original))
    raise DocsError(f"no {item.name!r} in {item.module}")


def modules_by_alias(tree: ast.AST) -> dict[str, str]:
    """The names that stand for modules of the package, anywhere in the code."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    found = {name: bound for node in nodes for name, bound in bindings(node).items()}
    return {name: bound.module for name, bound in found.items() if bound.is_ours and not bound.original}


def attributes(tree: ast.AST, aliases: dict[str, str]) -> list[tuple[ast.Attribute, Qualified]]:
    """The places that reach a definition through its module, as in `classifier.train`."""
    return [
        (node, defined(Qualified(aliases[node.value.id], node.attr)))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases
    ]


def in_order(names: set[str]) -> list[str]:
    """Modules, each behind those that it imports."""
    found: list[str] = []

    def visit(name: str) -> None:
        if name in found:
            return
        for bound in module(name).imports.values():
            if bound.is_ours:
                visit(bound.module)
        found.append(name)

    for name in sorted(names):
        visit(name)
    return [name for name in found if name in names]


def import_lines(third_party: dict[str, Binding]) -> list[str]:
    """Import statements, `from` imports of one module joined; plain imports first, by name."""
    plain = sorted(bound.statement(name) for name, bound in third_party.items() if not bound.original)
    members: dict[str, list[str]] = {}
    for name, bound in third_party.items():
        if bound.original:
            members.setdefault(bound.module, []).append(bound.statement(name).partition(" import ")[2])

    # Capitals before classes before functions: the order of isort, which formatters keep.
    def order(name: str) -> tuple:
        return (0 if name.isupper() else 1 if name[0].isupper() else 2), name

    return plain + [
        f"from {source} import {', '.join(sorted(found, key=order))}" for source, found in sorted(members.items())
    ]


def spaced(texts: Iterable[str]) -> str:
    """Statements below one another: two empty lines around functions and classes, none between constants."""
    result, before_is_long = "", None
    for text in texts:
        is_long = bool(re.search(r"^(def|class) ", text, re.M))
        if before_is_long is not None:
            result += "\n\n\n" if is_long or before_is_long else "\n"
        result, before_is_long = result + text, is_long
    return result


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the source of some nodes replaced; a line that nothing is left of is taken out."""
    lines = [line.encode() for line in text.split("\n")]
    for node, new in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        line = lines[first][: node.col_offset] + new.encode() + lines[last][node.end_col_offset :]
        lines[first : last + 1] = [line] if line.strip() else []
    return b"\n".join(lines).decode()
