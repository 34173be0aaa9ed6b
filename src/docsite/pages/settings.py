"""What a block of Python says in its info string: whether it runs, how exactly it prints, its limits, what it needs."""

import math
from dataclasses import dataclass

from docsite.pages.comparison import RELATIVE

SECONDS = 60.0
BYTES = 250_000
FOR_TESTS = ("test", "reason", "tolerance", "seconds", "bytes")
FOR_READERS = ("hl_lines", "linenums")  # what the site's highlighter knows
NEEDS = "needs"  # the extra of the package without which the block does not run
PROCESS = "process"  # "own": in a notebook and a script it runs in a process of its own
TAKEN_ALONG = (NEEDS, PROCESS)
EXTRAS = ("tensorboard",)  # those of pyproject.toml that readers may need beside `plots`


@dataclass(frozen=True)
class Settings:
    """`seconds` of processor time, twice that by the clock; `size`: the bytes that it may print."""

    tolerance: float = RELATIVE
    seconds: float = SECONDS
    size: int = BYTES


def settings(attributes: dict[str, str]) -> Settings:
    """The settings of a block; raises `ValueError` that says what to write."""
    for name in attributes:
        if name not in (*FOR_TESTS, *FOR_READERS, *TAKEN_ALONG):
            there = ", ".join((*FOR_TESTS, *FOR_READERS, *TAKEN_ALONG))
            raise ValueError(f"a block has no {name!r}; there are title, {there}")
    if attributes.get(NEEDS, EXTRAS[0]) not in EXTRAS:
        raise ValueError(f'{NEEDS}="{attributes[NEEDS]}" names no extra of the package; there are {", ".join(EXTRAS)}')
    if attributes.get(PROCESS, "own") != "own":
        raise ValueError(f'{PROCESS}="own" is all that {PROCESS} can say')
    if attributes.get("test", "skip") != "skip":
        raise ValueError('test="skip" is all that test can say')
    tolerance = _number(attributes, "tolerance", RELATIVE, "0.01", below=1)
    seconds = _number(attributes, "seconds", SECONDS, "120")
    size = _number(attributes, "bytes", BYTES, "2000000")
    for raised, what in ((seconds > SECONDS, "seconds"), (size > BYTES, "bytes")):
        if raised and not attributes.get("reason"):
            raise ValueError(f'{what}="{attributes[what]}" needs a reason="…" beside it')
    return Settings(tolerance, seconds, int(size))


def _number(attributes: dict[str, str], name: str, default: float, example: str, below: float = math.inf) -> float:
    try:
        found = float(attributes.get(name, default))
    except ValueError:
        found = math.nan
    if not 0 < found < below:
        bound = f" below {below:g}" if below < math.inf else ""
        raise ValueError(f'{name}="{attributes[name]}" is no number above 0{bound}, such as {name}="{example}"')
    return found
