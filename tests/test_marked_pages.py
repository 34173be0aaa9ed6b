"""Markers where they stand on a page: which are read, which are left alone, and what takes their place."""

import pytest
from paged import mistake, page, site, written
from written import looked_up

from docsite.pages.inline import Value
from docsite.pages.nodes import Note, Prose, walk
from docsite.pages.resolved import Source, Table

VALUE = '{{= value("linear-sgd.w[-1]", ".2f") =}}'


def number() -> str:
    return f"{looked_up('linear-sgd.w[-1]'):.2f}"


@pytest.mark.parametrize(
    "text",
    [
        f"`{VALUE}`",
        f"`` ` {VALUE} ``",
        f"```text\n{VALUE}\n```",
        f"~~~text\n{VALUE}\n~~~",
        f"- item\n\n    ```text\n    {VALUE}\n    ```",
        f"<!-- {VALUE} -->",
        f"Text <!-- {VALUE} --> more.",
        f"<!--\n{VALUE}\n-->",
        '<!-- {{= "never closed -->',
        "The best is \\(w_{{*}}\\). Keep me.\n\n## A {#a}\n\nThe start is \\(v_{{*}}\\).",
        "{{*}} {{% if x %}} {% raw %} {# id #} {{ x }} {{}} {a: 1} { x = 1 } }} =}}",
        '\\(x^{{2}}\\) `{= value("x") =}` `{{ value("x") }}`',
    ],
)
def test_other_braces_and_markers_in_code_and_comments_are_left_alone(text: str):
    made = page(f"{text}\n")
    assert not [
        span
        for node in walk(made.nodes)
        if isinstance(node, Prose)
        for span in node.text.spans
        if isinstance(span.what, Value)
    ]
    for piece in filter(None, text.split("\n")):
        if not piece.startswith(("```", "~~~")):
            assert piece in site(f"{text}\n")
    assert all(written(made).values())


@pytest.mark.parametrize(
    "text",
    [
        "{0} and {0}",
        "{0}{0}",
        "\u3000\n{0} and {0}",
        "> \xa0\n{0}",
        "- item\n\n    {0} and {0}",
        "- item {0} and\n  {0}",
        "1. item\n    - {0}, {0}",
        "> {0} and\n> {0}",
        "| a | b |\n| - | - |\n| {0} | {0} |",
        "| a \\| b | {0} |\n| - | - |\n| x | `a \\| b` {0} |",
        "Term {0}\n:   What it is: {0}.",
        '!!! note "Of {0}"\n\n    {0}',
        "# A {0} {{#a}}\n\n{0}",
        "**{0}** *{0}*",
        "[{0}](a.md) {0}",
        "<div markdown>\n\n{0} and {0}\n\n</div>",
        "A note[^1].\n\n[^1]: It is {0}, {0}.",
    ],
)
def test_every_marker_of_a_line_is_replaced_wherever_it_stands(text: str):
    marked, plain = text.format(VALUE), text.format("\ue000")
    assert site(f"{marked}\n") == site(f"{plain}\n").replace("\ue000", number())
    for form, found in written(page(f"{marked}\n")).items():
        assert "{{=" not in found, form


def test_a_marker_may_have_several_lines():
    text = 'Text {{= value(\n    "linear-sgd.w[-1]",\n    ".2f",\n) =}} and\nmore {{= no() =}}.\n'
    assert site(text.replace("{{= no() =}}", "text")) == f"Text {number()} and\nmore text.\n"
    assert mistake(text).startswith("docs/en/guides/example.md:5: 'no' is undefined")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("!!! note\n\n    {{= table('nothing.history') =}}\n", 3),
        ("!!! note\n    Text.\n\n    !!! tip\n\n        {{= table('nothing.history') =}}\n", 6),
        ("=== \"A\"\n\n    {{= table('nothing.history') =}}\n", 3),
        ("Term\n:   Text.\n\n    {{= table('nothing.history') =}}\n", 4),
        ("---\ntitle: A\n---\n\n# T\n\n- a\n- b {{= value('nothing.x') =}}\n", 8),
        ("| a |\n| - |\n| b |\n| {{= value('nothing.x') =}} |\n", 4),
        ("a\nb\nc {{= value('nothing.x') =}}\n", 3),
    ],
)
def test_a_mistake_inside_something_has_its_line_too(text: str, line: int):
    assert mistake(text).startswith(f"docs/en/guides/example.md:{line}: no experiment 'nothing'")


def test_a_marker_in_an_admonition_is_indented_with_it():
    text = "!!! note\n\n    {{= source('training_loops.linear.train_step') =}}\n"
    [note] = page(text).nodes
    assert isinstance(note, Note)
    assert isinstance(note.nodes[0], Source)
    assert all(line.startswith("    ") for line in site(text).splitlines()[2:] if line)


def test_markers_that_follow_one_another_are_each_a_block():
    table = '{{= table("linear-sgd.history") =}}'
    for text in (f"{table}\n{table}\n", f"{table} {table}\n", f"  {table}\n\n   {table}\n"):
        assert [type(node) for node in page(text).nodes] == [Table, Table]


@pytest.mark.parametrize(
    "around",
    [
        "Text {}",
        "- {}",
        "> {}",
        "| a |\n| - |\n| {} |",
        "# {}",
        '!!! note "{}"\n\n    Text.',
        "Term {}\n:   Text.",
        f"{VALUE}\n{{}}",
        f"{{}} {VALUE}",
    ],
)
def test_a_marker_for_a_block_stands_by_itself(around: str):
    text = mistake(around.replace("{}", '{{= table("linear-sgd.history") =}}') + "\n")
    assert "table" in text
    assert "by itself" in text
