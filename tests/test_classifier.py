"""The classifier's loop: against a step in NumPy, in every mode, and at its edges."""

import sys
from functools import partial

import keras
import numpy as np
import pytest

from training_loops.classifier import build_classifier, evaluate, new_metrics, train, train_epoch, train_step
from training_loops.data import Digits, Examples, in_batches, load_digits

pytestmark = pytest.mark.loops

DIGITS = load_digits()
# 200 digits in batches of 64 end with a batch of 8.
SMALL = Digits(*(Examples(images[:200], labels[:200]) for images, labels in DIGITS))


def forward(weights, images):
    """The logits in NumPy with float64, and what each layer passed on."""
    activations = [images.reshape(len(images), 784).astype(np.float64)]
    for kernel, bias in zip(weights[0:4:2], weights[1:4:2], strict=True):
        activations.append(np.maximum(activations[-1] @ kernel + bias, 0))
    return activations[-1] @ weights[4] + weights[5], activations


def cross_entropies(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]


def step_by_hand(weights, images, labels, learning_rate):
    """The weights after one step of gradient descent on the mean cross entropy, by backpropagation written out."""
    logits, activations = forward(weights, images)
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    delta = (shares / shares.sum(axis=1, keepdims=True) - np.eye(10)[labels]) / len(labels)
    updated = []
    for layer in (2, 1, 0):
        kernel, bias = weights[2 * layer : 2 * layer + 2]
        inputs = activations[layer]
        updated = [kernel - learning_rate * inputs.T @ delta, bias - learning_rate * delta.sum(axis=0), *updated]
        delta = (delta @ kernel.T) * (inputs > 0)
    return updated


def test_a_step_is_the_step_in_numpy_and_returns_the_loss_before_it():
    model, metrics = build_classifier(), new_metrics()
    weights = model.get_weights()
    images, labels = (array[:32] for array in DIGITS.train)
    loss = train_step(model, keras.optimizers.SGD(0.5), metrics, images, labels)
    logits, _ = forward(weights, images)
    assert float(loss) == pytest.approx(cross_entropies(logits, labels).mean(), abs=1e-5)
    for weight, expected in zip(model.get_weights(), step_by_hand(weights, images, labels, 0.5), strict=True):
        np.testing.assert_allclose(weight, expected, atol=1e-5)


@pytest.mark.parametrize("mode", ["graph", "xla", "epoch", "auto"])
def test_every_mode_gives_the_history_and_the_weights_of_eager(mode):
    histories, weights = [], []
    for each in ("eager", mode):
        model = build_classifier()
        histories.append(train(model, keras.optimizers.SGD(0.1, momentum=0.9), SMALL, epochs=3, mode=each))
        weights.append(np.concatenate([weight.ravel() for weight in model.get_weights()]))
    for eager, other in zip(*histories, strict=True):
        assert other == pytest.approx(eager, abs=1e-5)
    np.testing.assert_allclose(*weights, atol=1e-5)


@pytest.mark.parametrize("mode", ["eager", "graph", "xla", "epoch"])
def test_the_last_batch_counts_with_its_true_weight(mode):
    model = build_classifier()
    logits, _ = forward(model.get_weights(), SMALL.train.images)
    # A model that stands still has one loss: the mean over all 200 digits.
    history = train(model, keras.optimizers.SGD(0.0), SMALL, epochs=2, mode=mode)
    assert history["loss"] == pytest.approx([cross_entropies(logits, SMALL.train.labels).mean()] * 2, abs=1e-5)
    assert history["accuracy"] == pytest.approx([np.mean(logits.argmax(axis=1) == SMALL.train.labels)] * 2, abs=1e-6)


def test_every_digit_is_trained_on_the_last_batch_included():
    seen = []

    def watching(model, optimizer, metrics, images, labels):
        seen.append(len(images))
        return train_step(model, optimizer, metrics, images, labels)

    train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=1, mode="eager", step=watching)
    assert seen == [64, 64, 64, 8]


