"""The GAN: what each step changes and what it leaves, its losses in NumPy, and the samples that it keeps."""

from functools import cache

import keras
import numpy as np
import pytest
import tensorflow as tf

from training_loops import gan
from training_loops.data import load_digits
from training_loops.gan import Pair, build_discriminator, build_generator, discriminator_step, generator_step, train

pytestmark = pytest.mark.loops

IMAGES = load_digits().train.images[:20]
REAL = IMAGES[:8, ..., np.newaxis]
SEED = tf.constant([22, 0])


def new_models():
    return Pair(build_generator(latent_size=16), build_discriminator())


def small_models():
    """Models of one layer each, where what the loop does around them is asked, and not how they learn."""
    initializer = keras.initializers.GlorotUniform(seed=1)
    generator = [keras.Input((16,)), keras.layers.Dense(784, "sigmoid", kernel_initializer=initializer)]
    discriminator = [keras.layers.Flatten(), keras.layers.Dense(1, kernel_initializer=initializer)]
    return Pair(
        keras.Sequential([*generator, keras.layers.Reshape((28, 28, 1))]),
        keras.Sequential([keras.Input((28, 28, 1)), *discriminator]),
    )


def new_optimizers():
    return Pair(keras.optimizers.Adam(4e-4), keras.optimizers.Adam(3e-4))


def weights(model) -> bytes:
    return b"".join(weight.tobytes() for weight in model.get_weights())


def cross_entropy(labels, logits) -> float:
    """The mean binary cross entropy of logits, in NumPy."""
    logits = np.asarray(logits, np.float64)
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))


def test_the_models_are_the_tutorials():
    assert build_discriminator(pooled=True).count_params() == 74_625
    assert build_generator().input_shape == (None, 128)
    assert build_generator().output_shape == (None, 28, 28, 1)


@pytest.mark.parametrize(("pooled", "same"), [(True, True), (False, False)])
def test_a_pooled_discriminator_does_not_see_where_a_stroke_is(pooled, same):
    image = np.zeros((28, 28), np.float32)
    image[8:12, 8:12] = 1.0
    moved = np.roll(image, (8, 4), axis=(0, 1))  # by whole strides
    logits = build_discriminator(pooled=pooled)(np.stack([image, moved])[..., np.newaxis])
    assert np.allclose(logits[0], logits[1], atol=1e-6) == same


def test_the_discriminators_step_changes_the_discriminator_alone():
    models = new_models()
    generator, discriminator = map(weights, models)
    discriminator_step(models, new_optimizers().discriminator, REAL, SEED)
    assert weights(models.generator) == generator
    assert weights(models.discriminator) != discriminator


def test_the_generators_step_changes_the_generator_alone():
    models = new_models()
    generator, discriminator = map(weights, models)
    generator_step(models, new_optimizers().generator, 8, SEED)
    assert weights(models.generator) != generator
    assert weights(models.discriminator) == discriminator


def test_the_discriminators_loss_asks_for_generated_1_and_real_0():
    models = new_models()
    image_seed = tf.random.split(SEED, 2)[0]
    generated = models.discriminator(gan.generate(models.generator, 8, image_seed))
    expected = (cross_entropy(1, generated) + cross_entropy(0, models.discriminator(REAL))) / 2
    loss = discriminator_step(models, new_optimizers().discriminator, REAL, SEED, label_noise=0.0)
    assert float(loss) == pytest.approx(expected, abs=1e-5)


def test_label_noise_raises_each_label_by_up_to_its_size():
    logits = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.GlobalMaxPooling2D(), keras.layers.Dense(1)])
    logits.set_weights([np.zeros((1, 1)), np.full(1, -3.0)])
    models = new_models()._replace(discriminator=logits)
    # With the same logit z for all images the loss is log(1 + exp(z)) - z * (mean label).
    labels = [
        (np.logaddexp(0, -3.0) - float(discriminator_step(models, keras.optimizers.SGD(0.0), REAL, seed, 0.5))) / -3.0
        for seed in (SEED, SEED, tf.constant([22, 1]))
    ]
    assert labels[0] == labels[1] != labels[2]
    assert np.mean(labels) == pytest.approx(0.75, abs=0.1)


def test_the_generators_loss_asks_for_images_taken_as_real():
    models = new_models()
    logits = models.discriminator(gan.generate(models.generator, 8, SEED))
    loss = generator_step(models, new_optimizers().generator, 8, SEED)
    assert float(loss) == pytest.approx(cross_entropy(0, logits), abs=1e-5)


def test_the_generator_learns_to_deceive_a_discriminator_that_stands_still():
    models, optimizer = new_models(), keras.optimizers.Adam(1e-3)
    losses = [float(generator_step(models, optimizer, 8, SEED)) for _ in range(10)]
    assert losses[-1] < losses[0]


@cache
def losses_of_eager() -> list[dict[str, float]]:
    return list(train(new_models(), new_optimizers(), IMAGES, epochs=2, batch_size=8, mode="eager")[0])


