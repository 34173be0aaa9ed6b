"""A generative adversarial network: one model makes digits, the other tells them from real ones, and both learn."""

from functools import partial
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from training_loops._checks import checked_epochs, one_of, whole_numbers
from training_loops._finite import Safeguard, changed_by
from training_loops._gan_checks import check_two, checked_pixels
from training_loops._modes import compiled_step
from training_loops._progress import reported
from training_loops.data import as_tensors, in_batches
from training_loops.history import History


class Pair(NamedTuple):
    """Something for each of the two: the models, their optimizers, their losses."""

    generator: Any
    discriminator: Any


def build_generator(latent_size: int = 128, seed: int = 22) -> keras.Model:
    """Latent vectors `(n, latent_size)` to images `(n, 28, 28, 1)` in [0, 1], doubled in size twice from 7 by 7."""
    start, first, second, last = (keras.initializers.GlorotUniform(seed=seed + layer) for layer in range(4))
    return keras.Sequential(
        [
            keras.Input(shape=(latent_size,)),
            keras.layers.Dense(7 * 7 * 128, kernel_initializer=start),
            keras.layers.LeakyReLU(negative_slope=0.2),
            keras.layers.Reshape((7, 7, 128)),
            keras.layers.Conv2DTranspose(128, 4, strides=2, padding="same", kernel_initializer=first),
            keras.layers.LeakyReLU(negative_slope=0.2),
            keras.layers.Conv2DTranspose(128, 4, strides=2, padding="same", kernel_initializer=second),
            keras.layers.LeakyReLU(negative_slope=0.2),
            keras.layers.Conv2D(1, 7, padding="same", activation="sigmoid", kernel_initializer=last),
        ],
        name="generator",
    )


def build_discriminator(seed: int = 22, pooled: bool = False) -> keras.Model:
    """Images `(n, 28, 28, 1)` to one logit each, positive for generated; `pooled` has the published ending."""
    first, second, last = (keras.initializers.GlorotUniform(seed=seed + layer) for layer in range(3))
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(64, 3, strides=2, padding="same", kernel_initializer=first),
            keras.layers.LeakyReLU(negative_slope=0.2),
            keras.layers.Conv2D(128, 3, strides=2, padding="same", kernel_initializer=second),
            keras.layers.LeakyReLU(negative_slope=0.2),
            keras.layers.GlobalMaxPooling2D() if pooled else keras.layers.Flatten(),
            keras.layers.Dense(1, kernel_initializer=last),
        ],
        name="discriminator",
    )


def generate(generator, count, seed, training=False):
    """`count` images from latent vectors that the seed, two whole numbers, draws."""
    latent_size = generator.input_shape[-1]
    return generator(tf.random.stateless_normal([count, latent_size], seed=seed), training=training)


def discriminator_step(models, optimizer, real_images, seed, label_noise=0.05):
    """One step of the discriminator on real images and as many generated ones; the generator is left as it is."""
    image_seed, noise_seed = tf.unstack(tf.random.split(seed, 2))
    count = tf.shape(real_images)[0]
    generated = generate(models.generator, count, image_seed, training=True)
    images = tf.concat([generated, real_images], axis=0)
    labels = tf.concat([tf.ones([count, 1]), tf.zeros([count, 1])], axis=0)
    # Labels that are a little wrong keep the discriminator from being so sure that the generator learns nothing.
    labels += label_noise * tf.random.stateless_uniform(tf.shape(labels), seed=noise_seed)
    with tf.GradientTape() as tape:
        logits = models.discriminator(images, training=True)
        loss = tf.reduce_mean(keras.losses.binary_crossentropy(labels, logits, from_logits=True))
        scaled_loss = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled_loss, models.discriminator.trainable_variables)
    optimizer.apply(gradients, models.discriminator.trainable_variables)
    return loss


def generator_step(models, optimizer, count, seed):
    """One step of the generator on `count` images of its own; the discriminator judges and is left as it is."""
    with tf.GradientTape() as tape:
        generated = generate(models.generator, count, seed, training=True)
        logits = models.discriminator(generated, training=True)
        # The label says "real": the loss falls as the discriminator takes generated images for real ones.
        loss = tf.reduce_mean(keras.losses.binary_crossentropy(tf.zeros([count, 1]), logits, from_logits=True))
        scaled_loss = optimizer.scale_loss(loss)
    gradients = tape.gradient(scaled_loss, models.generator.trainable_variables)
    optimizer.apply(gradients, models.generator.trainable_variables)
    return loss