# A whole epoch of three batches and a rest holds the step four times: twice in its loop, which takes two batches at
# once, and after it for the odd batch and for the smaller last one.
@pytest.mark.parametrize(("mode", "count"), [("graph", 1), ("xla", 1), ("epoch", 4)])
def test_the_step_is_traced_for_the_first_epoch_alone(mode, count):
    traces = []

    def tracing(*arguments):
        traces.append(1)
        return train_step(*arguments)

    history = train(build_classifier(), keras.optimizers.Adam(), SMALL, epochs=3, mode=mode, step=tracing)
    assert len(history) == 3
    assert len(traces) == count


@pytest.mark.parametrize("mode", ["graph", "epoch"])
def test_training_and_validation_figures_are_of_the_state_they_are_said_to_be_of(mode):
    model = build_classifier()
    history = train(model, keras.optimizers.SGD(0.1), SMALL, epochs=2, mode=mode)
    assert history.columns == ("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    assert history["epoch"] == [1, 2]
    logits, _ = forward(model.get_weights(), SMALL.validation.images)
    assert history["validation_loss"][-1] == pytest.approx(
        cross_entropies(logits, SMALL.validation.labels).mean(), abs=1e-5
    )
    right = logits.argmax(axis=1) == SMALL.validation.labels
    assert history["validation_accuracy"][-1] == pytest.approx(right.mean(), abs=1e-6)


def test_metrics_start_anew_each_epoch():
    model, metrics = build_classifier(), new_metrics()
    step = partial(train_step, model, keras.optimizers.SGD(0.0), metrics)
    epochs = [train_epoch(step, metrics, in_batches(SMALL.train, 64)) for _ in range(2)]
    assert epochs[0] == epochs[1]


def test_evaluate_does_not_depend_on_the_batches():
    model = build_classifier()
    before = model.get_weights()
    whole = evaluate(model, SMALL.test)
    assert evaluate(model, SMALL.test, batch_size=7) == pytest.approx(whole, abs=1e-6)
    for weight, unchanged in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(weight, unchanged)


def test_a_seed_gives_the_same_run_and_another_seed_another():
    def losses(seed):
        return train(build_classifier(seed), keras.optimizers.SGD(0.1), SMALL, epochs=1, seed=seed)["loss"]

    assert losses(1) == losses(1)
    assert losses(1) != losses(2)


def test_the_bundled_digits_are_learned():
    model = build_classifier()
    train(model, keras.optimizers.SGD(0.05, momentum=0.9), DIGITS, epochs=20)
    assert evaluate(model, DIGITS.test)["accuracy"] > 0.94


def test_nothing_is_printed_where_there_is_no_terminal(capsys):
    train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=1)
    assert capsys.readouterr().out == ""


def test_a_bar_shows_the_loss_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    history = train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=2)
    out = capsys.readouterr().out
    assert len(history) == 2
    assert "Epoch 1" in out
    assert "Epoch 2" in out
    assert "4/4" in out
    assert "loss:" in out


def test_on_a_terminal_the_mode_epoch_shows_a_bar_of_one_step_an_epoch(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    history = train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=2, mode="epoch")
    out = capsys.readouterr().out
    for number, loss in zip(history["epoch"], history["loss"], strict=True):
        _, _, shown = out.partition(f"Epoch {number}\n")
        assert "1/1" in shown
        assert f"loss: {loss:.4f}" in shown


def test_log_lines_come_every_so_many_steps(capsys):
    model, first_batch = build_classifier(), next(iter(in_batches(SMALL.train, 16, seed=22, epoch=1)))
    logits, _ = forward(model.get_weights(), first_batch[0].numpy())
    loss = cross_entropies(logits, first_batch[1].numpy()).mean()
    train(model, keras.optimizers.SGD(0.1), SMALL, epochs=1, batch_size=16, log_every=5)
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [f"epoch 1, step {step}" for step in (0, 5, 10)]
    assert [line.partition("(")[2] for line in lines] == [f"{seen} examples seen)" for seen in (16, 96, 176)]
    assert float(lines[0].split()[5]) == pytest.approx(loss, abs=1e-4)


def silent(*arguments):
    """A step of one's own that returns nothing."""
    train_step(*arguments)


def telling(*arguments):
    """A step of one's own that returns more than the loss."""
    return {"loss": train_step(*arguments), "size": len(arguments[-1])}


