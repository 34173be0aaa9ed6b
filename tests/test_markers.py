"""Markers: what they take, and the one line that a mistake gets."""

from pathlib import Path

import pytest
from paged import NAME, mistake, site

from docsite.pages import markers

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
            "'sorce' is undefined; the markers are claim, code, course, fact, figure, glossary, install, picture, "
            "releases, results, samples, source, stepper, table, value",
        ),
        ("{{= source('training_loops.linear.step') =}}", "no 'step' in training_loops.linear; there are LinearModel, "),
        ("{{= source('training_loops.liner.step') =}}", "no module 'training_loops.liner'; there are training_loops."),
        ("{{= source('os.path.join') =}}", "no module 'os.path'"),
        ("{{= source('training_loops.linear.train') =}}", "leans on the private _check_model"),
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
        ("5.0.__format__('999999999')|length", "is no marker"),
        ("value('linear-sgd.w[-1]', 'c')", "cannot be written as 'c'"),
        ("value('linear-sgd.w[-1]', form='\u2028')", "an argument of value holds U+2028"),
        ("claim('linear-sgd.w[-1]', '> 2', '\\ud800')", "an argument of claim holds U+D800"),
        ("claim('linear-sgd.w[-1]', '> 2', 'a\\nb')", "an argument of claim holds U+000A"),
        ("claim('linear-sgd.w[-1]', '> 2', '{{= value() ')", "an argument of claim holds a marker"),
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
        ("value('\\0')", "an argument of value holds U+0000"),
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


def test_a_marker_without_spaces_is_one():
    assert site('It is {{=value("linear-sgd.w[-1]", ".2f")=}}.\n') == site(f"It is {VALUE}.\n")
