"""The table that every loop returns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_loops.history import History

pytestmark = pytest.mark.loops


@given(st.lists(st.tuples(st.integers(0, 99), st.floats(allow_nan=False)), max_size=20))
def test_columns_hold_what_was_appended_in_order(records):
    history = History("epoch", "loss")
    for epoch, loss in records:
        history.append(epoch=epoch, loss=loss)
    assert len(history) == len(records)
    assert list(zip(history["epoch"], history["loss"], strict=True)) == records
    assert [tuple(record.values()) for record in history] == records


def test_the_table_is_aligned():
    history = History("epoch", "loss")
    history.append(epoch=9, loss=10.5)
    history.append(epoch=10, loss=np.float32(0.25))
    assert str(history) == "epoch     loss\n    9  10.5000\n   10   0.2500"
    assert all(isinstance(loss, float) for loss in history["loss"])


def test_a_column_is_a_copy():
    history = History("loss")
    history.append(loss=1.0)
    history["loss"].append(2.0)
    assert history["loss"] == [1.0]


@pytest.mark.parametrize("wrong", ["x", None, [1.0], 1j, object()])
def test_a_record_is_added_whole_or_not_at_all(wrong):
    history = History("epoch", "loss")
    history.append(epoch=1, loss=2.0)
    with pytest.raises(ValueError, match=r"^record: loss must be a number"):
        history.append(epoch=2, loss=wrong)
    assert (history["epoch"], history["loss"], len(history)) == ([1], [2.0], 1)


def test_whole_numbers_of_numpy_stay_whole():
    history = History("epoch")
    history.append(epoch=np.int64(3))
    assert history["epoch"] == [3]
    assert isinstance(history["epoch"][0], int)


def test_wrong_names_are_told():
    history = History("epoch", "loss")
    with pytest.raises(ValueError, match="expected epoch, loss; got epoch"):
        history.append(epoch=1)
    with pytest.raises(KeyError, match="no column 'accuracy'; there are epoch, loss"):
        history["accuracy"]
    with pytest.raises(ValueError, match="each once"):
        History("loss", "loss")
