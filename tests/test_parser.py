"""Pages as nodes: what a Markdown parser and MkDocs would see, each node with its line."""

from pathlib import Path

import pytest
from paged import mistake, page, read_from, written

from docsite.pages.inline import Attributes, Code, Formula, Html, Link
from docsite.pages.nodes import Block, Definition, Heading, Note, Prose, blocks, walk
from docsite.pages.parser import parse
from docsite.project import DocsError


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
        ("```text\na\n    ```\nB.\n", [("block", 1, 4, "text", "a\n    ```\nB.\n")]),
        ("```text\na\n``` x\nB.\n", [("block", 1, 4, "text", "a\n``` x\nB.\n")]),
        ("````text\n```\n````\nB.\n", [("block", 1, 3, "text", "```\n"), ("prose", 4, "B.")]),
        ("~~~text\n```\n~~~\nB.\n", [("block", 1, 3, "text", "```\n"), ("prose", 4, "B.")]),
        ("~~~text\na\n~~~~\n", [("block", 1, 3, "text", "a\n")]),
        ("```text\na\n~~~\n", [("block", 1, 3, "text", "a\n~~~\n")]),
        ("```text\nnever\n\nB.\n", [("block", 1, 4, "text", "never\n\nB.\n")]),
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


@pytest.mark.parametrize("before", ["- item\n\n    ", "1. item\n\n    ", "- ", "> ", "- a\n    - b\n\n        "])
@pytest.mark.parametrize("opening", ["!!! note", '??? note "A"', '=== "First"'])
def test_a_note_inside_a_list_or_a_quote_is_a_mistake(before: str, opening: str):
    line = before.count("\n") + 1
    assert mistake(f"{before}{opening}\n").startswith(f"docs/en/guides/example.md:{line}: a note or a tab stands by")


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


def spans(text: str) -> list[tuple[str, object]]:
    return [
        (node.text.source[span.start : span.end], span.what)
        for node in walk(parse(text).nodes)
        if isinstance(node, Prose)
        for span in node.text.spans
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a` and ``b ` c``", [("`a`", Code("a")), ("``b ` c``", Code("b ` c"))]),
        ("[`a`](b.md)", [("`a`", Code("a", linked=True)), ("b.md", Link("b.md"))]),
        ("[a](<b c.md> 'd') ![e](f.svg)", [("<b c.md>", Link("b%20c.md")), ("f.svg", Link("f.svg"))]),
        ("\\(x_{*}\\) *\\(y\\)*", [("\\(x_{*}\\)", Formula("x_{*}")), ("\\(y\\)", Formula("y"))]),
        ("a\n\n\\[\nx\n\n y\n\\]\n\nb", [("\\[\nx\n\n y\n\\]", Formula("\nx\n\n y\n", display=True))]),
        ("a <b>c</b> <!-- d -->", [("<b>", Html("<b>")), ("</b>", Html("</b>")), ("<!-- d -->", Html("<!-- d -->"))]),
        ("a\n{ .b }\nc{#d}", [("{ .b }", Attributes()), ("{#d}", Attributes())]),
        ("- a\n  - `b`\n\n      `c`\n", [("`b`", Code("b")), ("`c`", Code("c"))]),
        ("> `b`\n> `c`\n`d`\n", [("`b`", Code("b")), ("`c`", Code("c")), ("`d`", Code("d"))]),
        ("| a | a |\n| - | - |\n| `a` | `a` |\n", [("`a`", Code("a")), ("`a`", Code("a"))]),
        (
            "| `x \\| y` | `b` |\n| - | - |\n| z \\| `y` | `y` |\n",
            [("`x \\| y`", Code("x | y")), ("`b`", Code("b")), ("`y`", Code("y")), ("`y`", Code("y"))],
        ),
        ("a &amp; `b` \\* `c`", [("`b`", Code("b")), ("`c`", Code("c"))]),
        ("é 中 `b`", [("`b`", Code("b"))]),
    ],
)
def test_what_stands_in_a_text_has_its_place(text: str, expected: list):
    assert spans(f"{text}\n") == expected


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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("```{.python #a}\nx = 1\ny = (\n```\n", 3),
        ("- a\n\n    ```python\n    def\n    ```\n", 4),
        ("!!! note\n\n    ```python\n    x = 1\n      y = 2\n    ```\n", 5),
        ('```{.python test="skip" reason="none"}\n```text\n', 2),
    ],
)
def test_a_block_that_is_not_python_is_a_mistake(text: str, line: int):
    assert mistake(text).startswith(f"docs/en/guides/example.md:{line}: a block that is not Python: ")


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
        "---\na: b\n...\n",
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
