"""Markers in pages: what they give, and the one line that a mistake gets."""

import pytest

from docsite.export import stage_pages as pages
from docsite.languages import ENGLISH
from docsite.project import DOCS, DocsError
from docsite.results import outcome as outcomes

PATH = DOCS / "en/guides/example.md"


def render(text: str) -> str:
    return pages.render(text, "guides/example.md", ENGLISH, PATH)


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
        ("{{= value( =}}", "markers look like {{= name(…) =}}"),
        ("{{= value() =}}", "missing 1 required positional argument"),
    ],
)
def test_a_mistake_names_page_line_and_what_exists(marker: str, message: str):
    with pytest.raises(DocsError) as raised:
        render(f"# Title\n\nText.\n\n{marker}\n")
    text = str(raised.value)
    assert text.startswith("docs/en/guides/example.md:5: ")
    assert message in text
    assert "\n" not in text


def test_a_mistake_inside_an_admonition_has_its_line_too():
    with pytest.raises(DocsError, match=r"example\.md:3: no experiment"):
        render("!!! note\n\n    {{= table('nothing.history') =}}\n")


def test_other_braces_are_left_alone():
    text = '## Train {#train}\n\n```python\nprint(f"{x}", {"a": {1: 2}})\n```\n\n\\(x^{{2}}\\) {% raw %} {# id #}\n'
    assert render(text) == text


def test_a_marker_in_an_admonition_is_indented_with_it():
    rendered = render("!!! note\n\n    {{= source('training_loops.linear.train_step') =}}\n")
    assert all(line.startswith("    ") for line in rendered.splitlines()[2:] if line)


def test_the_settings_of_the_tests_are_not_shown():
    fence = '```{.python #id title="T" test="skip" reason="needs two GPUs"}\nx = 1\n```\n'
    assert render(fence) == '```{.python #id title="T"}\nx = 1\n```\n'


def test_paths_into_an_outcome():
    outcome = {"history": {"w": [5.0, 4.0]}, "best": {"w": 3.0}, "grid": [[1, 2], [3, 4]]}
    assert outcomes.lookup(outcome, "w[-1]") == 4.0
    assert outcomes.lookup(outcome, "history.w[0]") == 5.0
    assert outcomes.lookup(outcome, "best.w") == 3.0
    assert outcomes.lookup(outcome, "grid[1][0]") == 3


def test_an_outcome_is_plain_and_rounded():
    assert outcomes.plain({"a": (1.23456789, 2)}) == {"a": [1.23457, 2]}
    for wrong in (float("nan"), object(), None):
        with pytest.raises(TypeError):
            outcomes.plain({"a": wrong})
