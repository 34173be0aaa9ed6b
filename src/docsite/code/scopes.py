"""What the names in a piece of code are bound to, scope by scope."""

import ast
from collections.abc import Iterator
from functools import lru_cache

Bindings = dict[str, str | None]  # what a name stands for in a scope: a qualified name, or None for anything else
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
SCOPES = (*DEFINITIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@lru_cache(512)
def parsed(code: str) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError:
        return ast.Module([], [])


def bindings(nodes: list, home: str = "") -> Bindings:
    """What the scope of these nodes binds, without the scopes inside it; a name bound in two ways is None."""
    found: Bindings = {}
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        for name, target in _bound(node, home):
            found[name] = target if found.get(name, target) == target else None
        if not isinstance(node, SCOPES):
            waiting.extend(ast.iter_child_nodes(node))
    return found


def _bound(node: ast.AST, home: str) -> Iterator[tuple[str, str | None]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            yield (alias.asname, alias.name) if alias.asname else (top, top)
    elif isinstance(node, ast.ImportFrom):
        yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
    elif isinstance(node, DEFINITIONS):
        yield node.name, f"{home}.{node.name}" if home else None
    elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id, f"{home}.{node.id}" if home else None
    elif isinstance(node, ast.arg):
        yield node.arg, None
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name, None
