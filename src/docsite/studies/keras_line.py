"""The same line as a Keras model: trained by the loop, by `fit`, and in batches of two sizes."""

from docsite.studies import experiment


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
    # Not shuffled: in one batch the order changes nothing but how the sums are rounded, each time in another way.
    fitted = model.fit(x, y, epochs=epochs, batch_size=len(x), shuffle=False, verbose=0)

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
