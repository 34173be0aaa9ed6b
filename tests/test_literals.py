"""Text from results and arguments of markers: shown as it is, wherever it stands on a page."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made import html_of
from odd import ODDLY, TEXT, SlowError, bounded
from trees import parsed

from docsite.figures import store as pictures
from docsite.pages.literals import UNSEEN, code, literal, without_html

PLACES = (
    "{}",
    "a {} b",
    "- {}",
    "> {}",
    "# {}",
    "| a |\n| - |\n| {} |",
    "**{}**",
    '!!! note "{}"\n\n    a',
    "![{}](b.png)",
)
ODD = (
    "<script>x</script>",
    "*a* _b_ `c` [d](e) ![f](g)",
    "| a | b",
    "$x$ \\(y\\) \\[z\\]",
    "# a",
    "- a",
    "1. a",
    "===",
    "!!! note",
    ":   a",
    "{ .a }",
    "&lt; &#60; & a",
    "snake_case _a_ a_ _b",
    "\\* \\",
    "~~~ ~~a~~",
    "<!-- a -->",
)


def shown(text: str) -> str:
    return " ".join(UNSEEN.sub("", " ".join(text.split())).split())


@settings(ODDLY, max_examples=200)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30) | TEXT)
@example("\x85a")
def test_any_text_is_shown_as_it_is(text: str):
    check(text)


@pytest.mark.parametrize("text", ODD)
def test_text_that_looks_like_markup_is_shown_as_it_is(text: str):
    check(text)


def check(text: str) -> None:
    if not shown(text):
        return
    for place in PLACES:
        found = parsed(html_of.__wrapped__(place.replace("{}", literal(text)) + "\n"))
        told = found.text + "".join(image.attributes["alt"] for image in found.all("img"))
        assert shown(text) in " ".join(told.split()), place
    [inline] = parsed(html_of.__wrapped__(f"a {code(text)} b\n")).all("code")
    assert inline.text == shown(text)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a <b>c</b>", "a &lt;b>c&lt;/b>"),
        ("`<b>` < \\(a < b\\)", "`<b>` &lt; \\(a < b\\)"),
        ("a { .b onclick=c }", "a &#123; .b onclick=c }"),
        ("*a* | b", "*a* &#124; b"),
        ("<script", "&lt;script"),
    ],
)
def test_markdown_of_an_argument_has_no_html(source: str, told: str):
    assert without_html(source) == told


def test_a_label_of_a_figure_is_escaped():
    svg = "<svg><text>a &lt; b</text><text>c</text></svg>"
    labels = {"a < b": "<script>", "c": "d & e"}
    assert pictures.translated(svg, labels) == "<svg><text>&lt;script&gt;</text><text>d &amp; e</text></svg>"


def test_a_case_that_takes_too_long_is_stopped():
    def never_ends() -> None:
        with bounded(0.1):
            while True:
                pass

    with pytest.raises(SlowError):
        never_ends()
