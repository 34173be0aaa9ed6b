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
