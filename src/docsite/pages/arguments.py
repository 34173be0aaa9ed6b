"""What a marker is given, checked by the hints of the function that takes it."""

import inspect
from collections.abc import Callable
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from docsite.pages.inline import Call
from docsite.project import DocsError


def check(marker: Callable, call: Call) -> None:
    """Raise `DocsError` where an argument is missing, unknown, or not of the kind that the marker takes."""
    signature = inspect.signature(marker)
    try:
        given = signature.bind(*call.arguments, **call.keywords).arguments
    except TypeError as error:
        raise DocsError(
            f"{call.name}: {error}; it takes {signature.replace(return_annotation=inspect.Parameter.empty)}"
        ) from error
    hints = get_type_hints(marker)
    for name, value in given.items():
        for item in value if isinstance(value, tuple) else (value,):
            if not _fits(item, hints[name]):
                raise DocsError(f"{call.name}: {name} cannot be {item!r}"[:200])


def _fits(value: Any, hint: Any) -> bool:
    if get_origin(hint) is list:
        return isinstance(value, list) and all(_fits(item, get_args(hint)[0]) for item in value)
    if isinstance(hint, UnionType):
        return any(_fits(value, part) for part in get_args(hint))
    return isinstance(value, hint) and not (isinstance(value, bool) and hint is int)
