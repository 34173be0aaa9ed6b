"""Figures of the run in `docsite.experiments.gan`."""

from docsite.figures import figure


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
