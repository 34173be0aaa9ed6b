"""The data sets."""

import numpy as np
import pytest
import tensorflow as tf

from training_loops.data import noisy_line

pytestmark = pytest.mark.loops


def test_noisy_line_has_the_shape_and_type_it_promises():
    x, y = noisy_line(50)
    assert (x.shape, y.shape, x.dtype, y.dtype) == ((50,), (50,), tf.float32, tf.float32)
    assert (float(x[0]), float(x[-1])) == (-2.0, 2.0)


def test_a_seed_gives_the_same_points_eagerly_and_in_a_graph():
    _, y = noisy_line(seed=5)
    np.testing.assert_array_equal(y, noisy_line(seed=5)[1])
    np.testing.assert_allclose(y, tf.function(noisy_line)(seed=5)[1], atol=1e-6)
    assert not np.allclose(y, noisy_line(seed=6)[1])


def test_the_noise_is_normal_around_the_line():
    x, y = noisy_line(20001, w=-1.0, b=0.5, noise=2.0, seed=1)
    residuals = (y - (-1.0 * x + 0.5)).numpy()
    assert residuals.mean() == pytest.approx(0.0, abs=0.05)
    assert residuals.std() == pytest.approx(2.0, abs=0.05)
    np.testing.assert_array_equal(noisy_line(10, noise=0.0)[1], 3.0 * noisy_line(10)[0] + 2.0)


def test_no_examples_is_an_error():
    with pytest.raises(ValueError, match="num_examples"):
        noisy_line(0)
