"""A block of code and what it says that it prints: `#>` comments, or a string that stands below a print."""

import ast
from collections.abc import Iterable, Sequence
from functools import cache

from docsite.pages.comparison import RELATIVE, same

MARK = "#>"


def lines(code: str) -> list[str]:
    """The lines that a block says it prints."""
    strings = _strings(code)
    found = []
    for number, line in enumerate(code.splitlines(), 1):
        if number in strings:
            found += strings[number][1]
        elif line.strip().startswith(MARK):
            found.append(line.strip().removeprefix(MARK).removeprefix(" "))
    return found


def without(code: str) -> str:
    """The block without what it says it prints."""
    hidden = {line for first, (last, _) in _strings(code).items() for line in range(first, last + 1)}
    kept = [line for number, line in enumerate(code.splitlines(), 1) if number not in hidden]
    return "\n".join(line for line in kept if not line.strip().startswith(MARK))


def first_missing(expected: Sequence[str], actual: Iterable[str], relative: float = RELATIVE) -> str | None:
    """The first expected line that does not come in its turn; other lines may stand between."""
    remaining = iter(actual)
    for line in expected:
        if not any(same(line, other, relative) for other in remaining):
            return line
    return None


@cache
def _strings(code: str) -> dict[int, tuple[int, list[str]]]:
    """The strings that stand right below a print, by their first line: the last line, and the text's lines."""
    body = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Expr)]
    ends = {node.end_lineno for node in body if _is_print(node.value)}
    return {
        node.lineno: (node.end_lineno or node.lineno, node.value.value.strip("\n").splitlines())
        for node in body
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str) and node.lineno - 1 in ends
    }


def _is_print(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
