"""Printed output compared as what it is: text exactly, integers exactly, other numbers within a tolerance.

Two decimal numbers are equal when they differ by at most a share of `RELATIVE` (a block may state its own), or by one
unit of the last digit printed where that is at most a share of `ROUNDING`. Zero equals what is below `TINY`, and one
unit of the last digit where both have the same small one. So another processor, thread count or oneDNN setting fails
nothing, and a wrong number does.
"""

import re

RELATIVE = 1e-4
ROUNDING = 0.01
TINY = 1e-6
SMALL = 1e-3  # the largest unit by which a rounded number is near zero: 0.001 for 0.000
NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")


def same(expected: str, actual: str, relative: float = RELATIVE) -> bool:
    """Whether two texts agree token by token; runs of spaces count as one, since columns widen with their numbers."""
    return _words(expected) == _words(actual) and all(
        _close(one, other, relative)
        for one, other in zip(NUMBER.findall(expected), NUMBER.findall(actual), strict=True)
    )


def _words(text: str) -> list[str]:
    """The lines with each number replaced by its kind."""
    marked = NUMBER.sub(lambda match: "\0" if _is_integer(match[0]) else "\1", text)
    return [" ".join(line.split()) for line in marked.strip().splitlines()]


def _is_integer(token: str) -> bool:
    return re.fullmatch(r"[-+]?\d+", token) is not None


def _close(expected: str, actual: str, relative: float) -> bool:
    if _is_integer(expected):
        return int(expected) == int(actual)
    one, other = float(expected), float(actual)
    difference, size = abs(one - other), max(abs(one), abs(other))
    units = _last_digit(expected), _last_digit(actual)
    unit = 1.01 * max(units)
    if not one or not other:
        return difference <= TINY or (difference <= unit and units[0] == units[1] <= SMALL)
    return difference <= relative * size or difference <= unit <= 1.01 * ROUNDING * size


def _last_digit(token: str) -> float:
    """The value of one unit of the last digit: 0.01 for 3.14, 1e-7 for 1.5e-06."""
    mantissa, _, exponent = token.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - decimals)
