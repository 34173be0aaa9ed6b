"""Networks of matrices: softmax regression beside two layers, and what softmax regression has learned."""

from docsite.studies import experiment, figure


@experiment("network-by-hand", cost=15, data="mnist-10k")
def network(*, source="mnist-10k", seed=22, epochs=10, learning_rate=0.3, units=64):
    """Both models trained on the same batches, tested once; and the matrix of softmax regression."""
    import numpy as np

    from training_loops.data import load_digits
    from training_loops.history import History
    from training_loops.network import SoftmaxRegression, TwoLayerNetwork, evaluate, train

    digits = load_digits(source)
    models = {"one_matrix": SoftmaxRegression(), "two_layers": TwoLayerNetwork(units, seed)}
    runs, tested = {}, {}
    for name, model in models.items():
        runs[name] = train(model, digits, epochs=epochs, learning_rate=learning_rate, seed=seed)
        tested[name] = evaluate(model, digits.test)["accuracy"]

    columns = [f"{name}_{column}" for column in ("loss", "validation_accuracy") for name in models]
    history = History("epoch", *columns)
    for epoch in range(1, epochs + 1):
        record = {}
        for name, run in runs.items():
            record[f"{name}_loss"] = run["loss"][epoch - 1]
            record[f"{name}_validation_accuracy"] = run["validation_accuracy"][epoch - 1]
        history.append(epoch=epoch, **record)
    images, labels = digits.train
    samples = [images[np.flatnonzero(labels == digit)[0]] for digit in range(10)]
    weights = models["one_matrix"].w.numpy()
    return {
        "history": history,
        "one_matrix": runs["one_matrix"],
        "two_layers": runs["two_layers"],
        "test_accuracy": tested,
        "test_size": len(digits.test.labels),
        "samples": np.round(np.array(samples) * 255).astype(int),
        "weights": np.round(weights.T.reshape(10, 28, 28), 2),
    }


@figure(
    "network-by-hand.curves",
    size=(5.0, 5.2),
    values=(
        "history.epoch",
        "history.one_matrix_loss",
        "history.two_layers_loss",
        "history.one_matrix_validation_accuracy",
        "history.two_layers_validation_accuracy",
    ),
)
def curves(figure, result):
    upper, lower = figure.subplots(2, 1, sharex=True)
    for name, label, colour in (("one_matrix", "Softmax regression", "C3"), ("two_layers", "Two layers", "C4")):
        run = result[name]
        below = -20 if name == "one_matrix" else 8
        for axes, column, up in ((upper, "loss", 10), (lower, "validation_accuracy", below)):
            axes.plot(run["epoch"], run[column], "o-" if axes is upper else "o--", color=colour)
            end = run["epoch"][-1], run[column][-1]
            axes.annotate(label, end, xytext=(0, up), textcoords="offset points", ha="right", color=colour)
    upper.set(ylabel="Loss", ylim=(0, None))
    lower.set(xlabel="Epoch", ylabel="Validation accuracy")
    lower.xaxis.get_major_locator().set_params(integer=True)


@figure("network-by-hand.weights", size=(5.0, 2.6))
def weights(figure, result):
    for digit, axes in enumerate(figure.subplots(2, 5).flat):
        # White pixels speak for the digit, black ones against it.
        axes.imshow(result["weights"][digit], cmap="gray", vmin=-0.6, vmax=0.6, interpolation="nearest")
        axes.set_axis_off()
        axes.text(0.5, -0.05, str(digit), ha="center", va="top", transform=axes.transAxes)


@figure("network-by-hand.samples", size=(5.0, 2.6))
def samples(figure, result):
    for digit, axes in enumerate(figure.subplots(2, 5).flat):
        axes.imshow(result["samples"][digit], cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        axes.set_axis_off()
        axes.text(0.5, -0.05, str(digit), ha="center", va="top", transform=axes.transAxes)
