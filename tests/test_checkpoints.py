"""Folders and checkpoints that a loop cannot go on from, refused before the first step."""

import json
import os

import pytest
import tensorflow as tf

from training_loops._checkpoints import PROGRESS, Checkpoints, check_own, checked_path
from training_loops._cluster import check_tf_config
from training_loops._saved import Progress

RUN = {"seed": 1}


@pytest.mark.parametrize(
    "path",
    ["a*", "a?", "a[1]", pytest.param("a\\b", marks=pytest.mark.skipif(os.sep == "\\", reason="a separator there"))],
)
def test_a_folder_whose_name_is_a_pattern_is_refused(tmp_path, path):
    with pytest.raises(ValueError, match=r"folder must have no .* in its path"):
        checked_path(tmp_path / path)


@pytest.mark.parametrize("path", ["a\udcff", "a" * 300])
def test_a_path_that_the_system_does_not_take_is_refused(tmp_path, path):
    with pytest.raises(ValueError, match=r"^folder must be the path of a folder"):
        checked_path(tmp_path / path)


def test_a_folder_in_the_place_of_the_list_is_refused(tmp_path):
    (tmp_path / "checkpoint").mkdir()
    with pytest.raises(ValueError, match=r"folder must have a file named checkpoint or none"):
        check_own(tmp_path, "step")


def test_a_checkpoint_that_no_manager_saved_is_of_another_program(tmp_path):
    saved = tf.train.Checkpoint(model=[tf.Variable(2.0)], progress=Progress(RUN))
    saved.write(str(tmp_path / "step-5"))
    values = tf.train.load_checkpoint(str(tmp_path / "step-5"))
    assert json.loads(values.get_tensor(PROGRESS))["run"] == RUN
    own = tf.Variable(1.0)
    checkpoints = Checkpoints(tmp_path, tf.train.Checkpoint(model=[own], progress=Progress(RUN)), RUN)
    with pytest.raises(ValueError, match=r"step-5: it was not saved by this loop; name another folder"):
        checkpoints.restore()
    assert own.numpy() == 1.0


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"cluster": {"a\\nb": ["x:1"]}, "task": {"type": "a"}}'], ids=["deep", "line"]
)
def test_an_odd_tf_config_is_told_in_one_line(text):
    with pytest.raises(ValueError, match=r"^TF_CONFIG") as raised:
        check_tf_config(text)
    assert "\n" not in str(raised.value)
