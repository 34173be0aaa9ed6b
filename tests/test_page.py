"""A page as a file: its front matter, its ids, its bytes."""

from pathlib import Path

import pytest
from paged import mistake, page, read_from, written

from docsite.pages.nodes import Heading
from docsite.project import DocsError


@pytest.mark.parametrize(
    ("front", "line", "told"),
    [
        ("title: a: b", 2, "mapping values are not allowed"),
        ("description: x\ntitle: a: b", 3, "mapping values are not allowed"),
        ('title: "a', 2, "unexpected end of stream"),
        ("title: [a", 3, "did not find expected ',' or ']'"),
        ("\ttitle: a", 2, "cannot start any token"),
        ("title: !!python/object/apply:os.system [x]", 2, "could not determine a constructor"),
        ("- a", 2, "lines such as title: Words"),
        ("words", 2, "lines such as title: Words"),
        ("", 2, "lines such as title: Words"),
    ],
)
def test_front_matter_that_is_none_is_one_line(front: str, line: int, told: str):
    text = mistake(f"---\n{front}\n---\n\n# T\n")
    assert text.startswith(f"docs/en/guides/example.md:{line}: front matter")
    assert told in text


def test_front_matter_that_never_ends_is_a_mistake():
    assert mistake("---\ntitle: a\n\n# T\n").startswith("docs/en/guides/example.md:1: front matter that never ends")


def test_front_matter_counts_as_lines():
    read = page("---\ntitle: 'a: b'\ndescription: c\n---\n\n# T\n")
    assert read.matter == {"title": "a: b", "description": "c"}
    assert read.front == "title: 'a: b'\ndescription: c"
    assert [node.line for node in read.nodes if isinstance(node, Heading)] == [6]


@pytest.mark.parametrize("text", ["# A {#a}\n\n## B {#a}\n", "# A {#a}\n\n!!! note\n\n    ```{.text #a}\n    ```\n"])
def test_two_things_with_one_id_are_a_mistake(text: str):
    line = text.count("\n", 0, text.rindex("#a")) + 1
    assert mistake(text) == f"docs/en/guides/example.md:{line}: the id 'a' stands on line 1 too"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "   \n\n",
        "---\ntitle: a\n---\n",
        "---\ntitle: a\n---",
        ":   d\n",
        "{ .provenance }\n",
        "x",
        "---\ntitle: b\n...\n",
    ],
)
def test_small_pages_are_pages_in_every_form(text: str):
    assert all(written(page(text)).values())


def test_lines_may_end_as_on_windows_or_an_old_mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = "---\ntitle: a\n---\n\n# T {#t}\n\nA `b`\nc.\n\n```text\nd\n```\n\n!!! note\n\n    E.\n"
    expected = page(text)
    for end in ("\r\n", "\r"):
        assert read_from(tmp_path, text.replace("\n", end).encode(), monkeypatch) == expected
    assert read_from(tmp_path, b"\xef\xbb\xbf" + text.encode(), monkeypatch) == expected


@pytest.mark.parametrize(
    ("data", "line"), [(b"# T\n\ncaf\xe9\n", 3), ("# T\n".encode("utf-16"), 1), (b"\n\n\n\xff", 4)]
)
def test_what_is_not_utf_8_is_told_with_its_line(data: bytes, line: int, tmp_path: Path, monkeypatch):
    with pytest.raises(
        DocsError, match=rf"en/guides/example\.md:{line}: byte 0x\w\w is not UTF-8: save the file as UTF-8$"
    ):
        read_from(tmp_path, data, monkeypatch)
