"""Pages as nodes: what a Markdown parser and MkDocs would see, each node with its line."""

import pytest
from paged import page

from docsite.pages.nodes import Block, Definition, Heading, Note, Prose, blocks
from docsite.pages.parser import parse


def shape(text: str) -> list[tuple]:
    """Each node with its line and what it holds, those inside others in parentheses."""
    return [_shape(node) for node in page(text).nodes]


def _shape(node) -> tuple:
    match node:
        case Heading():
            return "heading", node.line, node.level, node.text.source, node.id
        case Prose():
            return "prose", node.line, node.text.source
        case Block():
            return "block", node.line, node.last, node.language, node.code
        case Note():
            title = None if node.title is None else node.title.source
            return "note", node.line, node.mark, node.kind, title, tuple(map(_shape, node.nodes))
        case Definition():
            return "definition", node.line, node.term and node.term.source, tuple(map(_shape, node.nodes))
    raise AssertionError(node)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```text\na\n```\nB.\n", [("block", 1, 3, "text", "a\n"), ("prose", 4, "B.")]),
        ("```text\na\n`````\nB.\n", [("block", 1, 3, "text", "a\n"), ("prose", 4, "B.")]),
        ("```text\na\n   ```  \nB.\n", [("block", 1, 3, "text", "a\n"), ("prose", 4, "B.")]),
        ("  ```text\n  a\n    b\n  ```\n", [("block", 1, 4, "text", "a\n  b\n")]),
        ("```text\na\n    ```\nB.\n```\n", [("block", 1, 5, "text", "a\n    ```\nB.\n")]),
        ("```text\na\n``` x\nB.\n```\n", [("block", 1, 5, "text", "a\n``` x\nB.\n")]),
        ("````text\n```\n````\nB.\n", [("block", 1, 3, "text", "```\n"), ("prose", 4, "B.")]),
        ("~~~text\n```\n~~~\nB.\n", [("block", 1, 3, "text", "```\n"), ("prose", 4, "B.")]),
        ("~~~text\na\n~~~~\n", [("block", 1, 3, "text", "a\n")]),
        ("```text\na\n~~~\n```\n", [("block", 1, 4, "text", "a\n~~~\n")]),
        ("A.\n```text\nb\n```\nC.\n", [("prose", 1, "A."), ("block", 2, 4, "text", "b\n"), ("prose", 5, "C.")]),
        ("```text\n\n\na\n\n```\n", [("block", 1, 6, "text", "\n\na\n\n")]),
        ("```text\n```\n", [("block", 1, 2, "text", "")]),
        ("```\n---\ntitle: a\n---\n```\n", [("block", 1, 5, "", "---\ntitle: a\n---\n")]),
        (
            "```text\n# no {#heading}\n!!! note\n:   d\n```\n",
            [("block", 1, 5, "text", "# no {#heading}\n!!! note\n:   d\n")],
        ),
    ],
)
def test_fences_are_those_of_commonmark(text: str, expected: list[tuple]):
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A {#a}\n\n## B\nC.\n", [("heading", 1, 1, "A", "a"), ("heading", 3, 2, "B", ""), ("prose", 4, "C.")]),
        ("# `x_y` {#b} #\n", [("heading", 1, 1, "`x_y`", "b")]),
        ("A\n=\n\nB {#b}\n---\n", [("heading", 1, 1, "A", ""), ("heading", 4, 2, "B", "b")]),
        ("#no\n", [("prose", 1, "#no")]),
        ("\n\nA\nb.\n\nC.\n\n\n", [("prose", 3, "A\nb.\n\nC.")]),
        ("- a\n\n- b\n\n    c\n\n| a |\n| - |\n", [("prose", 1, "- a\n\n- b\n\n    c\n\n| a |\n| - |")]),
        ("Text.\n\n    code\n", [("prose", 1, "Text.\n\n    code")]),
    ],
)
def test_headings_and_prose(text: str, expected: list[tuple]):
    assert shape(text) == expected


