"""The run of the GAN on the bundled digits, beside one whose discriminator sees less."""

from docsite.studies import experiment, figure


@experiment("gan", cost=3900, data="mnist-10k")
def gan(
    *,
    seed=22,
    epochs=30,
    batch_size=64,
    learning_rate=4e-4,
    momentum=0.5,
    sample_epochs=(0, 1, 2, 5, 10, 20, 30),
    judged=1000,
    sure=0.9,
):
    """The GAN trained on all the bundled digits; what it makes of the same latent vectors after several epochs.

    A second one, whose discriminator ends in pooling as published, is trained in the same way. A classifier trained
    on the same digits says how many of the images it reads as one digit, and as which.
    """
    import keras
    import numpy as np
    import tensorflow as tf

    from training_loops import classifier
    from training_loops.data import load_digits
    from training_loops.gan import Pair, build_discriminator, build_generator, generate, train

    digits = load_digits("mnist-10k")
    images = np.concatenate([examples.images for examples in digits])

    def trained(pooled):
        models = Pair(build_generator(seed=seed), build_discriminator(seed=seed, pooled=pooled))
        optimizers = Pair(*(keras.optimizers.Adam(learning_rate, beta_1=momentum) for _ in models))
        settings = {"epochs": epochs, "batch_size": batch_size, "mode": "xla", "seed": seed}
        history, samples = train(models, optimizers, images, sample_epochs=sample_epochs, **settings)
        return models.generator, history, samples

    generator, history, samples = trained(pooled=False)
    other, _, other_samples = trained(pooled=True)

    reader = classifier.build_classifier(seed)
    classifier.train(reader, keras.optimizers.SGD(0.05, momentum=0.9), digits, epochs=20, seed=seed)
    latent_seed = tf.constant([seed, 1])
    makers = {"generated": generator, "pooled": other, "untrained": build_generator(seed=seed)}
    shown = {kind: generate(maker, judged, latent_seed)[..., 0] for kind, maker in makers.items()}
    shown["real"] = digits.test.images
    shares = {kind: tf.nn.softmax(reader(pictures)).numpy() for kind, pictures in shown.items()}
    sure_of = {kind: share.max(axis=1) >= sure for kind, share in shares.items()}
    counts = {
        kind: np.bincount(shares[kind].argmax(axis=1)[sure_of[kind]], minlength=10) for kind in ("generated", "pooled")
    }
    return {
        "history": history,
        "sample_epochs": list(samples),
        "samples": [grid[:28] for grid in samples.values()],  # the first row of each grid, eight digits
        "last_grids": {"generated": samples[epochs], "pooled": other_samples[epochs]},
        "readable": {kind: float(np.mean(found)) for kind, found in sure_of.items()},
        "counts": counts,
        "digits_made": {kind: int(np.count_nonzero(count)) for kind, count in counts.items()},
    }


@figure("gan.losses", values=("history.epoch", "history.generator_loss", "history.discriminator_loss"))
def losses(figure, result):
    history = result["history"]
    axes = figure.subplots()
    # The names stand on the outer sides of two curves that can end close together.
    above, below = (12, -20) if history["generator_loss"][-1:] > history["discriminator_loss"][-1:] else (-20, 12)
    for label, column, colour, style, place in (
        ("Generator", "generator_loss", "C0", "-", above),
        ("Discriminator", "discriminator_loss", "C1", "--", below),
    ):
        axes.plot(history["epoch"], history[column], style, color=colour)
        for end in zip(history["epoch"][-1:], history[column][-1:], strict=True):
            axes.annotate(label, end, xytext=(0, place), textcoords="offset points", ha="right", color=colour)
    axes.set(xlabel="Epoch", ylabel="Loss")
    axes.xaxis.get_major_locator().set_params(integer=True)


@figure("gan.samples", size=(5.0, 4.6))
def samples(figure, result):
    axes = figure.subplots()
    rows = result["samples"]
    axes.imshow([line for row in rows for line in row], cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    axes.set_yticks([28 * row + 13.5 for row in range(len(rows))], result["sample_epochs"])
    axes.set(ylabel="Epoch", xticks=[])
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)


@figure("gan.pooled", size=(5.0, 3.2))
def pooled(figure, result):
    panels = figure.subplots(2, 1)
    endings = {"generated": "Flatten", "pooled": "GlobalMaxPooling2D"}
    for axes, (kind, ending) in zip(panels, endings.items(), strict=True):
        axes.imshow(result["last_grids"][kind][:56], cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        axes.set_title(ending)
        axes.set_axis_off()
