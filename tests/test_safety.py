"""What the HTML of a page must not do: run a script, fetch from another host. It stops a build in one line."""

import pytest
from conftest import Project
from paged import mistake, page

from docsite.generator import published

VALUE = '{{= value("linear-sgd.w[-1]", ".2f") =}}'


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a\n\n<script>x</script>", 3, "'<script' is an element that runs or embeds"),
        ("a <SCRIPT src='x.js'></SCRIPT>", 1, "is an element that runs or embeds"),
        ("# T\n\n- a\n- b <iframe src='x'>", 4, "'<iframe' is an element that runs or embeds"),
        ('!!! note "<script>"\n\n    a', 1, "'<script' is an element"),
        ("Term <object>\n:   a", 2, "'<object' is an element"),
        ("a\nb <b onclick='x'>c</b>", 2, "'<b onclick=' is a script in an attribute"),
        ("<svg>\n<g\nonload=x></g></svg>", 2, "is a script in an attribute"),
        ("a { .b onclick='x' }", 1, "is a script in an attribute"),
        ("[a](javascript:b)", 1, "'](javascript:' is an address that is a script"),
        ("[a](&#106;avascript:b)", 1, "is an address that is a script"),
        ("[a]\n\n[a]: javascript:b", 3, "is an address that is a script"),
        ("<a href=' javascript:b'>c</a>", 1, "is an address that is a script"),
        ("![a](https://host/b.png)", 1, "is something from another host"),
        ("<img alt='' src=//host/b.png>", 1, "is something from another host"),
        ("<svg><image xlink:href='http://host/b.png'/></svg>", 1, "is something from another host"),
        ("<p style='background: url(https://host/b.png)'>", 1, "is something from another host"),
        ("a\n\n<!-- b", 3, "a comment ends with -->"),
        ("<!--> <script>x</script> -->", 1, "a comment ends with -->"),
        ("<!-- a --!> <script>x</script> -->", 1, "a comment ends with -->"),
        ("<!-- a --> <script>x</script>", 1, "'<script' is an element"),
        (f"- ```text\n  {VALUE}", 1, "a fence in a list begins on a line of its own"),
    ],
)
def test_a_page_that_would_run_or_fetch_something_is_one_line(text: str, line: int, told: str):
    found = mistake(f"{text}\n")
    assert found.startswith(f"docs/en/guides/example.md:{line}: "), found
    assert told in found


@pytest.mark.parametrize(
    "text",
    [
        "`<script>` and \\(<script>\\) and <!-- <script> -->",
        "```html\n<script>x</script>\n```",
        "<a href='https://host/'>a</a> [b](https://host/) <https://host/>",
        "JavaScript: on = 3, <b class='once'>c</b>, data: //",
        "<svg viewBox='0 0 9 9' role='img' aria-label='a'><path d='M 0 0'/></svg>",
        "![a](b.png) <img src='c.png' alt=''>",
        f'{{{{= claim("linear-sgd.w[-1]", "> 2", "<script>") =}}}} {VALUE}',
    ],
)
def test_what_does_neither_is_a_page(text: str):
    assert page(f"{text}\n").nodes


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>{{= value('x') =}}</p>", "a marker that was not read: {{= value('x') =}}"),
        ("<p><code>a</code> {{= b =}}</p>", "a marker that was not read"),
        ("<p>a</p><script>b</script>", "a script: <script>"),
        ("<p onclick='a'>b</p>", "a script: <p onclick='a'>"),
        ("<p><a href='javascript:a'>b</a></p>", "a script: <a href='javascript:a'>"),
    ],
)
def test_what_the_html_of_a_page_must_not_hold_is_found(html: str, told: str):
    [found] = published.mistakes(html)
    assert found.startswith(told)


def test_markers_and_scripts_that_are_shown_as_code_are_right():
    shown = "<pre>{{= a =}}</pre><p><code>{{= b =}}</code> &lt;script&gt; <math><mi>{{= c</mi></math></p>"
    assert published.mistakes(shown) == []


def test_a_marker_that_comes_through_after_all_stops_a_strict_build(english: Project):
    """As where the two parsers of Markdown do not agree."""
    english.edit("src/docsite/export/site.py", 'return f"{front}', 'return f"{front}{{{{= nothing() =}}}}\\n\\n')
    built = english.run("mkdocs", "build")
    assert built.returncode != 0
    assert "a marker that was not read: {{= nothing() =}}" in built.stderr
    assert "Traceback" not in built.stderr
