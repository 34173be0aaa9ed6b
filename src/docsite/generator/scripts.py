"""Scripts as they are sent: whole, but for the lines that are comments alone, which only maintainers read."""

import re

COMMENT = re.compile(r"^[ \t]*//.*\n", re.M)


def without_comments(text: str) -> str:
    """The lines of a script that do something. No text of ours that goes over several lines has one with `//` first."""
    return COMMENT.sub("", text)
