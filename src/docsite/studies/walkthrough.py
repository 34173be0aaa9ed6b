"""A real table: what it looks like, one training run, and ten splits with what the models are unsure about."""

from docsite.studies import experiment, figure


@experiment("walkthrough", cost=8, data="penguins")
def walkthrough(*, seed=22, epochs=20, learning_rate=0.01):
    """The rows with measurements, and the run of the page on scaled and on raw numbers."""
    import keras
    import numpy as np

    from training_loops.history import History
    from training_loops.tables import Encoder, load_penguins, split
    from training_loops.walkthrough import build_model, evaluate, train

    table = load_penguins()
    measured = table.rows(~np.isnan(table["body_mass_g"]))
    parts = split(measured, seed=seed)
    runs, tested = {}, {}
    for name in ("scaled", "raw"):
        encoder = Encoder(parts.train)
        if name == "raw":
            encoder.scales = dict.fromkeys(encoder.scales, (0.0, 1.0))
        training, validation = encoder.examples(parts.train), encoder.examples(parts.validation)
        model = build_model(training[0].shape[1], len(encoder.classes), seed=seed)
        optimizer = keras.optimizers.Adam(learning_rate)
        runs[name] = train(model, optimizer, training, validation, epochs=epochs, seed=seed)
        tested[name] = evaluate(model, *encoder.examples(parts.test))["accuracy"]
    history = History("epoch", "scaled_loss", "raw_loss", "scaled_accuracy", "raw_accuracy")
    for epoch in (1, 2, 5, 10, epochs):
        record = {"epoch": epoch}
        for name, run in runs.items():
            record[f"{name}_loss"] = run["loss"][epoch - 1]
            record[f"{name}_accuracy"] = run["validation_accuracy"][epoch - 1]
        history.append(**record)
    birds = {
        "species": list(measured["species"]),
        "length": np.round(measured["bill_length_mm"].astype(float), 1),
        "depth": np.round(measured["bill_depth_mm"].astype(float), 1),
    }
    return {
        "history": history,
        "run": runs["scaled"],
        "test_accuracy": tested,
        "sizes": {name: len(part) for name, part in parts._asdict().items()},
        "birds": birds,
    }


@figure("walkthrough.look", size=(5.0, 3.8), values=("birds.species", "birds.length", "birds.depth"))
def look(figure, result):
    axes = figure.subplots()
    birds = result["birds"]
    for species, marker, colour in (("Adelie", "o", "C0"), ("Chinstrap", "s", "C1"), ("Gentoo", "^", "C2")):
        rows = [row for row, name in enumerate(birds["species"]) if name == species]
        points = [birds["length"][row] for row in rows], [birds["depth"][row] for row in rows]
        axes.scatter(*points, s=16, marker=marker, color=colour, label=species, gid=f"rows {rows}")
    axes.set(xlabel="Bill length (mm)", ylabel="Bill depth (mm)")
    # Above the birds, which leave no corner free for three names in every language.
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, columnspacing=1, handletextpad=0)


@figure(
    "walkthrough.curves",
    size=(5.0, 5.2),
    values=("run.epoch", "run.loss", "run.validation_loss", "run.accuracy", "run.validation_accuracy"),
)
def curves(figure, result):
    run = result["run"]
    for axes, column in zip(figure.subplots(2, 1, sharex=True), ("loss", "accuracy"), strict=True):
        for label, name, colour in (("Training", column, "C0"), ("Validation", f"validation_{column}", "C1")):
            axes.plot(run["epoch"], run[name], "o-" if colour == "C0" else "o--", color=colour, label=label)
        axes.set_ylabel(column.capitalize())
        axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend()
    axes.set_xlabel("Epoch")


@experiment("walkthrough-splits", cost=15, data="penguins")
def splits(*, seeds=10, epochs=20, learning_rate=0.01):
    """Ten splits of the same rows, each with a model of its own: accuracy, and how sure each prediction was."""
    import keras
    import numpy as np

    from training_loops.history import History
    from training_loops.tables import Encoder, load_penguins, split
    from training_loops.walkthrough import build_model, probabilities, train

    table = load_penguins()
    measured = table.rows(~np.isnan(table["body_mass_g"]))
    accuracies, tops, rights = [], [], []
    birds = {"length": [], "depth": []}
    for seed in range(seeds):
        parts = split(measured, seed=seed)
        encoder = Encoder(parts.train)
        training, validation = encoder.examples(parts.train), encoder.examples(parts.validation)
        inputs, labels = encoder.examples(parts.test)
        model = build_model(inputs.shape[1], len(encoder.classes), seed=seed)
        train(model, keras.optimizers.Adam(learning_rate), training, validation, epochs=epochs, seed=seed)
        predicted = probabilities(model, inputs)
        right = predicted.argmax(axis=1) == labels
        accuracies.append(right.mean())
        tops.append(predicted.max(axis=1))
        rights.append(right)
        birds["length"].append(parts.test["bill_length_mm"])
        birds["depth"].append(parts.test["bill_depth_mm"])
    top, right = np.concatenate(tops), np.concatenate(rights)
    history = History("probability", "predictions", "right")
    for low, high in ((0.0, 0.7), (0.7, 0.9), (0.9, 0.99), (0.99, 1.1)):
        chosen = (top >= low) & (top < high)
        history.append(probability=low, predictions=int(chosen.sum()), right=int(right[chosen].sum()))
    return {
        "history": history,
        "least_accuracy": min(accuracies),
        "mean_accuracy": np.mean(accuracies),
        "perfect": sum(accuracy == 1 for accuracy in accuracies),
        "sure_wrong": int((~right[top >= 0.7]).sum()),
        "unsure": int((top < 0.7).sum()),
        "top": np.round(top.astype(float), 3),
        "right": right.astype(int),
        "birds": {name: np.round(np.concatenate(values).astype(float), 1) for name, values in birds.items()},
    }


@figure("walkthrough-splits.unsure", size=(5.0, 4.2), values=("birds.length", "birds.depth", "top", "right"))
def unsure(figure, result):
    axes = figure.subplots()
    length, depth = result["birds"]["length"], result["birds"]["depth"]
    groups = {"Probability of 0.9 or more": [], "Less than 0.9": [], "Wrong": []}
    for row, (top, right) in enumerate(zip(result["top"], result["right"], strict=True)):
        name = "Wrong" if not right else "Less than 0.9" if top < 0.9 else "Probability of 0.9 or more"
        groups[name].append(row)
    looks = (("C5", "o", 4), ("C2", "o", 36), ("C1", "X", 64))
    for (name, rows), (color, marker, size) in zip(groups.items(), looks, strict=True):
        points = [length[row] for row in rows], [depth[row] for row in rows]
        axes.scatter(*points, s=size, marker=marker, color=color, label=name, gid=f"rows {rows}")
    axes.set(xlabel="Bill length (mm)", ylabel="Bill depth (mm)", ylim=(10, None))  # the legend stands below all birds
    axes.legend(loc="lower left")
