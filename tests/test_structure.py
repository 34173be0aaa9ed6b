"""What a translation shares with its English page, found in the text of both; and the blocks a page has."""

from pathlib import Path

import pytest
from docsite.blocks import blocks

from docsite.languages import find

PAGE = "guides/example.md"
ENGLISH = """# Title

Text[^one] and text[^two].

```text
first
```

```console
$ second
```

[^one]: One.
[^two]: Two.
"""


@pytest.fixture
def findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function from the text of a Hebrew page to what differs from the English one."""
    monkeypatch.setattr(structure, "DOCS", tmp_path)

    def written(text: str) -> list[str]:
        for folder, content in (("en", ENGLISH), ("he", text)):
            path = tmp_path / folder / PAGE
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return structure.findings(find("he"), PAGE)

    return written


def test_the_same_structure_has_no_findings(findings):
    assert findings(ENGLISH.replace("Text", "טקסט")) == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "what"),
    [
        ("text[^two]", "text", "footnote", "has no further footnote"),
        ("text[^two]", "text[^one]", "footnote", "has ^one"),
        ("[^two]: Two.", "[^three]: Two.", "footnote", "has ^three"),
        ("```text\nfirst\n```\n\n", "", "block", "has console block"),
        ("```text", "```console", "block", "has console block"),
        ("```console\n$ second\n```\n", "", "block", "has no further block"),
        ("[^one]: One.", "```yaml\nthird: 3\n```\n\n[^one]: One.", "block", "has yaml block"),
    ],
)
def test_footnotes_and_blocks_are_compared(findings, old: str, new: str, kind: str, what: str):
    [line] = findings(ENGLISH.replace(old, new, 1))
    assert line.startswith(f"{kind}: ")
    assert what in line


@pytest.mark.parametrize(
    "opening", ["!!! note", "??? note", '???+ example "Folded"', '=== "First"', '=== "First"\n\n    ??? note']
)
def test_a_block_inside_an_admonition_or_a_tab_is_a_fence(opening: str):
    depth = " " * (len(opening.splitlines()[-1]) - len(opening.splitlines()[-1].lstrip()) + 4)
    fence = ['```{.python #inside title="T"}', "if x:", "    y = 1", "```"]
    text = f"# T\n\n{opening}\n\n" + "\n".join(depth + line for line in fence) + "\n\nAfter.\n\n    indented = 1\n"
    inside, after = blocks(text)
    assert (inside.language, inside.id, inside.code) == ("python", "inside", "if x:\n    y = 1\n")
    assert inside.line == text[: text.index("```")].count("\n") + 1
    assert (after.language, after.code) == ("", "indented = 1\n")
