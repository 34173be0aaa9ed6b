"""What a translation shares with its English page, found in the text of both."""

from pathlib import Path

import pytest

from docsite.languages import find
from docsite.project import DocsError
from docsite.translation import parity

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
    monkeypatch.setattr(parity, "DOCS", tmp_path)

    def written(text: str) -> list[str]:
        for folder, content in (("en", ENGLISH), ("he", text)):
            path = tmp_path / folder / PAGE
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return parity.findings(find("he"), PAGE)

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


def test_a_page_that_cannot_be_read_is_named(findings):
    with pytest.raises(DocsError, match=r"he/guides/example\.md:3: .* is no marker"):
        findings("# T\n\n{{ = value(1) =}}\n")
