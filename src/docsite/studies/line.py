"""A line fitted by gradient descent, and the line of least squares beside it."""

from docsite.studies import experiment, figure


@experiment("linear-sgd", cost=5)
def linear_sgd(*, true_w=3.0, true_b=2.0, seed=22, epochs=10, learning_rate=0.1):
    """Ten epochs from the start that the published tutorials take."""
    from training_loops.data import noisy_line
    from training_loops.linear import LinearModel, train

    x, y = noisy_line(w=true_w, b=true_b, seed=seed)
    model = LinearModel()
    before = model(x)
    history = train(model, x, y, epochs=epochs, learning_rate=learning_rate)
    return {
        "history": history,
        "true_w": true_w,
        "true_b": true_b,
        "x": x,
        "y": y,
        "truth": true_w * x + true_b,
        "before": before,
        "after": model(x),
    }


@figure("linear-sgd.data", values=("x", "y", "truth"))
def points(figure, result):
    axes = figure.subplots()
    axes.plot(result["x"], result["y"], ".", color="C5", label="Data")
    axes.plot(result["x"], result["truth"], color="C2", label="True line")
    axes.set(xlabel="x", ylabel="y")
    axes.legend()


@figure("linear-sgd.fit-before", values=("x", "y", "truth", "before"))
def fit_before(figure, result):
    axes = figure.subplots()
    axes.plot(result["x"], result["y"], ".", color="C5", label="Data")
    axes.plot(result["x"], result["truth"], "--", color="C2", label="True line")
    axes.plot(result["x"], result["before"], color="C1", label="Predictions")
    axes.set(xlabel="x", ylabel="y")
    axes.legend()


@figure("linear-sgd.fit-after", values=("x", "y", "truth", "after"))
def fit_after(figure, result):
    axes = figure.subplots()
    axes.plot(result["x"], result["y"], ".", color="C5", label="Data")
    axes.plot(result["x"], result["truth"], "--", color="C2", label="True line")
    axes.plot(result["x"], result["after"], color="C1", label="Predictions")
    axes.set(xlabel="x", ylabel="y")
    axes.legend()


@figure("linear-sgd.weights", values=("history.epoch", "history.w", "history.b"))
def weights(figure, result):
    axes = figure.subplots()
    history = result["history"]
    for name, colour, up in (("w", "C0", 2), ("b", "C1", -9)):
        axes.plot(history["epoch"], history[name], "o-", color=colour)
        axes.axhline(result[f"true_{name}"], linestyle="--", color=colour)
        first = history["epoch"][0], history[name][0]
        axes.annotate(name, first, xytext=(9, up), textcoords="offset points", color=colour)
        true = 0, result[f"true_{name}"]
        axes.annotate(f"True {name}", true, xytext=(0, 5), textcoords="offset points", color=colour)
    axes.set(xlabel="Epoch", ylabel="Value")
    axes.xaxis.get_major_locator().set_params(integer=True)


@figure("linear-sgd.loss", values=("history.epoch", "history.loss"))
def losses(figure, result):
    axes = figure.subplots()
    history = result["history"]
    axes.plot(history["epoch"], history["loss"], "o-", color="C0")
    axes.set(xlabel="Epoch", ylabel="Loss", ylim=(0, None))
    axes.xaxis.get_major_locator().set_params(integer=True)


@experiment("least-squares", cost=5)
def least_squares(*, seed=22, epochs=30, every=10, learning_rate=0.1):
    """The line of least squares in closed form, and how far gradient descent is from it."""
    import tensorflow as tf

    from training_loops.data import noisy_line
    from training_loops.history import History
    from training_loops.linear import LinearModel, mean_squared_error, train

    x, y = noisy_line(seed=seed)
    x_mean, y_mean = tf.reduce_mean(x), tf.reduce_mean(y)
    w = tf.reduce_mean((x - x_mean) * (y - y_mean)) / tf.reduce_mean((x - x_mean) ** 2)
    b = y_mean - w * x_mean
    loss = mean_squared_error(y, w * x + b)

    history = History("epoch", "w_gap", "b_gap", "excess_loss")
    for record in train(LinearModel(), x, y, epochs=epochs, learning_rate=learning_rate):
        if record["epoch"] % every == 0:
            history.append(
                epoch=record["epoch"],
                w_gap=record["w"] - w,
                b_gap=record["b"] - b,
                excess_loss=record["loss"] - loss,
            )
    x_squared = tf.reduce_mean(x**2)
    return {
        "history": history,
        "w": w,
        "b": b,
        "loss": loss,
        "x_squared": x_squared,
        "w_factor": 1 - 2 * learning_rate * x_squared,
        "b_factor": 1 - 2 * learning_rate,
        "largest_rate": 1 / x_squared,
    }
