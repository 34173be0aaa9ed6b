"""The run of the GAN on the bundled digits."""

from docsite.studies import experiment, figure


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


@figure("gan.losses", size=(6.4, 3.6))
def losses(figure, result):
    history = result["history"]
    axes = figure.subplots()
    axes.plot(history["epoch"], history["generator_loss"], "o-", color="C0", label="Generator")
    axes.plot(history["epoch"], history["discriminator_loss"], "o--", color="C1", label="Discriminator")
    axes.set(xlabel="Epoch", ylabel="Loss")
    axes.legend()


@figure("gan.samples", size=(6.4, 5.0))
def samples(figure, result):
    axes = figure.subplots()
    rows = result["samples"]
    axes.imshow([line for row in rows for line in row], cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    axes.set_yticks([28 * row + 13.5 for row in range(len(rows))], result["sample_epochs"])
    axes.set(ylabel="Epoch", xticks=[])
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