@pytest.mark.parametrize("step", [silent, telling])
@pytest.mark.parametrize("mode", ["eager", "graph", "epoch"])
def test_a_step_of_ones_own_trains_the_same_on_a_terminal_and_in_a_pipe(monkeypatch, mode, step):
    histories = []
    for terminal in (False, True):
        monkeypatch.setattr(sys.stdout, "isatty", lambda answer=terminal: answer)
        histories.append(train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=1, mode=mode, step=step))
    assert list(histories[0]) == list(histories[1])


@pytest.mark.parametrize("step", [silent, telling])
def test_log_lines_leave_out_what_is_not_a_loss(capsys, step):
    train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=1, log_every=2, step=step)
    expected = ["epoch 1, step 0 (64 examples seen)", "epoch 1, step 2 (192 examples seen)"]
    assert capsys.readouterr().out.splitlines() == expected


def with_dropout():
    kernel = keras.initializers.GlorotUniform(seed=1)
    layers = [
        keras.layers.Flatten(),
        keras.layers.Dropout(0.5, seed=7),
        keras.layers.Dense(10, kernel_initializer=kernel),
    ]
    return keras.Sequential([keras.Input((28, 28)), *layers])


@pytest.mark.parametrize("mode", ["graph", "xla", "epoch"])
def test_xla_alone_draws_other_random_numbers(mode):
    eager, other = (
        train(with_dropout(), keras.optimizers.SGD(0.1), SMALL, epochs=2, mode=each)["loss"] for each in ("eager", mode)
    )
    # Other units are dropped, so the run is another one of the same kind.
    assert other == pytest.approx(eager, abs=0.5)
    assert (other == pytest.approx(eager, abs=1e-5)) == (mode == "graph")


def test_in_mixed_precision_the_loss_is_scaled_as_the_optimizer_asks():
    expected = train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=3)
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1))
    history = train(build_classifier(), optimizer, SMALL, epochs=3)
    assert history["loss"] == pytest.approx(expected["loss"], abs=1e-5)


def with_train(images=SMALL.train.images, labels=SMALL.train.labels):
    return {"digits": SMALL._replace(train=Examples(images, labels))}


def with_label(label):
    return with_train(labels=np.array([*SMALL.train.labels[:-1], label]))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mode": "fast"}, "^mode must be one of 'eager', 'graph', 'xla', 'epoch', 'auto', not 'fast'"),
        ({"epochs": -1}, "^epochs must be a whole number of at least 0, not -1"),
        ({"epochs": 1.0}, "^epochs must be"),
        ({"epochs": True}, "^epochs must be"),
        ({"batch_size": 0}, "^batch_size must be a whole number of at least 1, not 0"),
        ({"seed": 1.5}, "^seed must be"),
        ({"log_every": -1}, "^log_every must be"),
        ({"log_every": 5, "mode": "epoch"}, "^log_every must be 0 in mode 'epoch'"),
        (
            with_train(images=SMALL.train.images[:-1]),
            r"^digits.train.labels must have the shape \(199,\)",
        ),
        (with_label(10), "^digits.train.labels must be whole numbers from 0 to 9"),
        (with_label(-1), "^digits.train.labels must be whole numbers from 0 to 9"),
        (with_train(labels=SMALL.train.labels + 5), "^digits.train.labels must be whole numbers from 0 to 9"),
        (with_train(labels=SMALL.train.labels[:, None]), "^digits.train.labels must have the shape"),
        (with_train(images=SMALL.train.images.reshape(-1, 784)), r"^digits.train.images must have the shape \(n, 28,"),
        (with_train(SMALL.train.images[:0], SMALL.train.labels[:0]), "^digits.train.images .* at least one image"),
        (with_train(images=SMALL.train.images.astype(np.uint8)), "^digits.train.images must be floating-point"),
        ({"digits": SMALL._replace(validation=Examples([], []))}, "^digits.validation.images must have the shape"),
    ],
)
def test_a_wrong_argument_is_named_before_the_first_step(arguments, message):
    model, optimizer = build_classifier(), keras.optimizers.SGD(0.1)
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        train(**{"model": model, "optimizer": optimizer, "digits": SMALL, "epochs": 1, **arguments})
    np.testing.assert_array_equal(model.get_weights()[0], before[0])


def test_no_epochs_give_an_empty_history():
    assert len(train(build_classifier(), keras.optimizers.SGD(0.1), SMALL, epochs=0)) == 0
