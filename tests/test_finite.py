"""A loss or a gradient that is not finite: which step is named, and what the model and all else are then."""

from functools import partial

import keras
import numpy as np
import pytest
import tensorflow as tf

from training_loops import custom_fit, gan
from training_loops.classifier import new_metrics, train
from training_loops.data import Digits, Examples, in_batches, load_digits
from training_loops.gan import Pair

pytestmark = pytest.mark.loops

# 200 digits in batches of 64 make four steps an epoch.
SMALL = Digits(*(Examples(images[:200], labels[:200]) for images, labels in load_digits()))
IMAGES = SMALL.train.images[:20]


def new_model():
    """A model with a state that is not trained: the running means of a layer."""
    kernel = partial(keras.initializers.GlorotUniform, seed=1)
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(16, kernel_initializer=kernel()),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(10, kernel_initializer=kernel()),
        ]
    )


def failing_step(fault: str, at: int):
    """A step and its own counter; the loss, or the gradient alone, is not a number at call `at`."""
    count = tf.Variable(0, dtype=tf.int64)

    def step(model, optimizer, metrics, images, labels):
        healthy = tf.where(count == at, 0.0, 1.0)
        with tf.GradientTape() as tape:
            logits = model(images, training=True)
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
            if fault == "loss":
                loss *= healthy / healthy
            else:
                # Adds 0, but the slope of a root at 0 is infinite, and infinity times 0 is not a number.
                loss += tf.sqrt(healthy + 0.0 * tf.reduce_sum(logits)) - healthy
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        metrics.loss.update_state(loss, sample_weight=tf.shape(labels)[0])
        metrics.accuracy.update_state(labels, logits)
        count.assign_add(1)
        return loss

    return step, count


def state_of(*owners) -> list[np.ndarray]:
    return [np.asarray(variable) for owner in owners for variable in owner.variables]


def state_after(steps: int) -> list[np.ndarray]:
    """The state after so many steps that go well, one at a time."""
    model, optimizer = new_model(), keras.optimizers.SGD(0.05, momentum=0.9)
    optimizer.build(model.trainable_variables)
    step, _ = failing_step("loss", at=-1)
    batches = [batch for epoch in (1, 2) for batch in in_batches(SMALL.train, 64, seed=22, epoch=epoch)]
    for images, labels in batches[:steps]:
        step(model, optimizer, new_metrics(), images, labels)
    return state_of(model, optimizer)


# Step 7 is the last one of epoch 2: no later loss tells that its gradient was not finite.
@pytest.mark.parametrize(
    ("fault", "at", "place"),
    [
        ("loss", 0, "epoch 1, step 0"),
        ("loss", 5, "epoch 2, step 1"),
        ("gradient", 5, "epoch 2, step 1"),
        ("gradient", 7, "epoch 2, step 3"),
    ],
)
@pytest.mark.parametrize("mode", ["eager", "graph", "xla", "epoch"])
def test_everything_is_as_before_the_step_that_is_named(mode, fault, at, place):
    model, optimizer = new_model(), keras.optimizers.SGD(0.05, momentum=0.9)
    step, count = failing_step(fault, at)
    kept = at // 4 * 4 if mode == "epoch" else at
    place = place.partition(",")[0] if mode == "epoch" else place
    said = rf"^(the loss is nan|a weight is no longer finite|the validation loss is nan) at {place}; try a smaller"
    with pytest.raises(FloatingPointError, match=said):
        train(model, optimizer, SMALL, epochs=2, mode=mode, step=step)
    assert int(count) == kept
    for now, before in zip(state_of(model, optimizer), state_after(kept), strict=True):
        np.testing.assert_allclose(now, before, atol=1e-5)


@pytest.mark.parametrize("mode", ["eager", "graph"])
def test_the_seeds_of_layers_go_back_with_the_rest(mode):
    model = keras.Sequential([new_model(), keras.layers.Dropout(0.5, seed=1)])
    model.build((None, 28, 28))
    step, _ = failing_step("loss", at=5)
    with pytest.raises(FloatingPointError, match="epoch 2, step 1"):
        train(model, keras.optimizers.SGD(1e-3), SMALL, epochs=2, mode=mode, step=step)
    after_the_fault = model.layers[-1].seed_generator.state.numpy()
    again = keras.Sequential([new_model(), keras.layers.Dropout(0.5, seed=1)])
    again.build((None, 28, 28))
    for _ in range(5):
        again(IMAGES, training=True)
    np.testing.assert_array_equal(after_the_fault, again.layers[-1].seed_generator.state.numpy())


def test_training_goes_on_from_there():
    model, optimizer = new_model(), keras.optimizers.SGD(0.05, momentum=0.9)
    with pytest.raises(FloatingPointError):
        train(model, optimizer, SMALL, epochs=2, step=failing_step("gradient", at=5)[0])
    assert np.isfinite(train(model, optimizer, SMALL, epochs=1)["loss"]).all()


def test_fit_stops_at_the_epoch_and_goes_back_to_before_the_step():
    plain = new_model()
    model = custom_fit.CustomFitClassifier(plain.inputs[0], plain.outputs[0])
    optimizer = keras.optimizers.SGD(1e30)
    before = state_of(model)
    with pytest.raises(FloatingPointError, match="at epoch 1, step 1; try a smaller learning rate"):
        custom_fit.train(model, optimizer, SMALL, epochs=3)
    assert int(model.optimizer.iterations) == 1
    assert all(np.isfinite(array).all() for array in state_of(model, model.optimizer))
    assert any((now != old).any() for now, old in zip(state_of(model), before, strict=True))


@pytest.mark.parametrize("mode", ["eager", "graph", "xla"])
def test_a_gan_goes_back_to_before_the_step(mode):
    kernel = keras.initializers.GlorotUniform(seed=1)
    generator = [keras.Input((8,)), keras.layers.Dense(784, "sigmoid", kernel_initializer=kernel)]
    judge = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(1, kernel_initializer=kernel)]
    models = Pair(keras.Sequential([*generator, keras.layers.Reshape((28, 28, 1))]), keras.Sequential(judge))
    optimizers = Pair(keras.optimizers.SGD(1e30), keras.optimizers.SGD(1e30))
    with pytest.raises(FloatingPointError, match=r"at epoch 1, step \d; try a smaller learning rate") as raised:
        gan.train(models, optimizers, IMAGES, epochs=2, batch_size=8, mode=mode)
    step = int(str(raised.value).partition("step ")[2][0])
    assert [int(optimizer.iterations) for optimizer in optimizers] == [step, step]
    assert all(np.isfinite(array).all() for array in state_of(*models))
