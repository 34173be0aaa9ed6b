"""The loop on a table: what is shown is what trains, it learns, and bad input is told before the first step."""

import re

import keras
import numpy as np
import pytest
import tensorflow as tf

from training_loops.data import in_batches
from training_loops.tables import Encoder, Parts, load_penguins, split
from training_loops.walkthrough import build_model, evaluate, new_metrics, probabilities, train, train_epoch, train_step

pytestmark = pytest.mark.loops


@pytest.fixture(scope="module")
def parts() -> Parts:
    table = load_penguins()
    return split(table.rows(~np.isnan(table["body_mass_g"])))


@pytest.fixture(scope="module")
def sets(parts: Parts) -> list:
    encoder = Encoder(parts.train)
    return [encoder.examples(part) for part in parts]


def test_train_is_the_loop_that_is_shown(sets):
    training, validation, _ = sets
    model, optimizer = build_model(9, 3), keras.optimizers.Adam(0.01)
    history = train(model, optimizer, training, validation, epochs=2, batch_size=100)
    shown, metrics, own = build_model(9, 3), new_metrics(), keras.optimizers.Adam(0.01)

    def step(inputs, labels):
        return train_step(shown, own, metrics, inputs, labels)

    for record in history:
        batches = in_batches(training, 100, seed=22, epoch=record["epoch"])
        result = train_epoch(step, metrics, batches)
        assert result == pytest.approx({"loss": record["loss"], "accuracy": record["accuracy"]}, rel=1e-5)
        validated = evaluate(shown, *validation)
        assert validated["loss"] == pytest.approx(record["validation_loss"], rel=1e-5)
        assert validated["accuracy"] == record["validation_accuracy"]
    for ours, theirs in zip(model.get_weights(), shown.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_in_mixed_precision_the_loss_is_scaled_as_the_optimizer_asks(sets):
    trained = []
    for wrap in (lambda optimizer: optimizer, keras.optimizers.LossScaleOptimizer):
        optimizer = wrap(keras.optimizers.SGD(0.1))
        trained.append(train(build_model(9, 3), optimizer, *sets[:2], epochs=2, batch_size=100)["loss"])
    assert trained[1] == pytest.approx(trained[0], abs=1e-5)


def test_it_learns_and_is_as_sure_as_its_rows_say(sets):
    training, validation, test = sets
    model = build_model(9, 3)
    history = train(model, keras.optimizers.Adam(0.01), training, validation, epochs=8)
    assert history["loss"][-1] < 0.1 * history["loss"][0]
    assert evaluate(model, *test)["accuracy"] > 0.95
    found = probabilities(model, test[0])
    np.testing.assert_allclose(found.sum(axis=1), 1.0, atol=1e-5)
    assert np.mean(found.argmax(axis=1) == test[1]) == evaluate(model, *test)["accuracy"]


def test_a_loss_that_is_not_finite_names_the_step_and_leaves_the_weights_of_before(sets):
    training, validation, _ = sets
    model = build_model(9, 3)
    optimizer = keras.optimizers.SGD(1e30)
    with pytest.raises(FloatingPointError, match="at epoch 1, step 1; try a smaller learning rate"):
        train(model, optimizer, training, validation, epochs=1)
    assert all(np.isfinite(array).all() for array in model.get_weights())


BAD = {
    "inputs of one axis": ({"training": (np.ones(3), np.ones(3, int))}, "training inputs must have the shape"),
    "no rows": ({"training": (np.ones((0, 9)), np.ones(0, int))}, "with at least one row"),
    "nan": ({"training": (np.full((2, 9), np.nan), np.ones(2, int))}, "training inputs must be finite"),
    "text": ({"validation": (np.full((2, 9), "a"), np.ones(2, int))}, "validation inputs must be real numbers"),
    "labels of another length": (
        {"training": (np.ones((2, 9)), np.ones(3, int))},
        r"labels must have the shape \(2,\)",
    ),
    "labels as text": ({"training": (np.ones((1, 9)), np.array(["a"]))}, "training labels must be whole numbers"),
    "a label too many": ({"training": (np.ones((1, 9)), np.array([3]))}, "model has 3 outputs and a label is 3; give"),
    "no pair": ({"training": 3}, "training must be inputs and labels, as Encoder.examples gives them"),
    "other columns": ({"training": (np.ones((1, 8)), np.array([1]))}, r"model must take inputs of the shape \(1, 8\)"),
    "no optimizer": ({"optimizer": "adam"}, "optimizer must be a Keras optimizer, not 'adam'"),
    "no model": ({"model": 3}, "model must be a Keras model whose keras.Input tells its inputs, not 3"),
    "epochs": ({"epochs": -1}, "epochs must be a whole number of at least 0"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_before_the_first_step(sets, name):
    changed, told = BAD[name]
    model = build_model(9, 3)
    before = [tf.identity(weight) for weight in model.weights]
    given = {"model": model, "optimizer": keras.optimizers.SGD(0.1), "training": sets[0], "validation": sets[1]}
    with pytest.raises(ValueError, match=told) as caught:
        train(**{**given, "epochs": 1, **changed})
    assert "\n" not in str(caught.value)
    assert all(bool(tf.reduce_all(old == new)) for old, new in zip(before, model.weights, strict=True))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda x, y: (x, y[:, None]), "the labels must have the shape (8,), not (8, 1)"),
        (lambda x, y: (x[:0], y[:0]), "the inputs must have the shape (rows, columns) with at least one row"),
        (lambda x, y: (x, y[:1]), "the labels must have the shape (8,), not (1,)"),
        (lambda x, y: (x, y.astype(float)), "the labels must be whole numbers from 0 on"),
        (lambda x, y: (x, y + 3), "model has 3 outputs and a label is"),
        (lambda x, y: (x, y.astype(np.uint64) + 2**63), "the labels must be whole numbers from 0 on"),
        (lambda x, y: (x * np.nan, y), "the inputs must be finite"),
        (lambda x, y: (x[:, :3], y), "model must take inputs of the shape (1, 3)"),
        (lambda x, y: (x[0], y[0]), "the inputs must have the shape (rows, columns), not (9,)"),
    ],
)
def test_rows_that_cannot_be_evaluated(sets, change, told):
    inputs, labels = (array[:8] for array in sets[0])
    with pytest.raises(ValueError, match=re.escape(told)) as raised:
        evaluate(build_model(9, 3), *change(inputs, labels))
    assert "\n" not in str(raised.value)


def test_lists_are_taken_and_other_inputs_are_refused(sets):
    model, (inputs, labels) = build_model(9, 3), (array[:8] for array in sets[0])
    assert evaluate(model, inputs.tolist(), labels.tolist()) == evaluate(model, inputs, labels)
    assert np.array_equal(probabilities(model, inputs.tolist()), probabilities(model, inputs))
    assert probabilities(model, inputs[:0]).shape == (0, 3)
    for wrong in (inputs[0], inputs * np.nan, inputs[:, :3], None, "a"):
        with pytest.raises(ValueError, match=r"^(inputs must|model must take)"):
            probabilities(model, wrong)
    with pytest.raises(ValueError, match="optimizer must be a Keras optimizer"):
        train(model, keras.optimizers.SGD, sets[0], sets[1], epochs=1)
