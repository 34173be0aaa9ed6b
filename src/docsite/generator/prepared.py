"""Content with what a browser would otherwise find out, or the theme's script would do, at every visit."""

import re

BLOCK = re.compile(r"<pre><code>(.*?)(?=</code></pre>)", re.S)
TABLE = re.compile(r"<table>.*?</table>", re.S)


def prepared(content: str) -> str:
    """The content of a page with the heights of its code, and its tables in their frames.

    Code that is not near waits with its insides, and takes the room of its lines (docs/assets/site.css). The frames
    are the theme's own: put in by its script one after the other, they style the whole page anew.
    """
    content = BLOCK.sub(lambda found: f'<pre><code style="--lines:{_lines(found[1])}">{found[1]}', content)
    return TABLE.sub(_framed, content)


def _lines(code: str) -> int:
    return code.removesuffix("\n").count("\n") + 1


def _framed(table: re.Match[str]) -> str:
    inside = table[0].replace("<table>", '<table class="framed">', 1)
    return f'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">{inside}</div></div>'
