"""What an experiment returns, and paths into it."""

import pytest

from docsite.results.outcome import lookup, plain


def test_paths_into_an_outcome():
    outcome = {"history": {"w": [5.0, 4.0]}, "best": {"w": 3.0}, "grid": [[1, 2], [3, 4]]}
    assert lookup(outcome, "w[-1]") == 4.0
    assert lookup(outcome, "history.w[0]") == 5.0
    assert lookup(outcome, "best.w") == 3.0
    assert lookup(outcome, "grid[1][0]") == 3


def test_an_outcome_is_plain_and_rounded():
    assert plain({"a": (1.23456789, 2)}) == {"a": [1.23457, 2]}
    for wrong in (float("nan"), object(), None):
        with pytest.raises(TypeError):
            plain({"a": wrong})
