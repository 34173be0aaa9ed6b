"""Runs of the linear loops: the line of the first guides, fitted in several ways."""

from docsite.experiments import experiment


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


@experiment("linear-keras", cost=6)
def linear_keras(*, seed=22, epochs=10, learning_rate=0.1):
    """The loss of the loop before and after each epoch, beside the figure that `fit` reports for that epoch."""
    import keras

    from training_loops.data import noisy_line
    from training_loops.history import History
    from training_loops.keras_linear import KerasLinearModel
    from training_loops.linear import train

    x, y = noisy_line(seed=seed)
    looped = train(KerasLinearModel(), x, y, epochs=epochs, learning_rate=learning_rate)

    model = KerasLinearModel()
    model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss="mse")
    fitted = model.fit(x, y, epochs=epochs, batch_size=len(x), verbose=0)

    history = History("epoch", "before", "after", "fit")
    for epoch in range(1, epochs + 1):
        history.append(
            epoch=epoch,
            before=looped["loss"][epoch - 1],
            after=looped["loss"][epoch],
            fit=fitted.history["loss"][epoch - 1],
        )
    return {"history": history, "loop_w": looped["w"][-1], "fit_w": float(model.w)}


@experiment("fit-batches", cost=6)
def fit_batches(*, small=32, seed=22, epochs=10, learning_rate=0.1):
    """What `fit` reports with the whole data as one batch, and with small batches in a new order each epoch."""
    import keras
    import tensorflow as tf

    from training_loops.data import noisy_line
    from training_loops.history import History
    from training_loops.keras_linear import KerasLinearModel

    x, y = noisy_line(seed=seed)
    # Shuffled here and not by `fit`, which with a fixed seed takes the same order in every epoch.
    examples = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x), seed=seed)
    losses, steps, w, b = {}, {}, {}, {}
    for name, batch_size in {"one_batch": len(x), "small_batches": small}.items():
        model = KerasLinearModel()
        model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss="mse")
        fitted = model.fit(examples.batch(batch_size), epochs=epochs, shuffle=False, verbose=0)
        losses[name] = fitted.history["loss"]
        steps[name] = int(model.optimizer.iterations)
        w[name], b[name] = float(model.w), float(model.b)

    history = History("epoch", *losses)
    for epoch in range(1, epochs + 1):
        history.append(epoch=epoch, **{name: losses[name][epoch - 1] for name in losses})
    return {"history": history, "steps": steps, "w": w, "b": b}
