"""Tables from CSV files, and what is told about a mistake in one."""

import pickle

import numpy as np
import pytest

from docsite.project import DOCS
from training_loops import _table_files
from training_loops._table_cells import MISSING
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
    assert table["size"].dtype == np.float64
    assert table["size"][0] == 1.5
    assert np.isnan(table["size"][1])
    assert table.places.tolist() == ["t.csv:2", "t.csv:4"]
    assert str(table).splitlines() == ["kind  color  size", "   a    red   1.5", "   b      -     -"]
    assert table.rows(table["kind"] == "b").places.tolist() == ["t.csv:4"]
    with pytest.raises(KeyError, match="no column 'other'; there are kind, color, size"):
        table["other"]


HEAD = "kind,size,color\n"
BAD = {
    "": r"t.csv: is empty; write a header",
    HEAD: r"t.csv: has no rows below its header; write one row",
    "kind,color\na,red\n": r"t.csv:1: has no column 'size', but 'kind', 'color'; rename a column",
    "knid,Size,hue\na,1,red\n": r"no column 'kind', 'color', 'size', but .*; did you mean 'knid', 'Size'\?",
    "a,1,red\n": r"t.csv:1: has no column .*; write the names of the columns in the first line",
    "x" * 40 + ",y" * 50: r"no column .*, but 'x{27}\.\.\.', ('y', )*'y' and \d\d more; ",
    "kind;size;color\na;1,5;red\n": r"t.csv:1: has a semicolon between cells; take out what separates thousands",
    "sep=;\nkind;size;color\na;1;red\n": r"t.csv:2: has a semicolon between cells",
    "kind\tsize\tcolor, red\n": r"t.csv:1: has a tab between cells; .*, and then each tab by a comma",
    "kind,size,color,size\na,1,red,2\n": r"t.csv:1: has two columns 'size'; rename one",
    f"{HEAD}a,1,red\nb,2\n": r"t.csv:3: has 2 cells and the header 3 names; write a cell for each column",
    f"{HEAD}a,3,5,red\n": r"t.csv:2: has 4 cells and the header 3 names; .* a number with a point before its decimals",
    "kind,size,color,,\na,1,red,,9\n": r"t.csv:2: has 5 cells and the header 3 names",
    f'{HEAD}a,1,"red\nb,2,red\n': r"t.csv:2: is no CSV \(.*\); close what a quotation mark opens",
    f'{HEAD}a,1,"red\nor blue"\nb,heavy,red\n': r"t.csv:4: size is 'heavy'",
    f"{HEAD}a,1,gr\u00fcn\n".encode("latin-1"): r"t.csv:2: is not UTF-8; save the table as CSV in UTF-8",
    f"{HEAD}a,1,red\n".encode("utf-16"): r"t.csv: is UTF-16; save the table as CSV in UTF-8",
    f"{HEAD}a,1,re\0d\n": r"t.csv:2: has a byte 0, which no text has; save",
    b"PK\x03\x04": r"t.csv: is a spreadsheet or another zip file; save the table as CSV",
    f"{HEAD}a,1,{'red' * 1000}\n": r"t.csv:2: color is a text of 3000 characters, and .* has at most 200; shorten",
    f"{HEAD}a,{'1x' * 1000},red\n": r"t.csv:2: size is '1x1x.*\.\.\.', which is no number",
    f"{HEAD}a,{'y' * 140_000},red\n": r"t.csv:2: is no CSV \(field larger .*\); close",
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: repr(text)[:40])
def test_a_mistake_in_a_file_is_one_line_with_file_line_and_mend(tmp_path, text):
    with pytest.raises(ValueError, match=BAD[text]) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value).replace(str(tmp_path), "")) < 200


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            ["1_000", "1 000", '"1,000"', '"1,5"', "\uff11\uff12", "12%", "0x10", "\u22125"],
            "write it with the digits 0 to 9",
        ),
        (["heavy", "inf", "NAN", "None", "-", "?", "."], "leave the cell empty where it is unknown; a column of words"),
        (["2024-01-05", "5.6.2024", "5/6/24"], "make a column of what matters about a date, such as the month"),
    ],
)
def test_what_only_looks_like_a_number_is_none(tmp_path, cells, told):
    for cell in cells:
        with pytest.raises(ValueError, match=f"t.csv:2: size is .*, which is no number; {told}"):
            read(tmp_path, f"{HEAD}a,{cell},red\n")


@pytest.mark.parametrize("cell", ["1e39", "-1e400"])
def test_a_number_that_a_network_cannot_hold(tmp_path, cell):
    with pytest.raises(ValueError, match=f"size is '{cell}', which is more than a network can compute with"):
        read(tmp_path, f"{HEAD}a,{cell},red\n")


def test_a_number_keeps_its_digits_or_is_refused(tmp_path):
    table = read(tmp_path, f"{HEAD}a,123456789012,red\nb,0.30000000000000004,red\nb,-0,red\nb,+.5e1,red\n")
    assert table["size"].tolist() == [123456789012, 0.1 + 0.2, 0, 5]
    assert "123456789012" in str(table)
    assert "39.1 " in str(load_penguins().rows([0]))
    with pytest.raises(ValueError, match="which has more digits than a number keeps; if it names something, it is a c"):
        read(tmp_path, f"{HEAD}a,9007199254740993,red\n")


