"""Markers as they are written: calls with plain arguments, which are read and never evaluated."""

import ast
import re
import warnings

from docsite.pages.inline import Call
from docsite.project import HIDDEN, DocsError

FORM = 'markers look like {{= name("…") =}}'
LONGEST = 2000  # characters: a marker is a line or a few
UNSHOWN = re.compile(f"{HIDDEN.pattern}|[\n\ud800-\udfff]")
MARKED = re.compile(r"\{\{?=|=\}")


def read(expression: str, line: int) -> Call:
    """The call that an expression between `{{=` and `=}}` is; raises `DocsError` for anything else."""
    if len(expression) > LONGEST:
        raise DocsError(f"a marker of {len(expression)} characters; {FORM}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a backslash in a text
            tree = ast.parse(f"({expression.strip()}\n)", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        what = error.msg if isinstance(error, SyntaxError) else error
        raise DocsError(f"{expression.strip()[:60]!r} cannot be read: {what}; {FORM}") from error
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
        raise DocsError(f"{expression.strip()[:60]!r} is no marker; {FORM}")
    arguments = tuple(_plain(node, tree.func.id) for node in tree.args)
    keywords = {_keyword(item, tree.func.id): _plain(item.value, tree.func.id) for item in tree.keywords}
    return Call(tree.func.id, arguments, keywords, line)


def _keyword(item: ast.keyword, name: str) -> str:
    if item.arg is None:
        raise DocsError(f"{name} takes its arguments one by one; {FORM}")
    return item.arg


def _plain(node: ast.expr, name: str):
    try:
        found = ast.literal_eval(node)
        for text in (part.value for part in ast.walk(node) if isinstance(part, ast.Constant)):
            _check_text(text, name)
        return found
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise DocsError(f"an argument of {name} is no text, number or list of these; {FORM}") from error


def _check_text(text: object, name: str) -> None:
    """Raise where a text would break its line, cannot be written, or looks like a marker, which is not read there."""
    if not isinstance(text, str):
        return
    if unshown := UNSHOWN.search(text):
        raise DocsError(f"an argument of {name} holds U+{ord(unshown[0]):04X}, which is not shown; leave it out")
    if MARKED.search(text):
        raise DocsError(f"an argument of {name} holds a marker, and none is read there")
