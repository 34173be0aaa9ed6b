"""Traditional Chinese as Taiwan writes it, from Simplified, by OpenCC with the project's overrides.

Code, ids and addresses are ASCII, which a conversion leaves as it is.
"""

import re
from functools import cache

from docsite.project import DOCS, DocsError, read_text, stamp

OVERRIDES = DOCS / "zh" / "taiwan.txt"
QUOTES = str.maketrans("“”‘’", "「」『』")


def convert(text: str) -> str:
    """The text in Traditional Chinese, an override's own words taken as they are."""
    pattern, replacements = _overrides()
    pieces = pattern.split(text)
    pieces[::2] = [_opencc("s2twp").convert(piece) if piece else "" for piece in pieces[::2]]
    pieces[1::2] = [replacements[piece] for piece in pieces[1::2]]
    return "".join(pieces).translate(QUOTES)


def signs(text: str) -> str:
    """The text with each sign as Taiwan writes it, and the words as they are."""
    return _opencc("s2tw").convert(text)


def variants(used: set[str], converted: bool) -> dict[str, str]:
    """Signs of the other Chinese writing, with the used sign that each stands for; those that computers type of old."""
    charset, way = ("gb2312", "s2tw") if converted else ("big5", "t2s")
    signs_ = [sign for sign in map(chr, range(0x4E00, 0xA000)) if sign not in used and _is_in(sign, charset)]
    found = zip(signs_, _opencc(way).convert("\n".join(signs_)).split("\n"), strict=True)
    return {sign: meant for sign, meant in found if meant in used}


def _is_in(sign: str, charset: str) -> bool:
    return bool(sign.encode(charset, "ignore"))


@cache
def _opencc(way: str):
    from opencc import OpenCC

    return OpenCC(way)


def _overrides() -> tuple[re.Pattern[str], dict[str, str]]:
    return _read_overrides(stamp(OVERRIDES))


@cache
def _read_overrides(_changed: tuple[int, int]) -> tuple[re.Pattern[str], dict[str, str]]:
    """The overrides as one pattern, the longest first."""
    replacements = {}
    for number, line in enumerate(read_text(OVERRIDES).splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            simplified, tab, traditional = line.strip().partition("\t")
            if not tab:
                raise DocsError("a line is the Simplified words, a tab, and Taiwan's words", OVERRIDES, number)
            replacements[simplified] = traditional
    longest_first = sorted(replacements, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first)) or "(?!)"  # nothing
    return re.compile(f"({either})"), replacements
