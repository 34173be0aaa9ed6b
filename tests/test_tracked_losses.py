"""Losses that the model tracks, and the metric written by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from training_loops import classifier, tracked_losses
from training_loops.classifier import Metrics, build_classifier, evaluate, new_metrics
from training_loops.data import Digits, Examples, in_batches, load_digits
from training_loops.metrics import HandWrittenAccuracy
from training_loops.tracked_losses import ActivityRegularizationLayer, build_regularized_classifier

pytestmark = pytest.mark.loops

# 200 digits in batches of 64 end with a batch of 8.
SMALL = Digits(*(Examples(images[:200], labels[:200]) for images, labels in load_digits()))


def mean_activity(model, images) -> float:
    """The sum over the first hidden layer's units, a mean over the images, in NumPy."""
    kernel, bias = model.get_weights()[:2]
    return float(np.maximum(images.reshape(len(images), 784) @ kernel + bias, 0).sum(axis=1).mean())


@pytest.mark.parametrize("mode", ["eager", "graph"])
def test_without_weight_the_run_is_the_plain_run_to_the_last_bit(mode):
    plain, tracked = build_classifier(), build_regularized_classifier(weight=0.0)
    arguments = {"digits": SMALL, "epochs": 2, "mode": mode}
    expected = classifier.train(plain, keras.optimizers.SGD(0.1, momentum=0.9), **arguments)
    history = classifier.train(
        tracked, keras.optimizers.SGD(0.1, momentum=0.9), step=tracked_losses.train_step, **arguments
    )
    assert list(history) == list(expected)
    for weight, same in zip(tracked.get_weights(), plain.get_weights(), strict=True):
        assert weight.tobytes() == same.tobytes()


def test_the_loss_is_the_plain_loss_and_the_weighted_activity_at_every_step():
    model, metrics, optimizer = build_regularized_classifier(weight=0.03), new_metrics(), keras.optimizers.SGD(0.1)
    images, labels = SMALL.train.images[:50], SMALL.train.labels[:50]
    for _ in range(3):
        expected = evaluate(model, Examples(images, labels))["loss"] + 0.03 * mean_activity(model, images)
        loss = tracked_losses.train_step(model, optimizer, metrics, images, labels)
        assert float(loss) == pytest.approx(expected, abs=1e-5)
    assert len(model.losses) == 1


def test_the_penalty_lowers_the_activity():
    def trained(weight):
        model = build_regularized_classifier(weight)
        classifier.train(model, keras.optimizers.SGD(0.1), SMALL, epochs=5, step=tracked_losses.train_step)
        return mean_activity(model, SMALL.test.images)

    assert trained(0.1) < 0.5 * trained(0.0)


def test_a_model_with_the_layer_comes_back_from_a_file(tmp_path):
    model = build_regularized_classifier(weight=0.07)
    classifier.train(model, keras.optimizers.SGD(0.1), SMALL, epochs=1, step=tracked_losses.train_step)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    images = SMALL.test.images
    np.testing.assert_array_equal(loaded(images), model(images))
    assert float(loaded.losses[0]) == float(model.losses[0]) > 0
    assert [layer.weight for layer in loaded.layers if isinstance(layer, ActivityRegularizationLayer)] == [0.07]


def test_the_hand_written_accuracy_is_the_built_in_one():
    generator = np.random.default_rng(0)
    by_hand, built_in = HandWrittenAccuracy(), keras.metrics.SparseCategoricalAccuracy()
    assert float(by_hand.result()) == float(built_in.result()) == 0.0
    for size, weighted in ((64, False), (8, False), (31, True)):
        logits, labels = generator.normal(size=(size, 10)), generator.integers(0, 10, size)
        weights = generator.uniform(size=size) if weighted else None
        for metric in (by_hand, built_in):
            metric.update_state(labels, logits, sample_weight=weights)
        assert float(by_hand.result()) == pytest.approx(float(built_in.result()), abs=1e-6)
    assert float(by_hand.result()) > 0
    by_hand.reset_state()
    assert float(by_hand.result()) == 0.0


@pytest.mark.parametrize(("weights", "accuracy"), [(None, 0.5), ([3.0, 1.0], 0.75), ([0.0, 2.0], 0.0)])
def test_the_hand_written_accuracy_counts_each_example_with_its_weight(weights, accuracy):
    metric = HandWrittenAccuracy()
    metric.update_state([1, 1], [[0.0, 1.0], [1.0, 0.0]], sample_weight=weights)
    assert float(metric.result()) == accuracy


def test_the_hand_written_accuracy_takes_columns_and_refuses_what_does_not_fit():
    logits = [[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]
    metric = HandWrittenAccuracy()
    metric.update_state([[1], [1], [0]], logits, sample_weight=[[3.0], [1.0], [0.0]])
    assert float(metric.result()) == 0.75
    for arguments in ({"labels": [1, 0]}, {"labels": [1, 1, 0], "sample_weight": 2.0}):
        with pytest.raises((ValueError, tf.errors.InvalidArgumentError)):
            metric.update_state(logits=logits, **arguments)


def test_the_hand_written_accuracy_serves_in_a_loop():
    accuracies = []
    for metric in (HandWrittenAccuracy(), keras.metrics.SparseCategoricalAccuracy()):
        model, metrics = build_classifier(), Metrics(keras.metrics.Mean(), metric)
        optimizer = keras.optimizers.SGD(0.1)
        for images, labels in in_batches(SMALL.train, 64):
            classifier.train_step(model, optimizer, metrics, images, labels)
        accuracies.append(metrics.result()["accuracy"])
    assert accuracies[0] == pytest.approx(accuracies[1], abs=1e-6)
    assert accuracies[0] > 0


def test_the_step_scales_its_loss_as_the_optimizer_asks():
    losses = []
    for optimizer in (keras.optimizers.SGD(0.1), keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1))):
        model = build_regularized_classifier()
        history = classifier.train(model, optimizer, SMALL, epochs=3, step=tracked_losses.train_step)
        losses.append(history["loss"])
    assert losses[1] == pytest.approx(losses[0], abs=1e-5)
    assert losses[0][2] < losses[0][0]
