"""Figures of the runs in `docsite.experiments.digits`."""

from docsite.figures import figure


@figure("classifier.curves", size=(6.4, 4.0))
def curves(figure, result):
    history = result["history"]
    for axes, column in zip(figure.subplots(1, 2), ("loss", "accuracy"), strict=True):
        axes.plot(history["epoch"], history[column], "o-", color="C0", label="Training")
        axes.plot(history["epoch"], history[f"validation_{column}"], "o--", color="C1", label="Validation")
        axes.set(xlabel="Epoch", ylabel=column.capitalize())
        axes.legend()


@figure("classifier.confusion", size=(5.0, 4.6))
def confusion(figure, result):
    axes = figure.subplots()
    for label, counts in enumerate(result["confusion"]):
        for prediction, count in enumerate(counts):
            if not count:
                continue
            # The root makes the few mistakes visible beside the many digits read right.
            share = (count / sum(counts)) ** 0.5
            colour = "C0" if label == prediction else "C1"
            axes.bar(prediction, 1, width=1, bottom=label - 0.5, color=colour, alpha=0.2 + 0.4 * share)
            axes.text(prediction, label, str(count), ha="center", va="center", size=9)
    axes.set(
        xlabel="Prediction", ylabel="Label", xticks=range(10), yticks=range(10), xlim=(-0.5, 9.5), ylim=(9.5, -0.5)
    )
    axes.set_aspect("equal")
    axes.grid(visible=False)


@figure("classifier.misread", size=(6.4, 5.6))
def misread(figure, result):
    every = zip(result["misread_images"], result["misread_labels"], result["misread_predictions"], strict=True)
    grid = figure.subplots(4, 5)
    for axes in grid.flat:
        axes.set_axis_off()
    for axes, (image, label, prediction) in zip(grid.flat, every, strict=False):
        axes.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        axes.text(0.5, -0.05, f"{label} → {prediction}", ha="center", va="top", transform=axes.transAxes)
