"""The Keras model trains, by the hand loop and by `fit`, and its weights survive a file."""

import keras
import numpy as np
import pytest

from training_loops.data import noisy_line
from training_loops.keras_linear import KerasLinearModel, train_step
from training_loops.linear import LinearModel, train

pytestmark = pytest.mark.loops


def test_fit_reports_the_losses_of_the_hand_loop_before_each_update():
    x, y = noisy_line()
    by_hand = train(LinearModel(), x, y, epochs=10, learning_rate=0.1)
    model = KerasLinearModel()
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
    fitted = model.fit(x, y, epochs=10, batch_size=1000, verbose=0)
    assert fitted.history["loss"] == pytest.approx(by_hand["loss"][:-1], abs=1e-5)
    assert model.evaluate(x, y, batch_size=1000, verbose=0) == pytest.approx(by_hand["loss"][-1], abs=1e-5)
    assert (float(model.w), float(model.b)) == pytest.approx((by_hand["w"][-1], by_hand["b"][-1]), abs=1e-5)


@pytest.mark.parametrize("model_class", [LinearModel, KerasLinearModel])
def test_a_step_with_a_keras_optimizer_is_the_step_by_hand(model_class):
    x, y = noisy_line()
    model, optimizer = model_class(), keras.optimizers.SGD(learning_rate=0.1)
    loss_function = keras.losses.MeanSquaredError()
    losses = [float(train_step(model, optimizer, loss_function, x, y)) for _ in range(10)]
    by_hand = train(LinearModel(), x, y, epochs=10, learning_rate=0.1)
    assert losses == pytest.approx(by_hand["loss"][:-1], abs=1e-5)
    assert (float(model.w), float(model.b)) == pytest.approx((by_hand["w"][-1], by_hand["b"][-1]), abs=1e-5)


def test_keras_tracks_both_weights():
    assert [variable.name for variable in KerasLinearModel().trainable_variables] == ["w", "b"]


@pytest.mark.parametrize("seed", [3, 22])
def test_weights_and_whole_models_come_back_from_a_file(tmp_path, seed):
    x, y = noisy_line(seed=seed)
    model, fresh = KerasLinearModel(), KerasLinearModel()
    train(model, x, y, epochs=10, learning_rate=0.1)
    predictions = model.predict(x, verbose=0)
    assert not np.allclose(predictions, fresh.predict(x, verbose=0)), "training changed nothing"

    model.save_weights(tmp_path / "line.weights.h5")
    fresh.load_weights(tmp_path / "line.weights.h5")
    np.testing.assert_array_equal(fresh.predict(x, verbose=0), predictions)

    model.save(tmp_path / "line.keras")
    np.testing.assert_array_equal(keras.saving.load_model(tmp_path / "line.keras").predict(x, verbose=0), predictions)


def test_a_step_scales_its_loss_as_the_optimizer_asks():
    x, y = noisy_line()
    model, scaled = KerasLinearModel(), KerasLinearModel()
    loss_function = keras.losses.MeanSquaredError()
    train_step(model, keras.optimizers.SGD(0.1), loss_function, x, y)
    train_step(scaled, keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1)), loss_function, x, y)
    assert (float(scaled.w), float(scaled.b)) == pytest.approx((float(model.w), float(model.b)), abs=1e-6)
    assert float(model.w) != KerasLinearModel().start["w"]
