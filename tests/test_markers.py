"""Markers in pages: what they give, and the one line that a mistake gets."""

from pathlib import Path

import pytest
from paged import NAME, mistake, page, site, written
from written import looked_up

from docsite.pages import markers
from docsite.pages.inline import Value
from docsite.pages.nodes import Note, Prose, Source, Table, walk

VALUE = '{{= value("linear-sgd.w[-1]", ".2f") =}}'


@pytest.fixture
def english_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The English page beside which blocks are named: it has none."""
    (tmp_path / "en" / NAME).parent.mkdir(parents=True)
    (tmp_path / "en" / NAME).write_text("# T\n", "utf-8")
    monkeypatch.setattr(markers, "DOCS", tmp_path)


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        (
            "{{= sorce('x') =}}",
            "'sorce' is undefined; the markers are claim, code, figure, glossary, install, results, source,",
        ),
        ("{{= source('training_loops.linear.step') =}}", "no 'step' in training_loops.linear; there are LinearModel, "),
        ("{{= source('training_loops.liner.step') =}}", "no module 'training_loops.liner'; there are training_loops."),
        ("{{= source('os.path.join') =}}", "no module 'os.path'"),
        ("{{= source('training_loops.linear.train') =}}", "leans on the private _checked"),
        ("{{= table('linear-sgb.history') =}}", "no experiment 'linear-sgb'; there are "),
        (
            "{{= table('linear-sgd.history', columns=['los']) =}}",
            "no column 'los' in linear-sgd.history; there are ",
        ),
        ("{{= table('linear-sgd.w') =}}", "'linear-sgd.w' is not a table"),
        ("{{= figure('linear-sgd.weight', 'x') =}}", "no figure 'linear-sgd.weight'; there are "),
        ("{{= value('linear-sgd.u[-1]') =}}", "no 'u' in 'u[-1]'; there are "),
        ("{{= value('linear-sgd.w[99]') =}}", "'w[99]' is out of range"),
        ("{{= value('linear-sgd.w') =}}", "'linear-sgd.w' is not one number"),
        ("{{= value('linear-sgd') =}}", "'linear-sgd' names no part of the result"),
        ("{{= value('linear-sgd.w[-1]', 'zz') =}}", "'linear-sgd.w[-1]' cannot be written as 'zz'"),
        ("{{= value( =}}", 'markers look like {{= name("…") =}}'),
        ("{{= claim('linear-sgd.w[-1]', 'about 2', 'x') =}}", "a claim compares one number"),
        ("{{= code('nothing') =}}", "no block 'nothing' on the English page; there are none"),
        ("{{= value() =}}", "value: missing a required argument: 'name'; it takes (name: str"),
    ],
)
@pytest.mark.usefixtures("english_page")
def test_a_mistake_names_page_line_and_what_exists(marker: str, message: str):
    text = mistake(f"# Title\n\nText.\n\n{marker}\n")
    assert text.startswith("docs/en/guides/example.md:5: ")
    assert message in text


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("value(None)", "value: name cannot be None"),
        ("table(3)", "table: name cannot be 3"),
        ("source(1)", "source: names cannot be 1"),
        ("source(*['a'])", "no text, number or list of these"),
        ("value(**{'name': 'a'})", "value takes its arguments one by one"),
        ("figure('linear-sgd.weights', None)", "figure: alternative cannot be None"),
        ("table('linear-sgd.history', columns='loss')", "table: columns cannot be 'loss'"),
        ("table('linear-sgd.history', columns=['loss', 3])", "table: columns cannot be"),
        ("table('linear-sgd.history', decimals=True)", "table: decimals cannot be True"),
        ("value('linear-sgd.w[-1]', colour='red')", "value: got an unexpected keyword argument 'colour'"),
        ("value('linear-sgd.w[-1]', '999999999')", "cannot be written as '999999999': no format of a number"),
        ("value('linear-sgd.w[-1]', '.999f')", "cannot be written as '.999f'"),
        ("value('linear-sgd.w[-1]', 'd')", "cannot be written as 'd'"),
        ("value('a' * 3)", "no text, number or list of these"),
        ("1/0", "is no marker"),
        ("value", "is no marker"),
        ('"abc"|truncate(-5)', "is no marker"),
        ('"abc".upper()', "is no marker"),
        ("value.__class__('x')", "is no marker"),
        ("__import__('os')", "'__import__' is undefined"),
        ("resolve('x')", "'resolve' is undefined"),
        ("page()", "'page' is undefined"),
        ("[" * 500, "cannot be read"),
        ("[" * 5000, "a marker of 5002 characters"),
        ("value('x'); value('y')", "cannot be read"),
        ("value('x\n')", "cannot be read"),
        ("value('\\0')", "names no part of the result"),
        ("", "is no marker"),
    ],
)
def test_a_marker_is_a_call_with_plain_arguments_of_the_right_kind(marker: str, message: str):
    text = mistake(f"# Title\n\nText {{{{= {marker} =}}}} and more.\n")
    assert text.startswith("docs/en/guides/example.md:3: ")
    assert message in text


@pytest.mark.parametrize(
    "near",
    [
        '{= value("x.y") =}',
        '{{ = value("x.y") = }}',
        '{{ = value("x.y") =}}',
        '{{ value("x.y") }}',
        '{{value("x.y")}}',
        '{{ value("x.y") =}}',
        '{{= value("x.y") }}',
        '{{= value("x.y") =}',
        '{{= value("x.y")',
        "{{=",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Text {} more.", "- item {}", "| a |\n| - |\n| {} |", "!!! note\n\n    {}"])
def test_what_was_meant_as_a_marker_stops(near: str, around: str):
    before, _, _ = around.partition("{}")
    text = mistake(f"# T\n\n{around.replace('{}', near)}\n")
    assert text.startswith(f"docs/en/guides/example.md:{3 + before.count(chr(10))}: ")
    assert "markers look like" in text


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
    ],
)
def test_a_marker_that_nothing_reads_stops(text: str, line: int, where: str):
    told = mistake(text.replace("{}", '{{= install("x") =}}') + "\n")
    assert told.startswith(f"docs/en/guides/example.md:{line}: a marker inside {where}")


def test_a_marker_without_spaces_is_one():
    assert site('It is {{=value("linear-sgd.w[-1]", ".2f")=}}.\n') == site(f"It is {VALUE}.\n")


@pytest.mark.parametrize(
    "text",
    [
        f"`{VALUE}`",
        f"`` ` {VALUE} ``",
        f"```text\n{VALUE}\n```",
        f"~~~text\n{VALUE}\n~~~",
        f"```text\n{VALUE}",
        f"- item\n\n    ```text\n    {VALUE}\n    ```",
        f"\\(x_{{{VALUE}}}\\)",
        f"\\[\nx_{{{VALUE}}}\n\\]",
        f"<!-- {VALUE} -->",
        f"Text <!-- {VALUE} --> more.",
        f"<!--\n{VALUE}\n-->",
        '<!-- {{= "never closed -->',
        "The best is \\(w_{{*}}\\). Keep me.\n\n## A {#a}\n\nThe start is \\(v_{{*}}\\).",
        "{{*}} {{% if x %}} {% raw %} {# id #} {{ x }} {{}} {a: 1} { x = 1 } }} =}}",
        '\\(x^{{2}}\\) `{= value("x") =}` `{{ value("x") }}`',
    ],
)
def test_other_braces_and_markers_in_code_formulas_and_comments_are_left_alone(text: str):
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


def number() -> str:
    return f"{looked_up('linear-sgd.w[-1]'):.2f}"


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
    ["Text {}", "- {}", "> {}", "| a |\n| - |\n| {} |", "# {}", '!!! note "{}"\n\n    Text.', "Term {}\n:   Text."],
)
def test_a_marker_for_a_block_stands_by_itself(around: str):
    text = mistake(around.replace("{}", '{{= table("linear-sgd.history") =}}') + "\n")
    assert "table" in text
    assert "by itself" in text