@pytest.mark.parametrize("end", ["", "\n", "\n\nAfter.\n"])
@pytest.mark.parametrize(
    ("opening", "head"),
    [
        ("!!! note", ("!!!", "note", None)),
        ("??? note", ("???", "note", None)),
        ('???+ example "Folded"', ("???+", "example", "Folded")),
        ('!!! note inline end "A "b" c"', ("!!!", "note inline end", 'A "b" c')),
        ('!!! note ""', ("!!!", "note", "")),
        ("!!!note", ("!!!", "note", None)),
        ('??? "Folded"', ("???", "", "Folded")),
        ('=== "First"', ("===", "", "First")),
        ('===+ "First"', ("===+", "", "First")),
    ],
)
def test_notes_and_tabs_hold_what_is_indented_below_them(opening: str, head: tuple, end: str):
    text = f"{opening}\n    A.\n\n    ```text\n    b\n\n\n        c\n    ```\n\n    - D.{end}"
    inside = (("prose", 2, "A."), ("block", 4, 9, "text", "b\n\n\n    c\n"), ("prose", 11, "- D."))
    [note, *after] = shape(text)
    assert note == ("note", 1, *head, inside)
    assert after == ([("prose", 13, "After.")] if "After" in end else [])


def test_notes_hold_notes_and_tabs_indented_by_a_tab():
    text = '!!! note\n\n\tA.\n\n\t=== "T"\n\n\t\t```text\n\t\t\tb\n\t\t```\n\nC.\n'
    inner = ("note", 5, "===", "", "T", (("block", 7, 9, "text", "    b\n"),))
    assert shape(text) == [("note", 1, "!!!", "note", None, (("prose", 3, "A."), inner)), ("prose", 11, "C.")]


@pytest.mark.parametrize(
    "opening", ["!!! note", "??? note", '???+ example "Folded"', '=== "First"', '=== "First"\n\n    ??? note']
)
def test_a_block_inside_an_admonition_or_a_tab_is_a_fence(opening: str):
    depth = " " * (len(opening.splitlines()[-1]) - len(opening.splitlines()[-1].lstrip()) + 4)
    fence = ['```{.python #inside title="T"}', "if x:", "    y = 1", "```"]
    text = f"# T\n\n{opening}\n\n" + "\n".join(depth + line for line in fence) + "\n\nAfter.\n\n    indented = 1\n"
    inside, after = blocks(parse(text).nodes)
    assert (inside.language, inside.id, inside.code) == ("python", "inside", "if x:\n    y = 1\n")
    assert inside.line == text[: text.index("```")].count("\n") + 1
    assert (after.language, after.code) == ("", "indented = 1\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Term\n:   d\n", [("definition", 2, "Term", (("prose", 2, "d"),))]),
        (
            "Term\n:   d\n    e\n\n    f\n\nAfter.\n",
            [("definition", 2, "Term", (("prose", 2, "d\ne\n\nf"),)), ("prose", 7, "After.")],
        ),
        (
            "A\n:   b\n:   c\n\nD\n\n:   e\n",
            [
                ("definition", 2, "A", (("prose", 2, "b"),)),
                ("definition", 3, None, (("prose", 3, "c"),)),
                ("definition", 7, "D", (("prose", 7, "e"),)),
            ],
        ),
        (
            "Term\n:   d\n\n    ```text\n    x\n    ```\n",
            [("definition", 2, "Term", (("prose", 2, "d"), ("block", 4, 6, "text", "x\n")))],
        ),
        (
            "A\n:   b\n\n    C\n    :   d\n\n:   e\n",
            [
                ("definition", 2, "A", (("prose", 2, "b"), ("definition", 5, "C", (("prose", 5, "d"),)))),
                ("definition", 7, None, (("prose", 7, "e"),)),
            ],
        ),
        ("A\n    :   `b`\n", [("prose", 1, "A\n    :   `b`")]),
        ("A\n~   b\n", [("prose", 1, "A\n~   b")]),
        (":   d\n", [("prose", 1, ":   d")]),
        ("# T\n\n:   d\n", [("heading", 1, 1, "T", ""), ("prose", 3, ":   d")]),
    ],
)
def test_definitions(text: str, expected: list[tuple]):
    assert shape(text) == expected
