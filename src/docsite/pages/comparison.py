"""Printed output compared as what it is: text exactly, integers exactly, other numbers within a tolerance.

Two decimal numbers are equal when they differ by at most one unit of the last digit printed, or by a share of
`RELATIVE` (a block may state its own). So another processor, thread count or oneDNN setting fails nothing, and a wrong
number does.
"""

import re

RELATIVE = 1e-4
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
    unit = max(_last_digit(expected), _last_digit(actual))
    one, other = float(expected), float(actual)
    return abs(one - other) <= max(unit * 1.01, relative * max(abs(one), abs(other)))


def _last_digit(token: str) -> float:
    """The value of one unit of the last digit: 0.01 for 3.14, 1e-7 for 1.5e-06."""
    mantissa, _, exponent = token.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - decimals)
