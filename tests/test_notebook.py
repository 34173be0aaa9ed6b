"""A guide as the cells of a notebook: what becomes a cell, in which order, under which id."""

import json
from pathlib import Path

import nbformat
import pytest
from made import PAGE, Made, make
from paged import page

from docsite.export.notebook import NotebookWriter, notebook
from docsite.languages import ENGLISH, find
from docsite.pages.page import page_of

TEXT = """# Title

Prose.

```{.python #first title="First"}
print(1)
#> 1
```

## Next {#next}

```text
not Python
```

{{= source("training_loops.linear.mean_squared_error") =}}

{{= figure("fresh-run.curve", "Falling", caption="The loss") =}}

{{= figure("stale-run.bars", "Bars") =}}
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    return make(tmp_path, monkeypatch)


def test_a_page_falls_into_cells_in_its_order(made: Made):
    read = page_of(TEXT, PAGE, ENGLISH, made.docs / "en" / PAGE)
    cells = list(NotebookWriter(read).cells())
    assert [(cell.cell_type, cell.id) for cell in cells] == [
        ("markdown", "top"),
        ("code", "first"),
        ("markdown", "next"),
        ("code", "source-mean_squared_error"),
        ("markdown", "next"),  # where the code is from
        ("code", "figure-fresh-run-curve"),
        ("markdown", "next"),  # the caption
        ("markdown", "figure-stale-run-bars"),  # takes long, so it is a picture
        ("markdown", "next"),
    ]
    title, first, text, source, _, figure, caption, picture, _ = cells
    assert title.source.startswith("# Title\n\n<small>")
    assert title.source.endswith("Prose.")
    assert first.metadata["title"] == "First"
    assert first.source == "print(1)"
    assert first.outputs[0].text == "1\n"
    assert text.source == '<a id="next"></a>\n\n## Next\n\n```text\nnot Python\n```'
    assert "def mean_squared_error" in source.source
    assert figure.metadata["alternative"] == "Falling"
    assert "image/svg+xml" in figure.outputs[0].data
    table = "| Epoch | Loss |\n| --: | --: |\n| 1 | 2.3457 |\n| 2 | 0.2500 |\n| 3 | 0.1875 |"
    behind = f"<details>\n<summary>Values</summary>\n\n{table}\n\n</details>"
    assert caption.source.startswith(f"*The loss*\n\n{behind}\n\n<small>")
    assert picture.source.startswith("![Bars](data:image/svg+xml;base64,")


def test_python_in_an_admonition_is_a_cell():
    text = '!!! warning "Beware"\n\n    Before.\n\n    ```{.python #inner}\n    x = 1\n    ```\n\n    After.\n'
    cells = list(NotebookWriter(page(text)).cells())
    assert [(cell.cell_type, cell.id) for cell in cells] == [
        ("markdown", "top"),
        ("code", "inner"),
        ("markdown", "top"),
    ]


def test_no_two_cells_share_an_id_and_the_file_is_valid(made: Made):
    found = json.loads(notebook(page_of(TEXT, PAGE, ENGLISH, made.docs / "en" / PAGE)))
    nbformat.validate(found)
    ids = [cell["id"] for cell in found["cells"]]
    assert len(ids) == len(set(ids))
    assert ids[:2] == ["install", "top"]


def test_prose_from_right_to_left_is_marked_and_fences_are_not():
    read = page_of("# T\n\n```text\nx\n```\n\nAfter.\n", PAGE, find("he"), Path(PAGE))
    [cell] = NotebookWriter(read).cells()
    before, fence, after = cell.source.split("\n\n```")[0], "```text\nx\n```", '<div dir="rtl">\n\nAfter.\n\n</div>'
    assert before.startswith('<div dir="rtl">\n\n# T')
    assert cell.source.endswith(f"</div>\n\n{fence}\n\n{after}")
