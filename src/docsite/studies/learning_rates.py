"""What the learning rate does to the descent, and the valley of the loss in which it runs."""

from docsite.studies import experiment, figure


@experiment("learning-rates", cost=5)
def learning_rates(*, too_small=0.01, moderate=0.1, large=0.5, too_large=0.76, seed=22, epochs=20):
    """The loss over the epochs for four learning rates, the largest of which diverges."""
    import tensorflow as tf

    from training_loops.data import noisy_line
    from training_loops.history import History
    from training_loops.linear import LinearModel, train

    x, y = noisy_line(seed=seed)
    rates = {"too_small": too_small, "moderate": moderate, "large": large, "too_large": too_large}
    losses = {
        name: train(LinearModel(), x, y, epochs=epochs, learning_rate=rate)["loss"] for name, rate in rates.items()
    }
    history = History("epoch", *rates)
    for epoch in range(epochs + 1):
        history.append(epoch=epoch, **{name: losses[name][epoch] for name in rates})
    # What a step multiplies the distance of w from its best value by.
    factors = {name: 1 - 2 * rate * tf.reduce_mean(x**2) for name, rate in rates.items()}
    return {"history": history, "rates": rates, "factors": factors}


@figure(
    "learning-rates.loss",
    values=("history.epoch", "history.too_small", "history.moderate", "history.large", "history.too_large"),
)
def losses_by_rate(figure, result):
    axes = figure.subplots()
    history = result["history"]
    # A name stands beside its curve where no other one is near.
    for column, label, colour, epoch, beside in (
        ("too_small", "Too small", "C0", -1, (0, -16)),
        ("moderate", "Moderate", "C2", 4, (6, 6)),
        ("large", "Large", "C3", 2, (-4, -18)),
        ("too_large", "Too large", "C1", -1, (-8, 4)),
    ):
        axes.plot(history["epoch"], history[column], "o-", color=colour)
        place = history["epoch"][epoch], history[column][epoch]
        side = "right" if epoch == -1 else "left"
        axes.annotate(label, place, xytext=beside, textcoords="offset points", ha=side, color=colour)
    axes.set(xlabel="Epoch", ylabel="Loss", yscale="log", yticks=[1, 3, 10, 30], ylim=(0.6, None))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()


@experiment("loss-surface", cost=5)
def loss_surface(*, seed=22, epochs=30, learning_rate=0.1, reach=2.8, points=41):
    """The loss over a square of w and b around its lowest point, and the path of gradient descent."""
    import tensorflow as tf

    from training_loops.data import noisy_line
    from training_loops.linear import LinearModel, train

    x, y = noisy_line(seed=seed)
    # The mean of x is zero, so the closed form of least squares is this short.
    lowest_w = tf.reduce_mean(x * y) / tf.reduce_mean(x**2)
    lowest_b = tf.reduce_mean(y)
    w = tf.linspace(lowest_w - reach, lowest_w + reach, points)
    b = tf.linspace(lowest_b - reach, lowest_b + reach, points)
    # Three axes: a row for each b, a column for each w, and in each cell the predictions for all examples.
    predictions = w[None, :, None] * x + b[:, None, None]
    return {
        "w_axis": w,
        "b_axis": b,
        "loss": tf.reduce_mean((y - predictions) ** 2, axis=2),
        "lowest_w": lowest_w,
        "lowest_b": lowest_b,
        "path": train(LinearModel(), x, y, epochs=epochs, learning_rate=learning_rate),
    }


@figure("loss-surface.path", size=(5.0, 4.8), values=("path.epoch", "path.w", "path.b", "path.loss"))
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
    axes.plot(result["path"]["w"], result["path"]["b"], "o-", color="C1")
    start = result["path"]["w"][0], result["path"]["b"][0]
    axes.annotate("Gradient descent", start, xytext=(4, -18), textcoords="offset points", ha="right", color="C1")
    lowest = result["lowest_w"], result["lowest_b"]
    axes.plot(*lowest, "*", color="C2", markersize=14)
    axes.annotate("Lowest loss", lowest, xytext=(0, 10), textcoords="offset points", ha="center", color="C2")
    axes.set(xlabel="w", ylabel="b", aspect="equal")
    axes.grid(False)
