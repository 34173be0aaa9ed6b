"""What stands in a text: its place, and what is a mistake there."""

import pytest
from paged import mistake, site

from docsite.pages.inline import Attributes, Code, Formula, Html, Link
from docsite.pages.nodes import Prose, walk
from docsite.pages.parser import parse


@pytest.mark.parametrize("before", ["- item\n\n    ", "1. item\n\n    ", "- ", "> ", "- a\n    - b\n\n        "])
@pytest.mark.parametrize("opening", ["!!! note", '??? note "A"', '=== "First"'])
def test_a_note_inside_a_list_or_a_quote_is_a_mistake(before: str, opening: str):
    line = before.count("\n") + 1
    assert mistake(f"{before}{opening}\n").startswith(f"docs/en/guides/example.md:{line}: a note or a tab stands by")


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
    ("text", "line"),
    [
        ("```{.python #a}\nx = 1\ny = (\n```\n", 3),
        ("- a\n\n    ```python\n    def\n    ```\n", 4),
        ("!!! note\n\n    ```python\n    x = 1\n      y = 2\n    ```\n", 5),
        ('```{.python test="skip" reason="none"}\n`text\n```\n', 2),
        (f"```python\nx = {'-' * 5000}1\n```\n", 1),
    ],
)
def test_a_block_that_is_not_python_is_a_mistake(text: str, line: int):
    assert mistake(text).startswith(f"docs/en/guides/example.md:{line}: a block that is not Python: ")


@pytest.mark.parametrize(
    ("text", "line", "where"),
    [
        ("Text.\n\n    {}", 3, "indented code"),
        ("A[^1].\n\n[^1]: B.\n\n    {}", 5, "indented code"),  # the site takes it for a paragraph of the note
        ("A\nB\n:   C.\n\n    {}", 5, "indented code"),
        ("!!! note 'no note'\n\n    {}", 3, "indented code"),
        ("<p>{}</p>", 1, "HTML"),
        ("<div>\n<!--\n{} -->\n{}\n</div>", 4, "HTML"),
        ("Text\n<b title='{}'>", 2, "HTML"),
        ("![{}](a.svg)", 1, "the words of a picture"),
        ("A\nb \\(x_{{}}\\)", 2, "a formula"),
        ("\\[\nx_{{}}\n\\]", 2, "a formula"),
    ],
)
def test_a_marker_that_nothing_reads_stops(text: str, line: int, where: str):
    told = mistake(text.replace("{}", '{{= install("x") =}}') + "\n")
    assert told.startswith(f"docs/en/guides/example.md:{line}: a marker inside {where}")


@pytest.mark.parametrize(
    "text",
    [
        "```text\nnever\n\n## B {#b}\n",
        "```text\na\n    ```\nB.\n",
        "```text\na\n``` x\nB.\n",
        "````text\na\n```\n",
        "```text\na\n~~~\n",
        "- a\n\n    ```text\n    b\n\n- c\n",
        "!!! note\n\n    ```text\n    b\n\nc\n",
        '```text\n{{= value("linear-sgd.w[-1]") =}}\n',
    ],
)
def test_a_fence_that_is_never_closed_is_a_mistake(text: str):
    assert "a fence that is never closed; write ```" in mistake(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- " * 60 + 'x\n\n{{= value("linear-sgd.w[-1]") =}}\n', "lists and quotes"),
        ("> " * 60 + "x\n", "lists and quotes"),
        ("\n".join("    " * depth + "!!! note\n" for depth in range(400)), "notes"),
    ],
    ids=["lists", "quotes", "notes"],
)
def test_what_is_nested_too_deeply_for_the_parser_is_a_mistake(text: str, what: str):
    assert (
        mistake(text)
        == f"docs/en/guides/example.md:1: more {what} inside each other than can be read; write it flatter"
    )


def test_a_marker_in_an_attribute_list_is_read():
    assert site('A{#b {{= value("linear-sgd.w[-1]", ".0f") =}}}\n').startswith("A{#b 3}")
