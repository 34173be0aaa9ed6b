"""The run of the GAN on the bundled digits."""

from docsite.experiments import experiment


@experiment("gan", cost=1800, data="mnist-10k")
def gan(
    *,
    seed=22,
    epochs=20,
    batch_size=32,
    generator_rate=4e-4,
    discriminator_rate=3e-4,
    sample_epochs=(0, 1, 2, 5, 10, 15, 20),
):
    """The GAN trained on all the bundled digits; what it makes of the same latent vectors after several epochs."""
    import keras
    import numpy as np

    from training_loops.data import load_digits
    from training_loops.gan import Pair, build_discriminator, build_generator, train

    images = np.concatenate([examples.images for examples in load_digits("mnist-10k")])
    models = Pair(generator=build_generator(seed=seed), discriminator=build_discriminator(seed=seed))
    optimizers = Pair(
        generator=keras.optimizers.Adam(generator_rate), discriminator=keras.optimizers.Adam(discriminator_rate)
    )
    history, samples = train(
        models, optimizers, images, epochs=epochs, batch_size=batch_size, seed=seed, sample_epochs=sample_epochs
    )
    return {
        "history": history,
        "sample_epochs": list(samples),
        "samples": [grid[:28] for grid in samples.values()],  # the first row of each grid, eight digits
        "last_grid": samples[max(samples)],
    }