# XLA draws other random numbers from the same seed, so its run is another one of the same kind.
@pytest.mark.parametrize(("mode", "tolerance"), [("graph", 1e-5), ("xla", 0.01)])
def test_every_mode_has_the_losses_of_eager(mode, tolerance):
    other, _ = train(new_models(), new_optimizers(), IMAGES, epochs=2, batch_size=8, mode=mode)
    for expected, record in zip(losses_of_eager(), other, strict=True):
        assert record == pytest.approx(expected, abs=tolerance)


def test_batch_normalization_learns_its_statistics_and_samples_leave_them_alone():
    norm = keras.layers.BatchNormalization()
    generator = [keras.Input((16,)), keras.layers.Dense(784), norm, keras.layers.Reshape((28, 28, 1))]
    models = small_models()._replace(generator=keras.Sequential(generator))
    train(models, new_optimizers(), IMAGES, epochs=1, batch_size=8)
    learned = norm.moving_mean.numpy()
    assert (learned != 0).all()
    gan.sample_grid(models.generator, 1, 2, seed=1)
    np.testing.assert_array_equal(norm.moving_mean, learned)


def test_a_run_is_fixed_by_its_seed_and_keeps_the_samples_that_were_asked_for():
    runs = []
    for seed in (1, 1, 2):
        models = small_models()
        runs.append(train(models, new_optimizers(), IMAGES, epochs=2, batch_size=8, seed=seed, sample_epochs=(0, 2)))
        history, samples = runs[-1]
        np.testing.assert_array_equal(samples[2], gan.sample_grid(models.generator, 4, 8, seed))
    assert history.columns == ("epoch", "generator_loss", "discriminator_loss")
    assert list(runs[0][0]) == list(runs[1][0]) != list(runs[2][0])
    assert set(samples) == {0, 2}
    assert (samples[0].shape, samples[0].dtype) == ((4 * 28, 8 * 28), np.uint8)
    np.testing.assert_array_equal(samples[0], gan.sample_grid(small_models().generator, 4, 8, 2))
    assert (samples[0] != samples[2]).any()


def test_a_grid_holds_the_images_row_by_row():
    generator = build_generator(latent_size=16)
    images = np.asarray(gan.generate(generator, 6, tf.constant([5, 0])))[..., 0]
    grid = gan.sample_grid(generator, 2, 3, seed=5)
    np.testing.assert_allclose(grid[28:56, 28:56], images[4] * 255, atol=0.51)
    np.testing.assert_allclose(grid[:28, 56:], images[2] * 255, atol=0.51)


def test_the_step_is_traced_once_and_the_last_batch_counts_with_its_true_weight(monkeypatch):
    traced = []

    def counting(_, __, images, ___):
        traced.append(1)
        mean = tf.reduce_mean(images)
        return Pair(generator=mean, discriminator=2 * mean)

    monkeypatch.setattr(gan, "train_step", counting)
    history, _ = train(small_models(), new_optimizers(), IMAGES, epochs=2, batch_size=8)
    assert len(traced) == 1
    assert history["generator_loss"] == pytest.approx([IMAGES.mean()] * 2, abs=1e-6)
    assert history["discriminator_loss"] == pytest.approx([2 * IMAGES.mean()] * 2, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"images": IMAGES[..., np.newaxis]}, r"^images must have the shape \(n, 28, 28\)"),
        ({"images": (IMAGES * 255).astype(np.uint8)}, "^images must be floating-point"),
        ({"images": IMAGES * 255}, "^images must be from 0 to 1, as generated images are, not from 0 to 255"),
        ({"images": IMAGES * 2 - 1}, "^images must be from 0 to 1, .* not from -1 to 1"),
        ({"optimizers": Pair(*[keras.optimizers.Adam()] * 2)}, "^optimizers must be two objects"),
        ({"epochs": -1}, "^epochs must be"),
        ({"batch_size": 0}, "^batch_size must be"),
        ({"mode": "epoch"}, "^mode must be one of 'eager', 'graph', 'xla', not 'epoch'"),
        ({"sample_epochs": (1, 9)}, r"^sample_epochs must be epochs from 0 to 2, not \[1, 9\]"),
    ],
)
def test_a_wrong_argument_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        train(**{"models": small_models(), "optimizers": new_optimizers(), "images": IMAGES, "epochs": 2, **arguments})


@pytest.mark.parametrize("step", ["discriminator", "generator"])
def test_each_step_scales_its_loss_as_the_optimizer_asks(step):
    trained = []
    for wrapped in (False, True):
        models, optimizer = new_models(), keras.optimizers.SGD(10.0)
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer) if wrapped else optimizer
        if step == "discriminator":
            discriminator_step(models, optimizer, REAL, SEED)
        else:
            generator_step(models, optimizer, 8, SEED)
        trained.append(getattr(models, step).get_weights())
    untrained = getattr(new_models(), step).get_weights()
    for plain, scaled in zip(*trained, strict=True):
        np.testing.assert_allclose(scaled, plain, atol=1e-6)
    assert np.abs(trained[0][0] - untrained[0]).max() > 1e-4


def test_a_loss_that_is_not_finite_names_the_epoch():
    optimizers = Pair(keras.optimizers.SGD(1e30), keras.optimizers.SGD(1e30))
    with pytest.raises(FloatingPointError, match=r"at epoch 1, step \d; try a smaller learning rate"):
        train(small_models(), optimizers, IMAGES, epochs=2, batch_size=8)
