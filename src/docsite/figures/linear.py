"""Figures of the runs in `docsite.experiments.linear`."""

from docsite.figures import figure


@figure("linear-sgd.data")
def points(figure, result):
    axes = figure.subplots()
    axes.plot(result["x"], result["y"], ".", color="C5", label="Data")
    axes.plot(result["x"], result["truth"], color="C2", label="True line")
    axes.set(xlabel="x", ylabel="y")
    axes.legend()


@figure("linear-sgd.fit-before")
def fit_before(figure, result):
    axes = figure.subplots()
    axes.plot(result["x"], result["y"], ".", color="C5", label="Data")
    axes.plot(result["x"], result["truth"], "--", color="C2", label="True line")
    axes.plot(result["x"], result["before"], color="C1", label="Predictions")
    axes.set(xlabel="x", ylabel="y")
    axes.legend()


@figure("linear-sgd.fit-after")
def fit_after(figure, result):
    axes = figure.subplots()
    axes.plot(result["x"], result["y"], ".", color="C5", label="Data")
    axes.plot(result["x"], result["truth"], "--", color="C2", label="True line")
    axes.plot(result["x"], result["after"], color="C1", label="Predictions")
    axes.set(xlabel="x", ylabel="y")
    axes.legend()


@figure("linear-sgd.weights")
def weights(figure, result):
    axes = figure.subplots()
    history = result["history"]
    axes.plot(history["epoch"], history["w"], "o-", color="C0", label="w")
    axes.axhline(result["true_w"], linestyle="--", color="C0", label="True w")
    axes.plot(history["epoch"], history["b"], "o-", color="C1", label="b")
    axes.axhline(result["true_b"], linestyle="--", color="C1", label="True b")
    axes.set(xlabel="Epoch", ylabel="Value")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend(loc="right", bbox_to_anchor=(1.0, 0.22), ncols=2)


@figure("linear-sgd.loss")
def losses(figure, result):
    axes = figure.subplots()
    history = result["history"]
    axes.plot(history["epoch"], history["loss"], "o-", color="C3")
    axes.set(xlabel="Epoch", ylabel="Loss", ylim=(0, None))
    axes.xaxis.get_major_locator().set_params(integer=True)


@figure("learning-rates.loss")
def losses_by_rate(figure, result):
    axes = figure.subplots()
    history = result["history"]
    axes.plot(history["epoch"], history["too_small"], "o-", color="C0", label="Too small")
    axes.plot(history["epoch"], history["moderate"], "o-", color="C2", label="Moderate")
    axes.plot(history["epoch"], history["large"], "o-", color="C3", label="Large")
    axes.plot(history["epoch"], history["too_large"], "o-", color="C1", label="Too large")
    axes.set(xlabel="Epoch", ylabel="Loss", yscale="log", yticks=[1, 3, 10, 30])
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend()


@figure("loss-surface.path", size=(6.4, 5.2))
def path(figure, result):
    axes = figure.subplots()
    loss = result["loss"]
    lowest = min(float(cell) for row in loss for cell in row)
    # The loss is a quadratic, so levels that grow as squares give rings at even distances. Each ring is a
    # translucent disc, and the discs lie on one another: the valley is darkest where it is deepest.
    levels = [lowest + (0.5 * ring) ** 2 for ring in range(1, 10)]
    for level in levels:
        axes.contourf(result["w_axis"], result["b_axis"], loss, levels=[0, level], colors=["C0"], alpha=0.08)
    axes.contour(result["w_axis"], result["b_axis"], loss, levels=levels, colors=["C0"], alpha=0.4, linewidths=0.8)
    axes.plot(result["path"]["w"], result["path"]["b"], "o-", color="C1", label="Gradient descent")
    axes.plot(result["lowest_w"], result["lowest_b"], "*", color="C2", markersize=14, label="Lowest loss")
    axes.set(xlabel="w", ylabel="b", aspect="equal")
    axes.grid(False)
    axes.legend(loc="upper right")
