"""Networks of matrices: against steps in NumPy, against Keras, and at their edges."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from training_loops.data import Digits, Examples, in_batches, load_digits
from training_loops.network import (
    SoftmaxRegression,
    TwoLayerNetwork,
    accuracy,
    cross_entropy,
    evaluate,
    softmax,
    train,
    train_epoch,
    train_step,
)

pytestmark = pytest.mark.loops

DIGITS = load_digits()
# 200 digits in batches of 64 end with a batch of 8.
SMALL = Digits(*(Examples(images[:200], labels[:200]) for images, labels in DIGITS))


def batch(size=32):
    images, labels = DIGITS.train
    return images[:size], tf.constant(labels[:size])


def forward_in_numpy(x, weights):
    """The probabilities in float64, and what the last layer was given."""
    for w, b in weights[:-1]:
        x = np.maximum(x @ w + b, 0)
    w, b = weights[-1]
    powers = np.exp(x @ w + b)
    return powers / powers.sum(axis=1, keepdims=True), x


def step_in_numpy(images, labels, weights, learning_rate):
    """Loss before one step and the weights after it, by the formulas of backpropagation."""
    x = np.asarray(images, np.float64).reshape(len(images), 784)
    probabilities, hidden = forward_in_numpy(x, weights)
    loss = -np.log(probabilities[np.arange(len(labels)), labels]).mean()
    error = (probabilities - np.eye(10)[labels]) / len(labels)
    gradients = [(hidden.T @ error, error.sum(axis=0))]
    if len(weights) == 2:
        below = error @ weights[1][0].T * (hidden > 0)
        gradients.insert(0, (x.T @ below, below.sum(axis=0)))
    pairs = zip(weights, gradients, strict=True)
    return loss, [(w - learning_rate * dw, b - learning_rate * db) for (w, b), (dw, db) in pairs]


def weights_of(model):
    if isinstance(model, SoftmaxRegression):
        return [(model.w.numpy(), model.b.numpy())]
    return [(model.w1.numpy(), model.b1.numpy()), (model.w2.numpy(), model.b2.numpy())]


@pytest.mark.parametrize("build", [SoftmaxRegression, TwoLayerNetwork])
def test_three_steps_are_those_of_numpy(build):
    model, (images, labels) = build(), batch()
    expected = weights_of(model)
    for _ in range(3):
        loss, _ = train_step(model, images, labels, 0.5)
        expected_loss, expected = step_in_numpy(images, labels.numpy(), expected, 0.5)
        assert float(loss) == pytest.approx(expected_loss, abs=1e-5)
    for pair, expected_pair in zip(weights_of(model), expected, strict=True):
        for value, wanted in zip(pair, expected_pair, strict=True):
            np.testing.assert_allclose(value, wanted, atol=1e-5)


def test_the_untrained_regression_gives_every_digit_the_same_share():
    images, labels = batch()
    logits = SoftmaxRegression()(images)
    np.testing.assert_allclose(softmax(logits), 0.1)
    assert float(cross_entropy(labels, logits)) == pytest.approx(np.log(10))


def test_softmax_and_cross_entropy_survive_large_logits():
    logits = tf.constant([[1000.0, 0.0, -1000.0]])
    np.testing.assert_allclose(softmax(logits), [[1, 0, 0]])
    losses = [float(cross_entropy(tf.constant([label]), logits)) for label in range(3)]
    assert losses == [0, 1000, 2000]


def test_cross_entropy_and_accuracy_are_those_of_keras():
    labels, logits = tf.constant([3, 1, 4, 1]), tf.random.stateless_normal([4, 10], seed=[22, 0]) * 5
    expected = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, logits)
    assert float(cross_entropy(labels, logits)) == pytest.approx(float(expected), rel=1e-6)
    measure = keras.metrics.SparseCategoricalAccuracy()
    measure.update_state(labels, logits)
    assert float(accuracy(labels, logits)) == float(measure.result())


def test_the_same_network_in_keras_trains_to_the_same_weights():
    ours = TwoLayerNetwork()
    theirs = keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(64, "relu"), keras.layers.Dense(10)]
    )
    theirs.set_weights([value for pair in weights_of(ours) for value in pair])
    theirs.compile(keras.optimizers.SGD(0.3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    history = train(ours, SMALL, epochs=1, seed=5)
    fitted = theirs.fit(in_batches(SMALL.train, 64, seed=5, epoch=1), epochs=1, shuffle=False, verbose=0)
    assert history["loss"] == pytest.approx(fitted.history["loss"], rel=1e-4)
    for value, wanted in zip(theirs.get_weights(), sum(weights_of(ours), ()), strict=True):
        np.testing.assert_allclose(value, wanted, atol=1e-5)


def test_an_epoch_weighs_its_smaller_last_batch_by_its_size():
    record = train_epoch(TwoLayerNetwork(), in_batches(SMALL.train, 64), 1e-9)
    assert record == pytest.approx(evaluate(TwoLayerNetwork(), SMALL.train), abs=1e-5)


def test_a_history_has_a_record_an_epoch_and_validates_the_state_after_it():
    model = SoftmaxRegression()
    history = train(model, SMALL, epochs=2)
    assert history.columns == ("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")
    assert history["epoch"] == [1, 2]
    assert history["loss"][1] < history["loss"][0]
    measured = evaluate(model, SMALL.validation)
    assert history["validation_loss"][-1] == measured["loss"]
    assert history["validation_accuracy"][-1] == measured["accuracy"]


def test_the_seed_fixes_first_weights_and_order():
    def run(seed):
        return train(TwoLayerNetwork(seed=seed), SMALL, epochs=1, seed=seed)["loss"]

    assert run(1) == run(1) != run(2)
    assert len({train(SoftmaxRegression(), SMALL, epochs=1, seed=seed)["loss"][0] for seed in (1, 2)}) == 2


def test_no_epochs_leave_the_model_as_it_is():
    model = SoftmaxRegression()
    assert len(train(model, SMALL, epochs=0)) == 0
    assert not model.w.numpy().any()


def test_all_is_as_before_the_step_whose_loss_is_not_finite():
    model = TwoLayerNetwork()
    with pytest.raises(FloatingPointError, match="at epoch 1, step 1; try a smaller learning rate"):
        train(model, SMALL, epochs=2, learning_rate=1e30)
    assert all(np.isfinite(variable.numpy()).all() for variable in model.variables)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", -1),
        ("batch_size", 0),
        ("seed", 1.5),
        ("learning_rate", 0.0),
        ("learning_rate", float("nan")),
        ("learning_rate", True),
    ],
)
def test_a_wrong_argument_is_named_before_the_first_step(name, value):
    model = SoftmaxRegression()
    with pytest.raises(ValueError, match=f"^{name} must be"):
        train(model, SMALL, **{"epochs": 1, name: value})
    assert not model.w.numpy().any()


def test_digits_of_another_shape_are_refused():
    images, labels = SMALL.train
    with pytest.raises(ValueError, match=r"digits\.train\.images must have the shape"):
        train(SoftmaxRegression(), SMALL._replace(train=Examples(images[:, :, :14], labels)), epochs=1)
