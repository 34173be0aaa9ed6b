"""Fences: what their info strings say, and what a reader would take for Python."""

import ast
import re
from typing import Any

from docsite.pages.nodes import Block

PYTHON = frozenset({"python", "python3", "py", "py3", "pycon", "ipython", "ipython3", "pyi"})
# What pytest-examples finds: three backticks, then the language or braces that begin with it, nothing before.
RUNNABLE = re.compile(r"^ *```(?:python|py|\{\.python(?: [^}]*)?\})$")


def info(written: str) -> dict[str, Any]:
    """What the info string of a fence says: `{.python #id title="…"}`, or the bare name of a language."""
    language = re.match(r"\{?\s*(?:#[\w-]+\s+)*\.?([\w+-]*)", written)
    named = re.search(r"(?<=[\s{])#([\w-]+)", written)
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', written))
    classes = re.findall(r"(?<=\s)\.([\w-]+)", re.sub(r'"[^"]*"', "", written))
    return {
        "language": language[1].lower() if language else "",
        "id": named[1] if named else "",
        "title": attributes.pop("title", ""),
        "classes": tuple(classes),
        "attributes": attributes,
    }


def looks_like_python(block: Block) -> bool:
    """Whether a reader would take it for Python: it says so, or it is not marked and reads as a program."""
    return block.language in PYTHON or (block.language in {"", "text"} and _is_program(block.code))


def skip_reason(block: Block) -> str | None:
    return block.attributes.get("reason") if block.attributes.get("test") == "skip" else None


def _is_program(code: str) -> bool:
    """Whether the text parses as Python and does what only a program does."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    telling = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AugAssign, ast.For, ast.With)
    return any(
        isinstance(node, telling) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        for node in tree.body
    )
