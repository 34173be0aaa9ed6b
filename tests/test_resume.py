"""A run that saves itself: against the loop without, over damaged and foreign checkpoints, and on a full disk."""

import json
import signal
import sys
import threading
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from disks import as_root, fill, small_disk

from training_loops import classifier
from training_loops._checkpoints import Checkpoints
from training_loops._interrupts import noted_interrupt
from training_loops._reasons import reason
from training_loops.data import Digits, Examples, load_digits
from training_loops.resume import train, train_step

pytestmark = pytest.mark.loops

# 200 digits in batches of 64 end with a batch of 8: 4 steps an epoch.
SMALL = Digits(*(Examples(images[:200], labels[:200]) for images, labels in load_digits()))


class Stack(keras.Model):
    """Layers in a list, of which one has averages and one draws random numbers."""

    def __init__(self, seed: int):
        super().__init__()
        keras.utils.set_random_seed(seed)
        self.parts = [
            keras.layers.Flatten(),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.3),
        ]
        self.last = keras.layers.Dense(10)

    def call(self, x, training=False):
        for part in self.parts:
            x = part(x, training=training)
        return self.last(x)


def run(folder, epochs, *, model=None, **settings):
    """Train fresh objects; the history, and the state to the last bit."""
    model, optimizer = model or classifier.build_classifier(22), keras.optimizers.SGD(0.1, momentum=0.9)
    history = train(model, optimizer, SMALL, folder=folder, epochs=epochs, **settings)
    return list(history), [np.asarray(variable).tobytes() for variable in model.variables + optimizer.variables]


def interrupted(folder, at: int, **settings) -> str:
    """A run that is sent Ctrl-C in the step of this number; what it says."""

    def press(steps) -> None:
        if steps == at:
            signal.raise_signal(signal.SIGINT)

    def step(model, optimizer, *rest):
        loss = train_step(model, optimizer, *rest)
        tf.py_function(press, [optimizer.iterations.value], [])
        return loss

    with pytest.raises(SystemExit) as ended:
        run(folder, 3, step=step, **settings)
    return str(ended.value)


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.index"))


def test_without_a_stop_it_is_the_loop_of_the_classifier_to_the_last_bit(tmp_path):
    model, optimizer = classifier.build_classifier(22), keras.optimizers.SGD(0.1, momentum=0.9)
    history = classifier.train(model, optimizer, SMALL, epochs=3)
    state = [np.asarray(variable).tobytes() for variable in model.variables + optimizer.variables]
    assert run(tmp_path, 3, save_every=3) == (list(history), state)


def test_layers_in_a_list_with_averages_and_random_numbers_go_on_in_mid_epoch(tmp_path):
    whole = run(tmp_path / "whole", 3, model=Stack(22))
    said = interrupted(tmp_path / "stopped", 6, model=Stack(22))
    assert said == f"stopped and saved as {tmp_path}/stopped/step-6; to go on, run the same program again"
    # Another seed, since what was saved is to count and not what the program begins with.
    assert run(tmp_path / "stopped", 3, model=Stack(23)) == whole


def test_on_a_terminal_it_says_where_it_goes_on_and_shows_a_bar(tmp_path, monkeypatch, capsys):
    interrupted(tmp_path, 6)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    capsys.readouterr()
    run(tmp_path, 3)
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == f"Going on from {tmp_path}/step-6: epochs done 1, steps in the next 2"
    assert [line for line in rest if line.startswith("Epoch")] == ["Epoch 2", "Epoch 3"]
    assert "2/2" in "".join(rest)
    assert "4/4" in "".join(rest)


def test_in_mixed_precision_the_scale_of_the_loss_goes_on_too(tmp_path):
    keras.mixed_precision.set_global_policy("mixed_float16")
    try:

        def scaled(folder, epochs):
            model, optimizer = (
                classifier.build_classifier(22),
                keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1), dynamic_growth_steps=3),
            )
            train(model, optimizer, SMALL, folder=folder, epochs=epochs)
            return [np.asarray(variable).tobytes() for variable in model.variables + optimizer.variables]

        scaled(tmp_path / "stopped", 1)
        assert scaled(tmp_path / "stopped", 2) == scaled(tmp_path / "whole", 2)
    finally:
        keras.mixed_precision.set_global_policy("float32")


