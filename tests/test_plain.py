"""Pages as plain Markdown, and as the pieces of notebooks and scripts."""

import pytest
from docsite.export.pieces import pieces

from docsite.export.addresses import absolute, between_texts
from docsite.export.plain import Style, plain
from docsite.languages import ENGLISH, find

MARKED = Style(
    link=lambda link: link, heading=lambda marks, title, name: f'<a id="{name}"></a>\n\n{marks} {title}', fence=str
)


def converted(text: str) -> str:
    return plain(text, Style(link=lambda link: f"<{link}>"))


@pytest.mark.parametrize(
    ("staged", "expected"),
    [
        ("---\ntitle: A\n---\n\n# A\n", "# A\n"),
        ("## Data {#data}\n", "## Data\n"),
        ("A formula \\(x\\).\n\n\\[\nx^2\n\\]\n", "A formula $x$.\n\n$$\nx^2\n$$\n"),
        ("The code `\\(x\\)` stays.\n", "The code `\\(x\\)` stays.\n"),
        ("[one](a.md#b) and [two](c.md)\n", "[one](<a.md#b>) and [two](<c.md>)\n"),
        (
            '!!! note "Beware"\n\n    Of this.\n\n    And that.\n\nAfter.\n',
            "> **Beware**\n>\n> Of this.\n>\n> And that.\n\nAfter.\n",
        ),
        ('```{.python #x title="X"}\na = 1\n\n\n\nb = 2\n```\n', "```python\na = 1\n\n\n\nb = 2\n```\n"),
        ("Made today\n{ .provenance data-search-exclude=1 }\n", "<small>Made today</small>\n"),
        ('<div class="numbers" markdown>\n\n| a |\n| - |\n\n</div>\n', "| a |\n| - |\n"),
        ('<p class="caption" markdown>Losses</p>\n', "**Losses**\n"),
        ("Term.\n:   What it\n    means.\n", "**Term.**\n\nWhat it\nmeans.\n"),
        ('It is <span dir="ltr">-2.5</span> now.\n', "It is \u2066-2.5\u2069 now.\n"),
        ('<svg class="x" aria-label="A loop">\n<path/>\n</svg>\n', "*A loop*\n"),
    ],
)
def test_the_extensions_of_the_site_become_plain_markdown(staged, expected):
    assert converted(staged) == expected


def test_python_in_an_admonition_can_be_run():
    text = '!!! warning "Beware"\n\n    Before.\n\n    ```{.python #inner}\n    x = 1\n    ```\n\n    After.\n'
    kinds = [(piece.kind, piece.name) for piece in pieces(plain(text, MARKED))]
    assert kinds == [("prose", "top"), ("block", "inner"), ("prose", "top")]


def test_a_page_falls_into_pieces_in_its_order():
    text = """
# Title

Prose.

```{.python #first title="First"}
print(1)
#> 1
```

## Next {#next}

```text
not Python
```

```{.python .source title="training_loops/linear.py"}
def train_step():
    return 1
```

<!-- figure linear-sgd.loss -->

![Falling](figure:linear-sgd.loss)
"""
    found = list(pieces(plain(text, MARKED)))
    assert [(piece.kind, piece.section, piece.name) for piece in found] == [
        ("prose", "None", "None"),
        ("block", "None", "first"),
        ("prose", "next", "next"),
        ("source", "next", "train_step"),
        ("figure", "next", "linear-sgd.loss"),
    ]
    assert found[1].title == "First"
    assert "not Python" in found[2].text
    assert found[4].text == "![Falling](figure:linear-sgd.loss)"


def test_links_lead_to_the_site_or_to_other_texts():
    assert absolute("gan.md#data", "guides/keras-fit.md", find("he")) == (
        "https://example.org/training-loops/he/guides/gan/#data"
    )
    assert absolute("../index.md", "guides/gan.md", ENGLISH) == "https://example.org/training-loops/"
    assert absolute("https://keras.io/a.md", "index.md", ENGLISH) == "https://keras.io/a.md"
    assert between_texts("gan.md#data", "guides/keras-fit.md") == "../gan/index.md#data"
    assert between_texts("../index.md", "guides/gan.md") == "../../index.md"
    assert between_texts("guides/gan.md", "index.md") == "guides/gan/index.md"
    assert between_texts("figure:a.b", "guides/gan.md") == "../../figures/a.b.svg"
    assert between_texts("#data", "guides/gan.md") == "#data"