@pytest.mark.parametrize("language", ["en", "zh", "he"])
def test_the_page_has_all_words_for_what_is_missing(tmp_path, language):
    page = (DOCS / language / "guides" / "walkthrough.md").read_text("utf-8")
    for text in (page, read_table.__doc__):
        assert [word for word in MISSING if word and f"`{word}`" not in text] == []
    table = read(tmp_path, HEAD + "".join(f"a,{word},{word}\n" for word in MISSING))
    assert np.isnan(table["size"]).all()
    assert set(table["color"]) == {""}


@pytest.mark.parametrize(
    "text",
    [
        "sep=,\r\nkind,size,color\r\na,1,red\r\n",
        "kind,size,color,,\na,1,red,,\n\n,,,,\n",
        f"{HEAD}a,1,red,\n",
        ",,kind,size,color,note,note\n,,a,1,red,,\n",
    ],
    ids=["a first line from Excel", "unnamed columns", "a comma too many", "other columns"],
)
def test_what_spreadsheets_add_does_no_harm(tmp_path, text):
    table = read(tmp_path, text)
    assert (table["kind"].tolist(), table["size"].tolist(), table["color"].tolist()) == (["a"], [1], ["red"])


@pytest.mark.parametrize("name", ["col\u00f3r", "colo\u0301r"])
def test_a_letter_in_two_pieces_is_that_in_one(tmp_path, name):
    table = read(tmp_path, "kind,colo\u0301r\na,re\u0301d\n", label="kind", categories=[name])
    assert table["col\u00f3r"].tolist() == ["r\u00e9d"]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"numbers": "size"}, r"numbers must be a list of names, as in \['size'\], not 'size'"),
        ({"numbers": 3}, r"numbers must be a list of names, as in \['size'\], not 3"),
        ({"categories": {"color"}}, r"categories must be a list of names, .*, not \{'color'\}"),
        ({"label": "kind", "numbers": None, "categories": None}, "name at least one column to predict from"),
        ({"label": "", "numbers": ["size"]}, "a column must be named by a text, not ''"),
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


@pytest.mark.parametrize(
    ("rows", "label", "told"),
    [
        (["a"] * 10 + ["b"] * 9, "kind", "split needs a label, .* and at least 20 rows; .* label 'kind' and 19 rows"),
        (["a"] * 2, None, "split needs a label, .* at least 20 rows; this table has no label and 2 rows"),
        (["a"] * 30, "kind", "kind is 'a' in every training row, .*; name another label, or add rows of another class"),
        (["a"] * 20 + ["b"] * 7 + [""], "kind", r"t.csv:29: kind is missing, .*: table.rows\(table\['kind'\] != ''\)"),
        (
            ["a"] * 20 + ["d"] * 7 + ["b"] * 6 + ["c"],
            "kind",
            r"kind is 'b', 'c' in fewer than 7 rows; .*: table.rows\(~np.isin\(table\['kind'\], \['b', 'c'\]\)\)",
        ),
        (
            [f"{row}.5" for row in range(20)],
            "kind",
            "kind is '0.5', .* and \\d+ more in fewer than 7 rows; a label names one",
        ),
    ],
)
def test_a_table_that_cannot_be_split(tmp_path, rows, label, told):
    text = HEAD + "".join(f"{kind},1,red\n" for kind in rows)
    with pytest.raises(ValueError, match=told) as caught:
        split(read(tmp_path, text, label=label, numbers=["size"]))
    assert len(str(caught.value)) < 200


def test_a_category_that_only_other_rows_have_is_told_before_the_training(tmp_path):
    text = HEAD + "a,1,red\nb,2,blue\n" * 20 + "".join(f"a,1,hue{row}\n" for row in range(9))
    told = r"t.csv:.*: color is 'hue.*, which no training row has; .* leave the column out"
    with pytest.raises(ValueError, match=told):
        split(read(tmp_path, text))


def test_seven_rows_of_a_label_are_enough_for_a_row_in_each_part(tmp_path):
    for others in range(7, 28):
        text = HEAD + "a,1,red\n" * others + "b,1,red\n" * 7 + "c,1,red\n" * 7
        for part in split(read(tmp_path, text, label="kind", numbers=["size"])):
            assert set(part["kind"]) == {"a", "b", "c"}


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
    with pytest.raises(ValueError, match="the rows have no label; name its column"):
        Encoder(read(tmp_path, "size\n7\n", numbers=["size"]))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind,size,color\nc,1,red\n", "t.csv:2: kind is 'c', which no training row has; they have 'a', 'b'; .* take"),
        (
            "kind,size,color\na,1,red\n,1,red\n",
            "t.csv:3: kind is missing, and a label must be there; write it, or take",
        ),
        (
            "kind,size,color\na,1,pink\na,1,red\na,1,lime\na,1,pink\n",
            "t.csv:2 and 2 more: color is 'pink', 'lime', which no training row has; .* leave the cell empty",
        ),
        ("kind,size,color\na,1,2026-11-26\n", "color is '2026-11-26', .*; make a column of what matters about a date"),
    ],
)
def test_a_value_that_the_training_rows_do_not_have(tmp_path, text, told):
    encoder = Encoder(read(tmp_path, "kind,size,color\nb,1,red\na,3,blue\n"))
    with pytest.raises(ValueError, match=told):
        encoder.examples(read(tmp_path, text))


def test_an_encoder_that_was_saved_gives_the_same_inputs():
    """As the walkthrough says of a program that predicts without the training rows."""
    table = load_penguins()
    encoder = Encoder(table)
    loaded = pickle.loads(pickle.dumps(encoder))
    assert np.array_equal(loaded.inputs(table), encoder.inputs(table))
    assert loaded.classes == encoder.classes


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
