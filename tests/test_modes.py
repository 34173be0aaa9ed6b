"""The modes of training: which one is taken, the order of a whole epoch, and its memory."""

from functools import cache

import keras
import numpy as np
import pytest
import tensorflow as tf

from training_loops import _modes, tracked_losses
from training_loops._modes import choose_mode, memory_budget, settled_mode
from training_loops.classifier import build_classifier, epoch_runner, train
from training_loops.data import Digits, Examples, in_batches, load_digits
from training_loops.epochs import shuffled_order, train_whole_epoch
from training_loops.tracked_losses import build_regularized_classifier

pytestmark = pytest.mark.loops

# 200 digits in batches of 64 end with a batch of 8.
SMALL = Digits(*(Examples(images[:200], labels[:200]) for images, labels in load_digits()))


@pytest.mark.parametrize(("count", "seed", "epoch"), [(200, 22, 1), (201, 0, 7), (1, 3, 2)])
def test_the_order_is_that_of_the_batches(count, seed, epoch):
    batches = in_batches([tf.range(count)], 64, seed=seed, epoch=epoch)
    expected = np.concatenate([rows.numpy() for (rows,) in batches])
    np.testing.assert_array_equal(shuffled_order(count, seed, epoch), expected)


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("count", "batch_size"), [(4, 4), (8, 4), (10, 4), (14, 4), (16, 4), (3, 1)])
def test_a_whole_epoch_takes_every_row_once_in_its_order(compiled, count, batch_size):
    # int64: TensorFlow keeps variables of int32 on the CPU, also where there is a GPU.
    numbers = tf.range(count, dtype=tf.int64)
    order = tf.random.experimental.stateless_shuffle(numbers, seed=[1, 2])
    position, seen = tf.Variable(tf.zeros([], tf.int64)), tf.Variable(tf.zeros([count, 3], tf.int64))

    def step(images, labels):
        size = tf.size(labels, tf.int64)
        rows = position + tf.range(size)
        seen.scatter_nd_update(rows[:, None], tf.stack([images, labels, tf.fill([size], size)], axis=1))
        position.assign_add(size)

    run = tf.function(train_whole_epoch, jit_compile=True) if compiled else train_whole_epoch
    run(step, 10 * numbers, 100 * numbers, order, batch_size)
    rest = count % batch_size
    sizes = [batch_size] * (count - rest) + [rest] * rest
    np.testing.assert_array_equal(seen, np.stack([10 * order.numpy(), 100 * order.numpy(), sizes], axis=1))


@pytest.mark.parametrize("mode", ["eager", "graph", "xla", "epoch"])
def test_an_epoch_is_that_of_train_whatever_ran_before_it(mode):
    def fresh():
        return build_classifier(), keras.optimizers.SGD(0.1)

    history = train(*fresh(), SMALL, epochs=2, mode=mode)
    run_epoch = epoch_runner(*fresh(), SMALL.train, mode=mode)
    for epoch in (1, 2):
        expected = {"loss": history["loss"][epoch - 1], "accuracy": history["accuracy"][epoch - 1]}
        assert run_epoch(epoch) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("batch_size", [200, 1000])
def test_a_batch_may_be_as_large_as_the_data_or_larger(batch_size):
    arguments = {"digits": SMALL, "epochs": 2, "batch_size": batch_size}
    histories = [
        train(build_classifier(), keras.optimizers.SGD(0.1), mode=mode, **arguments) for mode in ("graph", "epoch")
    ]
    for graph, epoch in zip(*histories, strict=True):
        assert epoch == pytest.approx(graph, abs=1e-5)


@cache
def history_with_a_step(mode, optimizer) -> list[dict[str, float]]:
    model, step = build_regularized_classifier(), tracked_losses.train_step
    return list(train(model, optimizer(1e-3), SMALL, epochs=2, mode=mode, step=step))


@pytest.mark.parametrize("mode", ["graph", "xla", "epoch"])
@pytest.mark.parametrize("optimizer", [keras.optimizers.Adam, keras.optimizers.RMSprop])
def test_a_step_of_ones_own_and_other_optimizers_agree_with_eager(mode, optimizer):
    expected = history_with_a_step("eager", optimizer)
    for eager, other in zip(expected, history_with_a_step(mode, optimizer), strict=True):
        assert other == pytest.approx(eager, abs=1e-5)


def test_data_that_fit_are_trained_on_by_the_epoch_and_others_by_the_batch():
    assert choose_mode(num_bytes=100, budget=100) == "epoch"
    assert choose_mode(num_bytes=101, budget=100) == "graph"


def test_the_budget_is_the_stated_share_of_the_memory(monkeypatch):
    half = memory_budget()
    assert half > 10 * sum(array.nbytes for array in load_digits().train)
    monkeypatch.setattr(_modes, "MEMORY_SHARE", 0.25)
    assert memory_budget() == pytest.approx(half / 2, abs=1)


@pytest.mark.parametrize("mode", ["eager", "graph", "xla", "epoch"])
def test_a_mode_that_is_named_is_taken_where_it_fits(mode, capsys):
    assert settled_mode(mode, SMALL.train) == mode
    assert capsys.readouterr().err == ""


def test_auto_takes_the_epoch_unless_steps_are_to_be_reported():
    assert settled_mode("auto", SMALL.train) == "epoch"
    assert settled_mode("auto", SMALL.train, log_every=5) == "graph"


@pytest.mark.parametrize("mode", ["epoch", "auto"])
def test_data_too_large_for_the_device_are_streamed_and_a_line_says_so(mode, monkeypatch, capsys):
    expected = train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=2, mode="graph")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(_modes, "MEMORY_SHARE", 0.0)
    history = train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=2, mode=mode)
    # Two times 200 images of 28 by 28 float32, and their labels.
    line = f"mode '{mode}': the data take 1,257,600 bytes of 0 that they may; training batch by batch\n"
    assert capsys.readouterr().err == line
    assert list(history) == list(expected)
