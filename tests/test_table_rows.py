"""Rows and numbers of a table that are asked for wrongly, and cells and files that only look right."""

import numpy as np
import pytest

from training_loops.tables import PENGUINS_FILE, Encoder, load_penguins, read_table, split

ONE_NUMBER = read_table(PENGUINS_FILE, label="species", numbers=["bill_length_mm"], categories=["island", "sex"])


@pytest.mark.parametrize(
    "chosen",
    [3, True, None, ..., "sex", [True, False], [400], [-400], [1.5], ["a"], [[0, 1]], {1, 2}, slice(0, "a")],
    ids=str,
)
def test_rows_that_are_named_wrongly(chosen):
    with pytest.raises(ValueError, match=r"^rows must be named by True or False for each of the 344, by a slice, or"):
        load_penguins().rows(chosen)


def test_zeros_and_ones_are_no_mask():
    table = load_penguins()
    mask = table["body_mass_g"] > 4000
    assert table.rows(mask).places.tolist() == table.rows(np.flatnonzero(mask)).places.tolist()
    with pytest.raises(ValueError, match="rows must be named by True or False"):
        table.rows(mask.astype(int))
    assert len(table.rows([])) == 0
    assert table.rows(range(2)).places.tolist() == table.rows(slice(2)).places.tolist()


@pytest.mark.parametrize("seed", [-1, 2**32, None, "a", 1.5, True, [1, 2]], ids=str)
def test_a_seed_that_numpy_cannot_draw_from(seed):
    with pytest.raises(ValueError, match=r"^seed must be "):
        split(load_penguins(), seed=seed)


@pytest.mark.parametrize(
    "rows", [None, {"species": ["a"]}, "penguins.csv", split(load_penguins())], ids=["none", *"dtp"]
)
def test_what_is_no_table(rows):
    encoder = Encoder(load_penguins())
    for use in (split, Encoder, encoder.inputs, encoder.labels):
        with pytest.raises(ValueError, match=r"^the rows must be a Table, as read_table gives it, not "):
            use(rows)


def test_rows_without_a_number_of_the_training_rows():
    with pytest.raises(ValueError, match=r"^the table was read without the numbers 'bill_depth_mm'; name them where"):
        Encoder(load_penguins()).inputs(ONE_NUMBER)
    as_text = read_table(PENGUINS_FILE, numbers=["year"], categories=["bill_length_mm", "island", "sex"])
    with pytest.raises(ValueError, match=r"^the table was read without the numbers 'bill_length_mm'"):
        Encoder(ONE_NUMBER).inputs(as_text)


def test_numbers_that_would_become_infinite(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("n,c\n0.001,x\n0.002,y\n", "utf-8")
    encoder = Encoder(read_table(path, label="c", numbers=["n"]))
    path.write_text("n\n0.001\n-1e38\n", "utf-8")
    with pytest.raises(ValueError, match=r"^t.csv:3: n is -1e\+38, far beyond the training rows"):
        encoder.inputs(read_table(path, numbers=["n"]))
    path.write_text("n,c\n1e-320,x\n2e-320,y\n", "utf-8")
    with pytest.raises(ValueError, match="nothing can be learned from it"):
        Encoder(read_table(path, label="c", numbers=["n"]))


@pytest.mark.parametrize("letter", ["\u200b", "\u202e", "\u200f", "\ufeff", "\u00ad", "\x01"], ids=ascii)
def test_a_category_with_a_letter_that_is_not_seen(tmp_path, letter):
    path = tmp_path / "t.csv"
    path.write_text(f"n,c\n1,x\n2,x{letter}\n", "utf-8")
    with pytest.raises(ValueError, match=rf"^t.csv:3: c is .*, in which U\+{ord(letter):04X} is not seen; remove it$"):
        read_table(path, numbers=["n"], categories=["c"])


def test_spaces_of_any_kind_are_one_space(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('n,c\n1,New York\n2,New\u00a0York\n3,"New\n York"\n4,می\u200cخواهم\n', "utf-8")
    table = read_table(path, numbers=(name for name in ["n"]), categories=iter(["c"]))
    assert table["c"].tolist() == ["New York"] * 3 + ["می\u200cخواهم"]


@pytest.mark.parametrize("path", [None, 3, True, b"t.csv", "a\0b", ["t.csv"]], ids=ascii)
def test_what_is_no_path(path):
    with pytest.raises(ValueError, match=r"^path must be the path of a CSV file, not "):
        read_table(path, numbers=["n"])


@pytest.mark.parametrize("path", ["a\nb.csv", "a" * 5000, "a\udcff.csv"], ids=["line", "long", "surrogate"])
def test_an_odd_path_is_told_in_one_short_line(path):
    with pytest.raises(OSError, match="cannot be read") as raised:
        read_table(path, numbers=["n"])
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("name", [0, ["sex"], slice(2)], ids=str)
def test_a_column_is_named_by_a_text(name):
    with pytest.raises(KeyError, match="no column"):
        load_penguins()[name]