def test_three_checkpoints_are_kept_and_a_finished_run_comes_back_without_a_step(tmp_path):
    done = run(tmp_path, 3, save_every=2)
    assert names(tmp_path) == ["step-10", "step-12", "step-8"]
    assert run(tmp_path, 3, save_every=2) == done


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Path:
    """Two epochs, saved as step-4 and step-8."""
    folder = tmp_path_factory.mktemp("saved")
    run(folder, 2)
    return folder


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    for file in saved.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def fill_with_zeros(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


@pytest.mark.parametrize("damage", [cut, flip, fill_with_zeros, Path.unlink])
@pytest.mark.parametrize("ending", ["index", "data-00000-of-00001"])
def test_a_damaged_checkpoint_is_passed_over_for_the_last_good_one(folder, capfd, damage, ending):
    damage(folder / f"step-8.{ending}")
    assert restore(folder) == folder / "step-4"
    if (damage, ending) != (Path.unlink, "index"):  # without its index it is no checkpoint
        assert capfd.readouterr().err.startswith(f"passed over {folder}/step-8: it cannot be read to its end (")


def restore(folder: Path) -> Path | None:
    """What a loop does before its first step, with what the checkpoints in the folder were saved by."""
    return Checkpoints(folder, Anything(), described(folder)).restore()


def described(folder: Path) -> dict:
    value = tf.train.load_checkpoint(str(folder / "step-4")).get_tensor("progress/.ATTRIBUTES/py_state")
    return json.loads(value)["run"]


class Anything(tf.train.Checkpoint):
    """Takes what is restored without asking."""

    def restore(self, *_):
        return self

    def assert_consumed(self):
        return self


def test_the_run_itself_goes_on_from_the_last_good_one(folder, tmp_path_factory, capfd):
    whole = run(tmp_path_factory.mktemp("whole"), 3)
    flip(folder / "step-8.data-00000-of-00001")
    assert run(folder, 3) == whole
    assert f"passed over {folder}/step-8: " in capfd.readouterr().err


def test_a_folder_of_damaged_ones_alone_begins_anew_and_names_each(folder, tmp_path_factory, capfd):
    for file in folder.glob("*.index"):
        cut(file)
    assert run(folder, 1) == run(tmp_path_factory.mktemp("whole"), 1)
    assert [line.split(":")[0] for line in capfd.readouterr().err.splitlines() if str(folder) in line] == [
        f"passed over {folder}/step-8",
        f"passed over {folder}/step-4",
        f"no good checkpoint is left in {folder}; training begins again",
    ]


def test_a_list_of_checkpoints_that_is_damaged_hides_none(folder):
    (folder / "checkpoint").write_text("model_checkpoint_path: no quotes")
    assert restore(folder) == folder / "step-8"


def test_a_checkpoint_of_another_program_is_named_and_passed_over(folder, capfd):
    tf.train.Checkpoint(w=tf.Variable(1.0)).write(str(folder / "step-99"))
    assert restore(folder) == folder / "step-8"
    assert f"passed over {folder}/step-99: it was not saved by this loop" in capfd.readouterr().err


def before_and_after(folder: Path, attempt) -> str:
    """The message of an attempt that has to fail and to leave all files as they are."""
    before = {file: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(ValueError, match=r" must | holds ") as raised:
        attempt()
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"batch_size": 32}, "batch_size is 64 and not 32"),
        ({"seed": 1}, "seed is 22 and not 1"),
        ({"model": Stack(1)}, "model is (784, 64) (64,) (64, 64) (64,) (64, 10) (10,) and not (784, 8)"),
    ],
)
def test_a_folder_of_another_run_is_refused_before_the_first_step(folder, settings, said):
    message = before_and_after(folder, lambda: run(folder, 3, **settings))
    assert message.startswith(
        f"folder holds no checkpoint to go on from; {folder}/step-8: it is of another run, whose "
    )
    assert said in message


def test_other_data_and_another_optimizer_are_another_run(folder):
    images, labels = SMALL.train
    other = SMALL._replace(train=Examples(images[::-1], labels[::-1]))
    model, optimizer = classifier.build_classifier(22), keras.optimizers.SGD(0.1, momentum=0.9)
    said = before_and_after(folder, lambda: train(model, optimizer, other, folder=folder, epochs=3))
    assert "whose data is 200 examples with the checksum" in said
    adam = keras.optimizers.Adam()
    said = before_and_after(folder, lambda: train(model, adam, SMALL, folder=folder, epochs=3))
    assert "whose optimizer is SGD with 8 variables and not Adam with 14 variables" in said


def test_fewer_epochs_than_the_run_has_are_refused(folder):
    said = before_and_after(folder, lambda: run(folder, 1))
    assert said == f"epochs must be at least 2, which {folder} has, not 1"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{}/file/in/it", "one that can be written: Not a directory: {}/file/in/it"),
        ("{}/file", "a folder, and {}/file is a file; name another"),
        ("a\0", "the path of a folder, not 'a\\x00'"),
        ("", "the path of a folder, not ''"),
        (b"runs", "the path of a folder, not b'runs'"),
        (None, "the path of a folder, not None"),
    ],
)
def test_what_is_no_folder_to_write_in_is_named_before_the_first_step(tmp_path, monkeypatch, wrong, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match=r"^folder must be ") as raised:
        run(wrong.format(tmp_path) if isinstance(wrong, str) else wrong, 1)
    assert str(raised.value) == f"folder must be {said.format(tmp_path)}"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            tf.errors.ResourceExhaustedError(
                None,
                None,
                "{{function_node __wrapped__SaveV2_dtypes_31}} a/b; No space left on device [Op:SaveV2] name:",
            ),
            "a/b; No space left on device",
        ),
        (OSError(28, "No space left on device", "a"), "No space left on device: a"),
        (ValueError("first\nsecond"), "first"),
        (ValueError(), "ValueError"),
    ],
)
def test_a_reason_is_one_line_without_the_names_of_nodes(error, said):
    assert reason(error) == said


