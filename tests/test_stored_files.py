"""Results and figures as they are stored: what is no such file, or holds what cannot be shown, is one line."""

import json
from pathlib import Path

import pytest
from test_data_files import DEEP, mistake

from docsite.figures import store as pictures
from docsite.figures import svg
from docsite.project import RESULTS
from docsite.results import store as results

RECORD = json.loads((RESULTS / "linear-sgd.json").read_text("utf-8"))


def of_result(tmp_path: Path, text: str) -> str:
    path = tmp_path / "linear-sgd.json"
    path.write_text(text, "utf-8")
    told = mistake(lambda: results.load(path))
    assert told.startswith(str(path))
    assert "run: make results ONLY=linear-sgd" in told
    return told


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "3", "null", DEEP, '{"digest": 1', '{"a": NaN, "digest": ""}', '{"a": ' + "9" * 5000 + "}"],
    ids=lambda text: f"{text:.12}",
)
def test_what_is_no_result_is_one_line(tmp_path: Path, text: str):
    assert "not a result that can be read" in of_result(tmp_path, text)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"outcome": []}, "its outcome is [], and no group of named values"),
        ({"outcome": {"history": [1]}}, "its history has no columns"),
        ({"device": 3}, "its device is 3"),
        ({"processor": None}, "its processor is missing"),
        ({"date": "<b>2020</b>"}, "its date is '<b>2020</b>'"),
        ({"key": "a b"}, "its key is 'a b'"),
        ({"cores": "2"}, "its cores is '2', and no number"),
        ({"versions": ["2.21"]}, "its versions is ['2.21'], and no group"),
        ({"made_from": {}}, "its parameters are missing"),
        ({"device": "a\nb"}, "its device is 'a\\nb'"),
        ({"outcome": {"a": "b\u202ec"}}, "'b\\u202ec' is no text of one line"),
        ({"outcome": {"a\x00": 1}}, "'a\\x00' is no text of one line"),
        ({"data": ["x"]}, "its data is ['x']"),
    ],
)
def test_a_result_that_cannot_be_shown_is_one_line(tmp_path: Path, change: dict, told: str):
    record = {name: value for name, value in {**RECORD, **change}.items() if name != "digest"}
    assert told in of_result(tmp_path, json.dumps({**record, "digest": results._digest(record)}))


PICTURE = (
    '<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><g data-x="0" data-y="1">'
    '<text x="1" font-size="11" fill="currentColor">a &lt; b</text></g></svg>'
)


def test_a_drawing_is_taken_as_it_is():
    assert svg.check(PICTURE) == PICTURE


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (PICTURE, "", "no drawing"),
        (PICTURE, "words", "stands outside of <text>"),
        (PICTURE, "<svg></svg>", "no drawing"),
        (' viewBox="0 0 9 9"', "", "no drawing"),
        ("</g></svg>", "</g>", "<svg> is never closed"),
        ("</g>", "</svg>", "</svg> closes nothing"),
        ("</text>", "</text><script>x</script>", "<script> cannot stand"),
        ("</text>", "</text><script/>", "<script> cannot stand"),
        ("</text>", "</text><SCRIPT>x</SCRIPT>", "<SCRIPT> cannot stand"),
        ("</text>", "</text><foreignObject></foreignObject>", "<foreignObject> cannot stand"),
        ("</text>", "</text><a></a>", "<a> cannot stand"),
        ("</text>", "</text><svg></svg>", "<svg> cannot stand"),
        ("</text>", "</text><animate/>", "<animate> cannot stand"),
        ("</text>", "</text><!-- --><g/>", "'<!-- -->' is no element"),
        ("</text>", "</text><![CDATA[<script>]]>", "is no element of a figure"),
        ("</text>", "</text><?xml x?>", "is no element of a figure"),
        ("<svg", "<!DOCTYPE svg><svg", "is no element of a figure"),
        ("<g ", "<g onload='x' ", "is no element of a figure"),
        ("<g ", '<g onload="x" ', '<g> cannot have onload="x"'),
        ("<g ", '<g class="x" ', '<g> cannot have class="x"'),
        ("<g ", '<g id="__config" ', '<g> cannot have id="__config"'),
        ("<g ", '<g style="fill: none" ', '<g> cannot have style="fill: none"'),
        ('data-y="1"', 'data-y="a b"', '<g> cannot have data-y="a b"'),
        ("</text>", '</text><use href="x.svg#a"/>', "<use> cannot stand"),
        ("</text>", '</text><image xlink:href="data:image/png;base64,AA"/>', "<image> cannot have xlink:href="),
        ("</text>", '</text><image href="https://host/a.png"/>', "<image> cannot have href="),
        ("</text>", '</text><path href="data:image/png;base64,AA"/>', "<path> cannot have href="),
        ("</text>", '</text><image href="data:image/svg+xml;base64,AA"/>', "<image> cannot have href="),
        ("</text>", '</text><path clip-path="url(https://host/)"/>', "<path> cannot have clip-path="),
        ("</text>", '</text><path fill="url(//host/)"/>', "<path> cannot have fill="),
        ("</text>", '</text><path fill="expression(x)"/>', "<path> cannot have fill="),
        ("</text>", "</text><style>body {display: none}</style>", "<style> cannot stand"),
        ("</text>", "</text>words", "stands outside of <text>"),
        ("a &lt; b", "a < b", "is no element of a figure"),
    ],
)
def test_what_else_than_a_drawing_is_named(old: str, new: str, told: str):
    changed = PICTURE.replace(old, new, 1)
    assert changed != PICTURE
    assert told in mistake(lambda: svg.check(changed))


@pytest.mark.parametrize("data", [b"", b"\xe9", b"<svg/>", b"<svg><script/></svg>"])
def test_a_stored_figure_is_checked_when_it_is_read(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "RESULTS", tmp_path)
    (tmp_path / "linear-sgd.loss.svg").write_bytes(data)
    told = mistake(lambda: pictures.read("linear-sgd.loss"))
    assert told.startswith(f"{tmp_path}/linear-sgd.loss.svg:1: ")
