"""The outcome of an experiment as plain JSON, and the paths that name a part of it."""

import json
import math
import re
from typing import Any

from docsite.project import DocsError, existing

SIGNIFICANT_DIGITS = 6  # what float32 holds; further digits would differ from one processor to the next


def plain(value: Any) -> Any:
    """Histories as columns, tensors and arrays as lists, floats rounded; raises `TypeError` for anything else."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if hasattr(value, "columns"):
        return {column: plain(value[column]) for column in value.columns}
    if hasattr(value, "numpy"):
        value = value.numpy()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise TypeError(f"an outcome holds {value}")
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    if isinstance(value, bool | int | str):
        return value
    raise TypeError(f"an outcome holds a {type(value).__name__}: use numbers, lists, arrays and histories")


def dumps(value: Any, indent: str = "") -> str:
    """JSON with one line for each list and number, so that a change of a result reads well as a difference."""
    if not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = indent + "  "
    rows = (f"{inner}{json.dumps(name)}: {dumps(item, inner)}" for name, item in value.items())
    return "{\n" + ",\n".join(rows) + f"\n{indent}}}"


def lookup(outcome: dict[str, Any], path: str) -> Any:
    """The part of an outcome that a path names: an entry, or a column of its `history`, then indices: `w[-1]`."""
    match = re.fullmatch(r"([\w.]+?)((?:\[-?\d+\])*)", path)
    if not match:
        raise DocsError(f"{path!r} is not a path such as history, w or w[-1]")
    value: Any = {**outcome.get("history", {}), **outcome}
    for name in match[1].split("."):
        if not isinstance(value, dict) or name not in value:
            raise DocsError(f"no {name!r} in {path!r}; {existing(value if isinstance(value, dict) else ())}")
        value = value[name]
    for index in map(int, re.findall(r"-?\d+", match[2])):
        if not isinstance(value, list) or not -len(value) <= index < len(value):
            raise DocsError(f"{path!r} is out of range")
        value = value[index]
    return value
