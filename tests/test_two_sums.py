"""The bench's step that takes the two halves of a batch apart: its update is that of `fit`."""

import keras
import numpy as np
import pytest

from docsite.benchmarks.contestants.ours import train_step_in_sums
from training_loops.classifier import build_classifier, new_metrics
from training_loops.data import load_digits

pytestmark = pytest.mark.loops


# 64 is a whole batch, 8 the last one of 200 digits; 7 does not halve.
@pytest.mark.parametrize("size", [64, 8, 7, 2])
def test_two_sums_are_the_update_of_fit(size):
    images, labels = (array[:size] for array in load_digits().train)
    fitted, halved, metrics = build_classifier(), build_classifier(), new_metrics()
    before = fitted.get_weights()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    fitted.compile(keras.optimizers.SGD(0.5), loss, metrics=["accuracy"])
    figures = fitted.fit(images, labels, batch_size=size, epochs=1, verbose=0).history
    train_step_in_sums(halved, keras.optimizers.SGD(0.5), metrics, images, labels)
    for expected, weight in zip(fitted.get_weights(), halved.get_weights(), strict=True):
        np.testing.assert_allclose(weight, expected, atol=1e-5)
    expected = {name: values[0] for name, values in figures.items()}
    assert metrics.result() == pytest.approx(expected, abs=1e-5)
    assert any((weight != old).any() for weight, old in zip(halved.get_weights(), before, strict=True))
