"""What XLA compiles: a loop whose length it knows, and in one line what it refuses."""

import os
from pathlib import Path

import keras
import pytest
import tensorflow as tf
from processes import run_alone

from docsite.pages.settings import Settings
from training_loops.classifier import build_classifier, train, train_step
from training_loops.data import Digits, Examples, load_digits

pytestmark = pytest.mark.loops

SMALL = Digits(*(Examples(images[:200], labels[:200]) for images, labels in load_digits()))

WHOLE_EPOCH = """
import os
os.environ["XLA_FLAGS"] = FLAGS
import keras
from training_loops.classifier import build_classifier, epoch_runner
from training_loops.data import Examples, load_digits
examples = Examples(*(array[:600] for array in load_digits().train))
epoch_runner(build_classifier(), keras.optimizers.SGD(0.1), examples, mode="epoch")(1)
"""

# Two logical devices of the processor stand for a GPU and the processor, on which TensorFlow keeps int32 variables.
TWO_DEVICES = """
import keras
import tensorflow as tf
tf.config.set_visible_devices([], "GPU")
(processor,) = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)
from training_loops.classifier import build_classifier, train, train_step
from training_loops.data import Digits, Examples, load_digits
few = Digits(*(Examples(images[:100], labels[:100]) for images, labels in load_digits()))
with tf.device("CPU:1"):
    count = tf.Variable(0, name="count")
def counting(*arguments):
    count.assign_add(1)
    return train_step(*arguments)
try:
    print(len(train(build_classifier(), keras.optimizers.SGD(0.1), few, epochs=1, mode=MODE, step=counting)))
except ValueError as error:
    print(error)
print(count.numpy())
"""

DETERMINISTIC = """
import keras
import tensorflow as tf
from training_loops.classifier import build_classifier, train
from training_loops.data import Digits, Examples, load_digits
tf.config.experimental.enable_tensor_float_32_execution(False)
tf.config.experimental.enable_op_determinism()
few = Digits(*(Examples(images[:200], labels[:200]) for images, labels in load_digits()))
for _ in range(2):
    print(train(build_classifier(), keras.optimizers.SGD(0.1), few, epochs=2, mode=MODE)["loss"])
"""


def printed(code: str, folder: Path, **names: str) -> str:
    """What a program prints that has these names, in a process of its own that has imported TensorFlow and no more."""
    given = "".join(f"{name} = {value!r}\n" for name, value in names.items())
    finished = run_alone(given + code, str(folder), limits=Settings(seconds=150))
    assert finished.error is None, finished.error
    return finished.printed


def test_xla_knows_how_often_the_loop_of_a_whole_epoch_runs(tmp_path: Path):
    flags = f"{os.environ.get('XLA_FLAGS', '')} --xla_dump_to={tmp_path} --xla_dump_hlo_as_text"
    printed(WHOLE_EPOCH, tmp_path, FLAGS=flags.strip())
    modules = [path.read_text("utf-8") for path in tmp_path.glob("*_after_optimizations.txt")]
    loops = [line for text in modules for line in text.splitlines() if " while(" in line and "784,64" in line]
    assert len(loops) == 1
    # 600 digits make nine whole batches of 64, and so four turns of two.
    assert '"known_trip_count":{"n":"4"}' in loops[0]


def turned_model() -> keras.Model:
    """A model whose augmentation uses an operation that XLA does not know."""
    layers = [
        keras.Input((28, 28)),
        keras.layers.Reshape((28, 28, 1)),
        keras.layers.RandomRotation(0.1, seed=1, name="turned"),
        keras.layers.Flatten(),
        keras.layers.Dense(10, kernel_initializer=keras.initializers.GlorotUniform(seed=1)),
    ]
    return keras.Sequential(layers)


