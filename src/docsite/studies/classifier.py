"""The classifier of digits: its training, its inputs as they come, and its step timed."""

from docsite.studies import experiment, figure


@experiment("classifier", cost=30, data="mnist-10k")
def classifier(*, source="mnist-10k", seed=22, epochs=20, learning_rate=0.05, momentum=0.9, shown=20):
    """The classifier trained to its end, tested once, and the digits that it misreads."""
    import keras
    import numpy as np

    from training_loops.classifier import build_classifier, evaluate, train
    from training_loops.data import load_digits

    digits = load_digits(source)
    model = build_classifier(seed)
    optimizer = keras.optimizers.SGD(learning_rate, momentum=momentum)
    history = train(model, optimizer, digits, epochs=epochs, seed=seed)
    tested = evaluate(model, digits.test)

    images, labels = digits.test
    predictions = np.argmax(model(images), axis=1)
    confusion = np.zeros((10, 10), int)  # a row for each label, a column for each prediction
    np.add.at(confusion, (labels, predictions), 1)
    misread = np.flatnonzero(predictions != labels)
    return {
        "history": history,
        "test_loss": tested["loss"],
        "test_accuracy": tested["accuracy"],
        "test_size": len(labels),
        "confusion": confusion,
        "misread_count": len(misread),
        "misread_images": np.round(images[misread[:shown]] * 255).astype(int),
        "misread_labels": labels[misread[:shown]],
        "misread_predictions": predictions[misread[:shown]],
    }


@figure(
    "classifier.curves",
    size=(5.0, 5.2),
    values=(
        "history.epoch",
        "history.loss",
        "history.validation_loss",
        "history.accuracy",
        "history.validation_accuracy",
    ),
)
def curves(figure, result):
    history = result["history"]
    for axes, column in zip(figure.subplots(2, 1, sharex=True), ("loss", "accuracy"), strict=True):
        for label, name, colour in (("Training", column, "C0"), ("Validation", f"validation_{column}", "C1")):
            axes.plot(history["epoch"], history[name], "o-" if colour == "C0" else "o--", color=colour)
            end = history["epoch"][-1], history[name][-1]
            axes.annotate(label, end, xytext=(7, 0), textcoords="offset points", va="center", color=colour)
        axes.set_ylabel(column.capitalize())
        axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("Epoch")


@figure("classifier.confusion", size=(5.0, 4.8), values=("confusion",))
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
            axes.text(prediction, label, str(count), ha="center", va="center")
    axes.set(
        xlabel="Prediction", ylabel="Label", xticks=range(10), yticks=range(10), xlim=(-0.5, 9.5), ylim=(9.5, -0.5)
    )
    axes.set_aspect("equal")
    axes.grid(visible=False)


@figure("classifier.misread", size=(5.0, 4.8), values=("misread_labels", "misread_predictions"))
def misread(figure, result):
    every = zip(result["misread_images"], result["misread_labels"], result["misread_predictions"], strict=True)
    grid = figure.subplots(4, 5)
    for axes in grid.flat:
        axes.set_axis_off()
    for axes, (image, label, prediction) in zip(grid.flat, every, strict=False):
        axes.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
        axes.text(0.5, -0.05, f"{label} → {prediction}", ha="center", va="top", transform=axes.transAxes)


@experiment("raw-inputs", cost=20, data="mnist-10k")
def raw_inputs(*, source="mnist-10k", seed=22, epochs=10, small_rate=1e-3, learning_rate=0.05, momentum=0.9):
    """Pixels from 0 to 255 with the published learning rate; the same rate on [0, 1]; and a rate that suits [0, 1]."""
    import keras

    from training_loops.classifier import build_classifier, evaluate, train
    from training_loops.data import Digits, Examples, load_digits
    from training_loops.history import History

    scaled = load_digits(source)
    raw = Digits(*(Examples(images * 255, labels) for images, labels in scaled))
    runs = {
        "raw": (raw, keras.optimizers.SGD(small_rate)),
        "scaled": (scaled, keras.optimizers.SGD(small_rate)),
        "tuned": (scaled, keras.optimizers.SGD(learning_rate, momentum=momentum)),
    }
    outcome = {"first_loss": {}, "test_accuracy": {}}
    histories = {}
    for name, (digits, optimizer) in runs.items():
        model = build_classifier(seed)
        outcome["first_loss"][name] = evaluate(model, digits.train)["loss"]
        histories[name] = train(model, optimizer, digits, epochs=epochs, seed=seed)
        outcome["test_accuracy"][name] = evaluate(model, digits.test)["accuracy"]
    columns = {f"{name}_{column}": (name, column) for name in runs for column in ("loss", "validation_accuracy")}
    history = History("epoch", *columns)
    for epoch in range(1, epochs + 1):
        record = {label: histories[name][column][epoch - 1] for label, (name, column) in columns.items()}
        history.append(epoch=epoch, **record)
    return {"history": history, **outcome}


@experiment("step-timing", cost=30, data="mnist-10k", timing=True)
def step_timing(*, source="mnist-10k", seed=22, rounds=5, batch_size=64, learning_rate=0.05):
    """Seconds an epoch with the step called eagerly and as a graph, in turns; the medians of several rounds."""
    import statistics
    import time
    from functools import partial

    import keras
    import tensorflow as tf

    from training_loops.classifier import build_classifier, new_metrics, train_epoch, train_step
    from training_loops.data import as_tensors, in_batches, load_digits

    examples = as_tensors(load_digits(source).train)
    batches = in_batches(examples, batch_size, seed=seed, epoch=1)
    metrics = new_metrics()
    steps, first_call = {}, {}
    for mode in ("eager", "graph"):
        model, optimizer = build_classifier(seed), keras.optimizers.SGD(learning_rate)
        optimizer.build(model.trainable_variables)
        step = partial(train_step, model, optimizer, metrics)
        steps[mode] = tf.function(step, input_signature=batches.element_spec) if mode == "graph" else step
        started = time.perf_counter()
        steps[mode](*next(iter(batches)))
        first_call[mode] = time.perf_counter() - started

    seconds = {mode: [] for mode in steps}
    for _ in range(rounds):
        for mode, step in steps.items():
            started = time.perf_counter()
            train_epoch(step, metrics, batches)
            seconds[mode].append(time.perf_counter() - started)
    median = {mode: statistics.median(values) for mode, values in seconds.items()}
    return {
        "rounds": seconds,
        "first_call": first_call,
        "eager": median["eager"],
        "graph": median["graph"],
        "ratio": median["eager"] / median["graph"],
        "steps": len(batches),
        "batch_size": batch_size,
    }
