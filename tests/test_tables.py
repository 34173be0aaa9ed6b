"""Tables from CSV files, and what is told about a mistake in one."""

import numpy as np
import pytest

from training_loops import _table_files
from training_loops.tables import PENGUINS_FILE, Encoder, Table, load_penguins, read_table, split

pytestmark = pytest.mark.loops
NAMED = {"label": "kind", "numbers": ["size"], "categories": ["color"]}
GOOD = "kind,size,color,other\na,1.5,red,x\n\nb,NA,,y\n"


def read(folder, text: str | bytes, **named) -> Table:
    path = folder / "t.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path, **(named or NAMED))


def test_the_penguins_are_those_of_the_published_table():
    table = load_penguins()
    names, counts = np.unique(table["species"], return_counts=True)
    assert dict(zip(names, counts, strict=True)) == {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}
    assert [int(np.isnan(table[name]).sum()) for name in table.numbers] == [2, 2, 2, 2]
    assert (table["sex"] == "").sum() == 11
    assert table["body_mass_g"][0] == 3750
    assert table.places[0] == "penguins.csv:2"
    assert len(read_table(PENGUINS_FILE, numbers=["year"])) == 344


@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "as spreadsheets write it"])
def test_a_table_has_the_columns_that_are_named(tmp_path, start):
    table = read(tmp_path, start + GOOD.replace("\n", "\r\n" if start else "\n"))
    assert list(table.columns) == ["kind", "color", "size"]
    assert table["kind"].tolist() == ["a", "b"]
    assert table["color"].tolist() == ["red", ""]
    assert table["size"].dtype == np.float32
    assert table["size"][0] == 1.5
    assert np.isnan(table["size"][1])
    assert table.places.tolist() == ["t.csv:2", "t.csv:4"]
    assert str(table).splitlines() == ["kind  color  size", "   a    red   1.5", "   b      -     -"]
    assert table.rows(table["kind"] == "b").places.tolist() == ["t.csv:4"]
    with pytest.raises(KeyError, match="no column 'other'; there are kind, color, size"):
        table["other"]


BAD = {
    "": r"t.csv: is empty; write a header",
    "kind,size,color\n": r"t.csv: has no rows below its header; write one row",
    "kind,color\na,red\n": r"t.csv:1: has no column 'size', but 'kind, color'; rename a column",
    "kind;size;color\na;1;red\n": r"t.csv:1: has no column 'kind', but 'kind;size;color'; separate the cells by commas",
    "kind,size,color,size\na,1,red,2\n": r"t.csv:1: has two columns 'size'; rename one",
    "kind,size,color\na,1,red\nb,2\n": r"t.csv:3: has 2 cells and the header has 3; write one for each column",
    "kind,size,color\na,heavy,red\n": r"t.csv:2: size is 'heavy', which is no number; write one such as 39.1, or leave",
    "kind,size,color\na,inf,red\n": r"t.csv:2: size is 'inf', which is no number",
    "kind,size,color\na,1e39,red\n": r"t.csv:2: size is '1e39', which is no number",
    'kind,size,color\na,"3,5",red\n': r"t.csv:2: size is '3,5', which is no number",
    'kind,size,color\na,1,"red\n': r"t.csv:2: is no CSV \(.*\); close what a quotation mark opens",
    b"kind,size,color\na,1,gr\xfcn\n": r"t.csv:2: is not UTF-8; save the table as CSV in UTF-8",
}


@pytest.mark.parametrize("text", BAD, ids=repr)
def test_a_mistake_in_a_file_is_one_line_with_file_line_and_mend(tmp_path, text):
    with pytest.raises(ValueError, match=BAD[text]) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"numbers": "size"}, r"numbers must be several names, as in \['size'\]"),
        ({"label": "kind"}, "name at least one column to predict from"),
        ({"label": "kind", "categories": ["kind"]}, "the column 'kind' is named twice"),
        ({"numbers": [3]}, "a column must be named by a text, not 3"),
    ],
)
def test_columns_that_are_named_wrongly(tmp_path, named, told):
    with pytest.raises(ValueError, match=told):
        read(tmp_path, GOOD, **named)


def test_a_file_that_cannot_be_read(tmp_path, monkeypatch):
    with pytest.raises(OSError, match=r"none.csv cannot be read \(No such file or directory\); give the path"):
        read_table(tmp_path / "none.csv", numbers=["size"])
    monkeypatch.setattr(_table_files, "BUNDLED", tmp_path / "penguins.csv")
    (tmp_path / "penguins.csv").write_bytes(PENGUINS_FILE.read_bytes()[:-1])
    with pytest.raises(ValueError, match=r"penguins.csv is damaged .*; install training-loops again"):
        load_penguins()


def test_a_split_shares_no_row_and_gives_each_label_its_share():
    table = load_penguins()
    parts = split(table, seed=3)
    places = [place for part in parts for place in part.places]
    assert sorted(places) == sorted(table.places)
    for part in parts:
        for species in ("Adelie", "Chinstrap", "Gentoo"):
            share = np.mean(table["species"] == species)
            assert abs(np.mean(part["species"] == species) - share) < 0.02
    assert (split(table, seed=3).test.places == parts.test.places).all()
    assert (split(table, seed=4).test.places != parts.test.places).any()
    with pytest.raises(ValueError, match="at least 20 rows"):
        split(table.rows(slice(0, 19)))


def test_an_encoder_knows_the_training_rows_alone(tmp_path):
    rows = read(tmp_path, "kind,size,color\nb,1,red\na,3,blue\na,NA,\n")
    encoder = Encoder(rows)
    assert encoder.classes == ("a", "b")
    assert encoder.values == {"color": ("blue", "red")}
    assert encoder.labels(rows).tolist() == [1, 0, 0]
    assert encoder.inputs(rows).tolist() == [[-1, 0, 1], [1, 1, 0], [0, 0, 0]]
    new = read(tmp_path, "size,color\n7,red\n", numbers=["size"], categories=["color"])
    assert encoder.inputs(new).tolist() == [[5, 0, 1]]
    with pytest.raises(ValueError, match="read without the column 'kind'; name it"):
        encoder.labels(new)
    with pytest.raises(ValueError, match="the training rows have no label; name its column"):
        Encoder(read(tmp_path, "size\n7\n8\n", numbers=["size"]))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind,size,color\nc,1,red\n", "t.csv:2: kind is 'c', which no training row has; they have 'a', 'b'; .* take"),
        (
            "kind,size,color\na,1,red\n,1,red\n",
            "t.csv:3: kind is missing, and a label must be there; write it, or take",
        ),
        ("kind,size,color\na,1,pink\n", "t.csv:2: color is 'pink', which no training row has; .* leave the cell empty"),
    ],
)
def test_a_value_that_the_training_rows_do_not_have(tmp_path, text, told):
    encoder = Encoder(read(tmp_path, "kind,size,color\nb,1,red\na,3,blue\n"))
    with pytest.raises(ValueError, match=told):
        encoder.examples(read(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind,size,color\na,1,red\nb,1,blue\n", "size is 1 in every training row, so nothing can be learned from it"),
        ("kind,size,color\na,,red\nb,,blue\n", "size has no number in every training row"),
        ("kind,size,color\na,1,red\nb,2,red\n", "color is 'red' in every training row"),
        ("kind,size,color\na,1,red\na,2,blue\n", "kind is 'a' in every training row"),
        ("kind,size,color\na,1,\nb,2,\n", "color is missing in every training row"),
    ],
)
def test_a_column_from_which_nothing_can_be_learned(tmp_path, text, told):
    with pytest.raises(ValueError, match=told):
        Encoder(read(tmp_path, text))
