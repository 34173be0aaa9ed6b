"""A block of code and what it says that it prints: `#>` comments, or a string that stands below a print.

A print whose output differs from run to run, such as a time, has `#~` comments: a sample, which is not compared.
"""

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from docsite.pages.comparison import RELATIVE, same

MARK = "#>"
SAMPLE = "#~"
NEARLY = re.compile(r"\s*#(?:\s+[~≈]|~[^\s]|≈)")  # what a person meant as a sample
AS_SAMPLE = re.compile(rf"^( *){SAMPLE}", re.M)


@dataclass(frozen=True)
class Claim:
    """What a block says that one print writes, on the lines from `first` to `last` of the block."""

    first: int
    last: int
    lines: tuple[str, ...]
    sample: bool = False


def lines(code: str) -> list[str]:
    """The lines that a block says it prints, samples among them."""
    return [line for claim in claims(code) for line in claim.lines]


def samples(code: str) -> list[str]:
    """The lines that are a sample."""
    return [line for claim in claims(code) for line in claim.lines if claim.sample]


def compared(code: str) -> list[str]:
    """The lines that a run has to print."""
    return [line for claim in claims(code) for line in claim.lines if not claim.sample]


def without(code: str) -> str:
    """The block without what it says it prints."""
    hidden = _hidden(code)
    return "\n".join(line for number, line in enumerate(code.splitlines(), 1) if number not in hidden)


def first_missing(expected: Sequence[str], actual: Iterable[str], relative: float = RELATIVE) -> str | None:
    """The first expected line that does not come in its turn; other lines may stand between."""
    remaining = iter(actual)
    for line in expected:
        if not any(same(line, other, relative) for other in remaining):
            return line
    return None


def mistake(code: str) -> tuple[int, str] | None:
    """The line of the block on which a sample is misspelt or stands below no print, and what to write."""
    ends, before = _ends_of_prints(code), None
    for number, line in enumerate(code.splitlines(), 1):
        if NEARLY.match(line):
            return number, f"{line.strip()[:40]!r} is no sample; write {SAMPLE}, a space, and the line printed"
    for claim in claims(code):
        below = before and before.last + 1 == claim.first
        if claim.sample and below:
            return claim.first, f"the output of one print has {MARK} or {SAMPLE} on all its lines, not both"
        if claim.sample and claim.first - 1 not in ends:
            return claim.first, f"a sample of output stands right below its print; this {SAMPLE} does not"
        before = claim
    return None


def as_output(code: str) -> str:
    """The block with its samples marked as output, for what knows output alone."""
    return AS_SAMPLE.sub(rf"\1{MARK}", code)


def renewed(fresh: str, written: str) -> str:
    """The block with fresh output, of which what was written as a sample stays one."""
    sampled = {place for place, claim in _placed(written).items() if claim.sample}
    rows = fresh.splitlines()
    for place, claim in reversed(_placed(fresh).items()):
        if place in sampled:
            indent = re.match(" *", rows[claim.first - 1])
            prefix = f"{indent[0] if indent else ''}{SAMPLE}"
            rows[claim.first - 1 : claim.last] = [f"{prefix} {line}".rstrip() for line in claim.lines]
    return "\n".join(rows) + "\n"


def unsampled(code: str) -> str:
    """The block with its mark alone where a sample stands: what two runs have in common."""
    rows = code.splitlines()
    for claim in reversed(claims(code)):
        if claim.sample:
            rows[claim.first - 1 : claim.last] = [SAMPLE]
    return "\n".join(rows)


@cache
def claims(code: str) -> list[Claim]:
    """What the block says that its prints write, in the order of the page."""
    strings = _strings(code)
    found: list[Claim] = []
    for number, line in enumerate(code.splitlines(), 1):
        mark = line.strip()[: len(MARK)]
        if number in strings:
            last, text = strings[number]
            found.append(Claim(number, last, tuple(text)))
        elif mark in (MARK, SAMPLE):
            text = [line.strip().removeprefix(mark).removeprefix(" ")]
            before = found[-1] if found else None
            if before and before.last + 1 == number and before.sample == (mark == SAMPLE):
                found[-1] = Claim(before.first, number, (*before.lines, *text), before.sample)
            else:
                found.append(Claim(number, number, tuple(text), mark == SAMPLE))
    return found


def line_without(code: str, line: int) -> int:
    """Where a line of the block stands in the block without what it says it prints."""
    return line - sum(hidden < line for hidden in _hidden(code))


def _placed(code: str) -> dict[int, Claim]:
    """The claims by the line above them, counted without claims: the same for any output of the same code."""
    return {line_without(code, claim.first - 1): claim for claim in claims(code)}


def _hidden(code: str) -> set[int]:
    return {line for claim in claims(code) for line in range(claim.first, claim.last + 1)}


@cache
def _strings(code: str) -> dict[int, tuple[int, list[str]]]:
    """The strings that stand right below a print, by their first line: the last line, and the text's lines."""
    ends = _ends_of_prints(code)
    return {
        node.lineno: (node.end_lineno or node.lineno, _dedented(node.value.value, node.col_offset))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and node.lineno - 1 in ends
    }


def _dedented(text: str, columns: int) -> list[str]:
    """The lines of a string as they were printed, before they were indented with the code."""
    return [re.sub(f"^ {{0,{columns}}}", "", line) for line in text.rstrip().lstrip("\n").splitlines()]


def _ends_of_prints(code: str) -> set[int]:
    """The last lines of the block's prints."""
    body = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Expr)]
    return {node.end_lineno or node.lineno for node in body if _is_print(node.value)}


def _is_print(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
