"""Edits of code as text: other text in the place of nodes, and statements below one another."""

import ast
import re
from collections.abc import Iterable

Edit = tuple[ast.expr | ast.stmt, str]  # a node, and what comes in its place


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the source of some nodes replaced; a line that nothing is left of is taken out."""
    lines = [line.encode() for line in text.split("\n")]
    for node, new in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        line = lines[first][: node.col_offset] + new.encode() + lines[last][node.end_col_offset :]
        lines[first : last + 1] = [line] if line.strip() else []
    return b"\n".join(lines).decode()


def spaced(texts: Iterable[str]) -> str:
    """Statements below one another: two empty lines around functions and classes, none between constants."""
    result, before_is_long = "", None
    for text in texts:
        is_long = bool(re.search(r"^(async def|def|class) ", text, re.M))
        if before_is_long is not None:
            result += "\n\n\n" if is_long or before_is_long else "\n"
        result, before_is_long = result + text, is_long
    return result
