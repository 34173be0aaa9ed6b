"""Pages as the site's own Markdown: what is written is what was read, with what markers stand for in its place."""

import re

import pytest
from made import html_of
from paged import page, site, written
from trees import normalised

from docsite.languages import ENGLISH
from docsite.project import DOCS, read_text
from docsite.translation.freshness import english_pages

ROW = re.compile(r'^<p class="take".*?</p>\n\n', re.M)
EXTRAS = re.compile(r"^Blocks of this page need an extra .*\n\n```console\n\$ python3 -m pip .*\n```\n\n", re.M)


def shown(text: str) -> list[str]:
    """The lines of the HTML that the site makes of a page, without the row below its title."""
    return normalised(html_of(ROW.sub("", text)))


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\nA `b` *c* **d**\n[e](f.md) ![g](h.svg).\n\n- i\n- j\n\n    k\n",
        "# T {#t}\n\n## A `b` {#a}\n\n### C\n",
        "Title\n=====\n\nA.\n\nB\n-\n\nC.\n",
        "```text\na\n\n\nb\n```\n\nAfter.\n",
        "~~~text\n```\n~~~\n\nAfter.\n",
        '```{.python #a title="T" hl_lines="1"}\nx = 1\n```\n',
        '- a\n\n    ```{.text title="T"}\n    b\n\n      c\n    ```\n\n- d\n\n    e\n',
        "- a\n\n    ````text\n    ```\n    ````\n\n    b\n",
        "> a\n>\n> ```text\n> b\n> ```\n>\n> c\n",
        "!!! note\n    A.\n\n    - B\n\n        C\n\n    ```text\n    d\n\n\n    e\n    ```\n\nF.\n",
        '!!! warning inline end "A `b`"\n\n    C.\n\n??? note\n\n    D.\n\n???+ tip "E"\n\n    F.\n',
        '!!! note ""\n\n    A.\n\n    !!! tip\n\n        B.\n\n        ```text\n        c\n        ```\n',
        '=== "A"\n\n    ```text\n    b\n    ```\n\n    C.\n\n=== "D"\n\n    E.\n\nF.\n',
        '??? "Only a title"\n\n    A.\n',
        "A\n:   b\n:   c\n\nD\n:   e\n    f\n\n    g\n\n    ```text\n    h\n    ```\n\nI.\n",
        "| a | b |\n| :- | -: |\n| `c \\| d` | *e* |\n",
        "A[^1] and B[^two].\n\n[^1]: One.\n\n[^two]:\n    Two.\n\n    Three.\n",
        "\\(x_{{*}}^*y\\) and\n\n\\[\na *b* c_d e_f\n\\]\n\nand `\\(d\\)`.\n",
        '<div class="a" markdown>\n\n- b\n\n```text\nc\n```\n\n</div>\n',
        '<svg viewBox="0 0 1 1">\n<path d="M 0 0"/>\n</svg>\n\n<!-- a -->\n\nB <!-- c -->.\n',
        "A.\n{ .b }\n\n*c*{ .d }\n",
        "A\\\nb  \nc\n\n* * *\n\n1. d\n2. e\n\n[f]\n\n[f]: g.md\n",
        "A &amp; b &lt; c < d\n",
    ],
)
def test_the_site_shows_a_page_without_markers_as_it_was_written(text: str):
    assert shown(site(text)) == shown(text)
    assert site(ROW.sub("", site(text))) == site(text)
    assert all(written(page(text)).values())


@pytest.mark.parametrize("name", english_pages())
def test_a_written_page_reads_as_it_was(name: str):
    """The pages of the project, their markers set apart as code that both forms keep."""
    text = re.sub(
        r"\{\{=.*?=\}\}", lambda match: f"`{match[0][3:-3].strip()}`", read_text(DOCS / "en" / name), flags=re.S
    )
    front = re.compile(r"\A---\n.*?\n---\n", re.S)
    settings = re.compile(r' (?:test|reason|tolerance|seconds|bytes|needs)="[^"]*"')
    written, extras = EXTRAS.subn("", site(text))
    assert extras == bool(page(text).extras)
    for told in (ENGLISH.say("sample"), *(ENGLISH.say("needs", extra=f"`{extra}`") for extra in page(text).extras)):
        written = re.sub(rf"\n\n( *){re.escape(told)}\n\1{{ \.provenance }}$", "", written, flags=re.M)
    assert shown(front.sub("", written)) == shown(front.sub("", settings.sub("", text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '```{.python #id title="T" test="skip" reason="needs two GPUs"}\nx = 1\n```\n',
            '```{.python #id title="T"}\nx = 1\n```\n',
        ),
        ('```{.python #id tolerance="0.1"}\nx = 1\n```\n', "```{.python #id}\nx = 1\n```\n"),
        ('```{.text .wide #id hl_lines="1 2"}\nx\n```\n', '```{.text .wide #id hl_lines="1 2"}\nx\n```\n'),
        ("```console\n$ x\n```\n", "```console\n$ x\n```\n"),
        (
            '- a\n\n    ```{.python #id reason="r"}\n    x = 1\n    ```\n',
            "- a\n\n    ```{.python #id}\n    x = 1\n    ```\n",
        ),
    ],
)
def test_a_block_shows_all_but_the_settings_of_the_tests(text: str, expected: str):
    assert site(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "```text\na\n`````\n\nB.\n",
        "```text\na\n   ```\nB.\n",
        "~~~text\na\n~~~~\nB.\n",
        "  ```text\n  a\n  ```\nB.\n",
    ],
)
def test_fences_that_commonmark_alone_knows_become_those_that_all_know(text: str):
    assert site(text) == "```text\na\n```\n\nB.\n"


def test_other_braces_are_left_alone():
    text = '## Train {#train}\n\n```text\nprint(f"{x}", {"a": {1: 2}})\n```\n\n\\(x^{{2}}\\) {% raw %} {# id #}\n'
    assert site(text) == text


def test_front_matter_stays():
    assert site("---\ntitle: A\n---\n\nB.\n") == "---\ntitle: A\n---\n\nB.\n"
