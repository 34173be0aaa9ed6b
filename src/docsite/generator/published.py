"""What no page may show or hold once it is HTML: a marker that was not read, or a script.

Pages are checked when they are read. This sees what MkDocs's Markdown makes of them after all, where the two parsers
do not agree.
"""

import re
from html.parser import HTMLParser

SUSPECT = re.compile(r"\{\{=|<script|<[^<>]*\son[a-z]+\s*=|javascript:", re.I)
UNREAD = {"pre", "code", "math", "svg"}  # where a marker stands as it is written


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        named = {name: value or "" for name, value in attributes}
        if tag in UNREAD:
            self.inside.append(tag)
        scripts = [name for name in named if name.startswith("on")]
        scripts += [name for name, value in named.items() if value.strip().lower().startswith("javascript:")]
        if tag == "script" or scripts:
            self.found.append(f"a script: {' '.join((self.get_starttag_text() or tag).split())[:60]}")

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if "{{=" in data and not self.inside:
            self.found.append(f"a marker that was not read: {data[data.index('{{=') :].split(chr(10))[0][:60]}")


def mistakes(content: str) -> list[str]:
    """What is wrong with the HTML of a page."""
    if not SUSPECT.search(content):
        return []
    reader = _Reader()
    reader.feed(content)
    reader.close()
    return reader.found