def test_a_save_that_fails_says_why_in_plain_words(folder):
    checkpoints = Checkpoints(folder, tf.train.Checkpoint(w=tf.Variable(1.0)), {})
    (folder / "step-9_temp").touch()  # where TensorFlow makes a folder of this name
    with pytest.raises(OSError, match=rf"^cannot save step-9 in {folder}: [^{{}}\[\]]+; the earlier checkpoints are "):
        checkpoints.save(9)


@pytest.mark.parametrize("settings", [{"save_every": 0}, {"epochs": -1}, {"batch_size": 0}, {"seed": "1"}])
def test_a_wrong_argument_is_named_and_makes_no_folder(tmp_path, settings):
    with pytest.raises(ValueError, match=f"^{next(iter(settings))} must be a whole number"):
        run(tmp_path / "new", **{"epochs": 1, **settings})
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("bad_step", "saved"), [(6, ["step-2", "step-4"]), (7, ["step-2", "step-4", "step-6"])])
def test_what_is_not_finite_is_never_saved_and_its_step_is_named(tmp_path, bad_step, saved):
    def step(model, optimizer, *rest):
        loss = train_step(model, optimizer, *rest)
        bad = tf.where(optimizer.iterations.value == bad_step, np.nan, 0.0)
        for weight in model.trainable_variables:
            weight.assign_add(bad * tf.ones_like(weight))
        return loss + bad

    with pytest.raises(FloatingPointError, match=f"the loss is nan at epoch 2, step {bad_step - 5}; try a smaller"):
        run(tmp_path, 3, step=step, save_every=2)
    assert names(tmp_path) == saved


def test_what_a_killed_save_has_left_is_removed(folder):
    (folder / "step-12_temp").mkdir()
    (folder / "step-12_temp" / "part").write_bytes(b"x")
    restore(folder)
    assert not (folder / "step-12_temp").exists()


def test_checkpoints_of_another_program_are_refused_and_stay(folder):
    (folder / "ckpt-1.index").write_text("")
    with pytest.raises(ValueError, match=r"^folder must have no checkpoints of another program, such as ckpt-1; "):
        restore(folder)
    assert (folder / "ckpt-1.index").exists()


@pytest.mark.parametrize("left", ["", "\0" * 9])
def test_a_list_that_a_power_cut_left_unreadable_is_made_anew(folder, left):
    (folder / "checkpoint").write_text(left)
    assert restore(folder) == folder / "step-8"


def test_one_that_was_killed_before_it_was_listed_goes_away_with_the_next(folder):
    for file in folder.glob("step-8.*"):
        file.rename(folder / file.name.replace("step-8", "step-7"))
    checkpoints = Checkpoints(folder, Anything(), described(folder))
    assert checkpoints.restore() == folder / "step-7"
    checkpoints.save(9)
    assert names(folder) == ["step-4", "step-9"]


def test_a_second_ctrl_c_stops_at_once_and_later_ones_are_as_ever():
    before = signal.getsignal(signal.SIGINT)
    with noted_interrupt() as pressed:
        assert not pressed()
        signal.raise_signal(signal.SIGINT)
        assert pressed()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    with noted_interrupt() as pressed:
        assert not pressed()
    assert signal.getsignal(signal.SIGINT) is before


def test_in_a_thread_it_trains_and_leaves_signals_alone(tmp_path):
    result: list = []
    thread = threading.Thread(target=lambda: result.append(run(tmp_path / "thread", 1)))
    thread.start()
    thread.join()
    assert result == [run(tmp_path / "main", 1)]


@as_root
def test_a_full_disk_loses_no_earlier_checkpoint(tmp_path):
    whole = run(tmp_path / "whole", 3, save_every=2)
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, "2m"):
        run(disk / "run", 2, save_every=2)
        kept = {file.name: file.read_bytes() for file in (disk / "run").iterdir()}
        fill(disk / "ballast")
        with pytest.raises(
            OSError, match=r"^cannot save step-10 in .*No space left on device.*; the earlier"
        ) as raised:
            run(disk / "run", 3, save_every=2)
        assert "\n" not in str(raised.value)
        assert {file.name: file.read_bytes() for file in (disk / "run").iterdir()} == kept
        (disk / "ballast").unlink()
        assert run(disk / "run", 3, save_every=2) == whole