def train_step(models, optimizers, real_images, seed):
    """One step of each model, the discriminator first; returns both losses."""
    discriminator_seed, generator_seed = tf.unstack(tf.random.split(seed, 2))
    discriminator_loss = discriminator_step(models, optimizers.discriminator, real_images, discriminator_seed)
    generator_loss = generator_step(models, optimizers.generator, tf.shape(real_images)[0], generator_seed)
    return Pair(generator=generator_loss, discriminator=discriminator_loss)


def train_epoch(step, batches):
    """Call `step(real_images, seed)` on each batch; returns the means of both losses over the epoch's examples."""
    means = Pair(generator=keras.metrics.Mean(), discriminator=keras.metrics.Mean())
    for real_images, seed in batches:
        losses = step(real_images, seed)
        for mean, loss in zip(means, losses):
            mean.update_state(loss, sample_weight=len(real_images))
    return {f"{name}_loss": float(mean.result()) for name, mean in means._asdict().items()}


def sample_grid(generator, rows: int, columns: int, seed: int) -> np.ndarray:
    """Generated images side by side, uint8 `(rows * 28, columns * 28)`, from latent vectors that the seed fixes."""
    images = np.asarray(generate(generator, rows * columns, tf.constant([seed, 0])))
    grid = images.reshape(rows, columns, 28, 28).swapaxes(1, 2).reshape(rows * 28, columns * 28)
    return np.round(grid * 255).astype(np.uint8)


def train(
    models: Pair,
    optimizers: Pair,
    images,
    *,
    epochs: int,
    batch_size: int = 64,
    mode: str = "graph",
    seed: int = 22,
    sample_epochs=(),
) -> tuple[History, dict[int, np.ndarray]]:
    """Train both models on real images, float32 in [0, 1] of shape `(n, 28, 28)`, with one record an epoch.

    Returns the history and, for each of `sample_epochs`, a grid of four by eight images as `sample_grid` makes it,
    always from the same latent vectors; epoch 0 is the state before training.
    `mode` is `"eager"`, `"graph"` (the step compiled) or `"xla"` (compiled by XLA, which draws other random numbers).

    Raises `ValueError` naming the argument that is wrong, before the first step, and `FloatingPointError` naming the
    step, counted from 0 in its epoch, whose loss or gradient is not finite; all is then as before that step.
    """
    epochs, batch_size, seed = whole_numbers(epochs=(epochs, 0), batch_size=(batch_size, 1), seed=(seed, 0))
    one_of("mode", mode, ("eager", "graph", "xla"))
    sample_epochs = checked_epochs("sample_epochs", sample_epochs, epochs)
    check_two(models, optimizers)
    for model, optimizer in zip(models, optimizers):
        optimizer.build(model.trainable_variables)
    batches_of = partial(_seeded_batches, as_tensors([checked_pixels("images", images)]), batch_size, seed)
    layers = [*models.generator.layers, *models.discriminator.layers]
    step = compiled_step(mode, partial(train_step, models, optimizers), batches_of(epoch=1), layers)
    history = History("epoch", "generator_loss", "discriminator_loss")
    samples = {0: sample_grid(models.generator, 4, 8, seed)} if 0 in sample_epochs else {}
    safeguard = Safeguard(changed_by(step, *models, *optimizers), *models)
    for epoch in range(1, epochs + 1):
        batches = batches_of(epoch=epoch)
        record = train_epoch(reported(step, history.columns[1:], epoch=epoch, steps=len(batches)), batches)
        safeguard.check(epoch, record, (step(*batch) for batch in batches))
        history.append(epoch=epoch, **record)
        if epoch in sample_epochs:
            samples[epoch] = sample_grid(models.generator, 4, 8, seed)
    return history, samples


def _seeded_batches(tensors, batch_size: int, seed: int, epoch: int) -> tf.data.Dataset:
    """Batches `(real_images, seed)`, each with a seed of its own: stateless numbers are the same in a graph."""
    batches = in_batches(tensors, batch_size, seed=seed, epoch=epoch)
    numbered = batches.enumerate(start=(epoch - 1) * len(batches))
    return numbered.map(lambda number, batch: (batch[0], tf.stack([seed, number])))
