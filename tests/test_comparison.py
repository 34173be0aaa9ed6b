"""The comparison of printed output."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from docsite.pages.comparison import same


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("loss 9.812 -> 1.034", "loss 9.812 -> 1.035"),
        ("loss 10.30171", "loss 10.30172"),
        ("1.50e-06", "1.51e-06"),
        ("123456.7", "123460.1"),
        ("epoch  loss\n    0  1.0", "epoch loss\n 0  1.0"),
        ("-0.001", "0.000"),
        ("[0. 1.]", "[2.9802322e-08 1.0000000e+00]"),
        ("0.0", "-0.0"),
        ("accuracy 1.01", "accuracy 1.02"),
    ],
)
def test_numbers_that_agree(expected, actual):
    assert same(expected, actual)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("loss 9.812", "loss 9.822"),
        ("loss 9.812", "loss 9.815"),
        ("accuracy 0.91", "accuracy 0.93"),
        ("epoch 9", "epoch 10"),
        ("10 epochs", "10.0 epochs"),
        ("loss 1.0", "loss 1.0 1.0"),
        ("loss 1.0\nloss 1.0", "loss 1.0"),
        ("loss 1.0", "Loss 1.0"),
        ("loss 1.0", "loss nan"),
        ("loss 1.50e-06", "loss 1.50e-05"),
        ("loss 1.5", "loss -1.5"),
        ("[[0. 1.]\n [1. 0.]]", "[[1. 0.]\n [0. 1.]]"),
        ("[1. 0. 0.]", "[0. 1. 0.]"),
        ("[0.001 0.   ]", "[0.    0.001]"),
        ("0.0", "0.1"),
        ("0.00", "0.01"),
        ("w 1.5", "w 1.6"),
        ("accuracy 0.91", "accuracy 0.92"),
        ("0.0005", "0.0004"),
        ("0.001", "-0.001"),
    ],
)
def test_what_does_not_agree(expected, actual):
    assert not same(expected, actual)


def test_a_block_may_state_its_own_tolerance():
    assert not same("accuracy 0.951", "accuracy 0.958")
    assert same("accuracy 0.951", "accuracy 0.958", relative=0.01)


@given(st.floats(0.01, 1e6), st.integers(0, 6))
def test_a_number_that_is_wrong_by_two_hundredths_is_seen_whatever_its_digits(number, digits):
    assert not same(f"{number:.{digits}f}", f"{number * 1.021:.{digits}f}") or number * 0.02 < 10.0**-digits


@given(st.floats(0.01, 1e6), st.floats(0.002, 0.5))
def test_a_wrong_number_is_seen_whatever_its_size(number, share):
    wrong = number * (1 + share)
    assume(wrong - number > 0.00021)  # two units of the last digit printed
    assert not same(f"loss {number:.4f}", f"loss {wrong:.4f}")
    assert same(f"loss {number:.4f}", f"loss {number:.4f}")
