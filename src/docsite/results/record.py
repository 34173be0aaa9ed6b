"""What a stored result holds, so that all that reads one finds it: checked when the file is read."""

import re
from typing import Any

from docsite.project import HIDDEN

LINE = ".+"
PARTS = {"experiment": LINE, "key": r"\w+", "device": LINE, "processor": LINE, "date": r"\d{4}-\d\d-\d\d"}
UNSEEN = re.compile(f"{HIDDEN.pattern}|[\n\u2066-\u2069\ud800-\udfff]")


def mistake(record: dict[str, Any]) -> str | None:
    """What is wrong with it; None where nothing is."""
    for name, form in PARTS.items():
        if not isinstance(record.get(name), str) or not re.fullmatch(form, record[name]):
            return f"its {name} is {_short(record.get(name))}"
    for name in ("made_from", "versions", "outcome"):
        if not isinstance(record.get(name), dict):
            return f"its {name} is {_short(record.get(name))}, and no group of named values"
    for name in ("cores", "duration"):
        if isinstance(record.get(name), bool) or not isinstance(record.get(name), int | float):
            return f"its {name} is {_short(record.get(name))}, and no number"
    if not isinstance(record.get("data", ""), str | None):
        return f"its data is {_short(record['data'])}"
    for name in ("parameters", "modules"):
        if not isinstance(record["made_from"].get(name), dict):
            return f"its {name} are {_short(record['made_from'].get(name))}"
    return _unshown(record) or _history(record["outcome"])


def _unshown(record: dict[str, Any]) -> str | None:
    """A text that cannot stand in a line of a page."""
    left: list[Any] = [record]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += [*value, *value.values()]
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and UNSEEN.search(value):
            return f"{_short(value)} is no text of one line"
    return None


def _history(outcome: dict[str, Any]) -> str | None:
    return None if isinstance(outcome.get("history", {}), dict) else "its history has no columns"


def _short(value: Any) -> str:
    return "missing" if value is None else f"{value!a:.60}"