@pytest.mark.parametrize("mode", ["xla", "epoch"])
def test_a_layer_that_xla_cannot_compile_is_named_before_the_first_step(mode):
    model, optimizer = turned_model(), keras.optimizers.SGD(0.1)
    before = model.get_weights()[0]
    with pytest.raises(ValueError, match=f"^mode '{mode}': XLA cannot compile the layer 'turned'") as raised:
        train(model, optimizer, SMALL, epochs=1, mode=mode)
    assert str(raised.value).endswith("which uses ImageProjectiveTransformV3; mode 'graph' runs it")
    assert (model.get_weights()[0] == before).all()
    assert int(optimizer.iterations.numpy()) == 0


def test_auto_trains_by_the_batch_what_xla_cannot_compile_and_a_line_says_so(capsys):
    expected = train(turned_model(), keras.optimizers.SGD(0.1), SMALL, epochs=2, mode="graph")
    assert capsys.readouterr().err == ""
    history = train(turned_model(), keras.optimizers.SGD(0.1), SMALL, epochs=2, mode="auto")
    said = capsys.readouterr().err
    assert said.startswith(
        "mode 'auto' trains batch by batch, for in mode 'epoch': XLA cannot compile the layer 'turned'"
    )
    assert said.count("\n") == 1
    for graph, auto in zip(expected, history, strict=True):
        assert auto == pytest.approx(graph, abs=1e-5)


def test_a_layer_inside_another_is_named_by_the_outer_one():
    class Text(keras.layers.Layer):
        def call(self, inputs):
            return inputs + 0.0 * tf.cast(tf.strings.length(tf.strings.as_string(inputs)), tf.float32)

    images = keras.Input((28, 28))
    inner = keras.Sequential([images, Text(), keras.layers.Flatten(), keras.layers.Dense(10)], name="inner")
    model = keras.Sequential([keras.Input((28, 28)), inner])
    with pytest.raises(ValueError, match="the layer 'inner', which uses AsString;"):
        train(model, keras.optimizers.SGD(0.1), SMALL, epochs=1, mode="xla")


def test_what_is_asked_of_xla_draws_no_random_number():
    tf.random.set_seed(22)
    expected = float(tf.random.normal([]))
    tf.random.set_seed(22)
    train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=1, mode="epoch")
    assert float(tf.random.normal([])) == expected


@pytest.mark.parametrize("mode", ["eager", "graph", "xla", "epoch", "auto"])
def test_every_mode_trains_and_repeats_its_bits_where_determinism_is_on(mode, tmp_path):
    losses = printed(DETERMINISTIC, tmp_path, MODE=mode).splitlines()
    assert len(losses) == 2
    assert losses[0] == losses[1]


@pytest.mark.parametrize(("mode", "said"), [("eager", "1\n2\n"), ("graph", "1\n2\n"), ("auto", "1\n2\n")])
def test_a_whole_number_on_another_device_is_counted_by_the_modes_that_can(mode, said, tmp_path):
    assert printed(TWO_DEVICES, tmp_path, MODE=mode) == said


@pytest.mark.parametrize("mode", ["xla", "epoch"])
def test_a_whole_number_on_another_device_is_refused_before_the_first_step(mode, tmp_path):
    line, count = printed(TWO_DEVICES, tmp_path, MODE=mode).splitlines()
    assert line == (
        f"mode '{mode}': the variable 'count:0', int32, is on CPU:1, others are on CPU:0, and XLA compiles for one "
        "device; TensorFlow keeps int32 variables on the CPU: make it int64; mode 'graph' runs it"
    )
    assert count == "0"


@pytest.mark.parametrize("mode", ["eager", "graph", "xla", "epoch", "auto"])
def test_a_whole_number_of_64_bits_is_counted_in_every_mode_on_every_device(mode):
    count = tf.Variable(0, dtype=tf.int64)

    def counting(*arguments):
        count.assign_add(1)
        return train_step(*arguments)

    train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=2, mode=mode, step=counting)
    assert int(count) == 8
