"""Runs that stop and go on: with all of their state, with the weights alone; and what each format of a file keeps."""

from docsite.studies import experiment, figure


@experiment("resume", cost=25, data="mnist-10k")
def resumed(*, source="mnist-10k", seed=22, epochs=10, stopped=5, size=2000, learning_rate=0.01):
    """A run that was never stopped, one that goes on from a checkpoint, and one that goes on from its weights alone."""
    import tempfile

    import keras
    import numpy as np

    from training_loops.classifier import build_classifier
    from training_loops.data import load_digits
    from training_loops.history import History
    from training_loops.resume import train

    digits = load_digits(source)
    digits = digits._replace(train=type(digits.train)(*(array[:size] for array in digits.train)))
    runs, weights = {}, {}

    def run(name, folder, epochs, start=None):
        model = build_classifier(seed)
        if start:
            model.set_weights(start)
        optimizer = keras.optimizers.Adam(learning_rate)
        runs[name] = train(model, optimizer, digits, folder=f"{parent}/{folder}", epochs=epochs, seed=seed)["loss"]
        weights[name] = model.get_weights()

    with tempfile.TemporaryDirectory() as parent:
        run("whole", "whole", epochs)
        run("first", "stopped", stopped)
        run("resumed", "stopped", epochs)
        run("rest", "weights", epochs - stopped, weights["first"])

    history = History("epoch", "whole_loss", "resumed_loss", "weights_loss")
    columns = (runs["whole"], runs["resumed"], runs["first"] + runs["rest"])
    for epoch, losses in enumerate(zip(*columns, strict=True), start=1):
        history.append(epoch=epoch, **dict(zip(history.columns[1:], losses, strict=True)))
    gaps = {
        name: max(float(np.abs(a - b).max()) for a, b in zip(weights["whole"], weights[name], strict=True))
        for name in ("resumed", "rest")
    }
    return {"history": history, "stopped": stopped, "largest_gap": gaps}


@figure("resume.losses", size=(5.0, 3.6), values=("history.epoch", "history.resumed_loss", "history.weights_loss"))
def losses(figure, result):
    history, axes = result["history"], figure.subplots()
    for label, column, colour, line, beside in (
        ("Weights alone", "weights_loss", "C1", "s--", (6, 6)),
        ("All of the state", "resumed_loss", "C0", "o-", (4, -42)),
    ):
        axes.plot(history["epoch"], history[column], line, color=colour)
        place = history["epoch"][5], history[column][5]
        axes.annotate(label, place, xytext=beside, textcoords="offset points", color=colour)
    axes.axvline(result["stopped"] + 0.5, color="C5", linestyle=":")
    axes.set(xlabel="Epoch", ylabel="Loss", yscale="log", yticks=[0.03, 0.1, 0.3, 1], ylim=(0.018, 1.1))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.minorticks_off()


@experiment("saved-formats", cost=15)
def saved_formats(*, seed=22, steps=3):
    """A small trained model with a layer in a list, saved in each format; a mark for what comes back of it."""
    import tempfile

    import keras
    import numpy as np
    import tensorflow as tf

    class Listed(keras.Model):
        def __init__(self, **arguments):
            super().__init__(**arguments)
            self.hidden = [keras.layers.Dense(4), keras.layers.BatchNormalization()]
            self.last = keras.layers.Dense(1)

        def call(self, x, training=False):
            for layer in self.hidden:
                x = layer(x, training=training)
            return self.last(x)

    def new_run():
        model = Listed()
        model.compile(optimizer=keras.optimizers.SGD(0.1, momentum=0.9), loss="mse")
        model(x)
        model.optimizer.build(model.trainable_variables)
        return model, tf.Variable(0)

    def all_variables(model, epoch):
        return tf.train.Checkpoint(model=model.variables, optimizer=model.optimizer.variables, epoch=epoch)

    def reachable(model, epoch):
        return tf.train.Checkpoint(model=model, optimizer=model.optimizer, epoch=epoch)

    def same(ours, theirs):
        return all(np.array_equal(a, b) for a, b in zip(ours.variables, theirs.variables, strict=True))

    def loads_without_class(path):
        try:
            return bool(keras.models.load_model(path))
        except TypeError:
            return False

    def what_came_back(loaded, number):
        """Of a model: the weights, the averages of the layer in the list, the optimizer, the number of the epoch."""
        optimizer = loaded.optimizer is not None and same(model.optimizer, loaded.optimizer)
        return same(model.last, loaded.last), same(model.hidden[1], loaded.hidden[1]), optimizer, number == steps

    keras.utils.set_random_seed(seed)
    x, y = np.random.normal(size=(8, 3)).astype("float32"), np.ones((8, 1), "float32")
    model, epoch = new_run()
    model.fit(x, y, epochs=steps, verbose=0)
    epoch.assign(steps)
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/all.keras")
        loaded = keras.models.load_model(f"{folder}/all.keras", custom_objects={"Listed": Listed})
        rows[".keras"] = (*what_came_back(loaded, None), not loads_without_class(f"{folder}/all.keras"))
        model.save_weights(f"{folder}/all.weights.h5")
        fresh, number = new_run()
        fresh.load_weights(f"{folder}/all.weights.h5")
        rows[".weights.h5"] = (*what_came_back(fresh, int(number)), True)
        model.export(f"{folder}/exported", verbose=False)
        exported = tf.saved_model.load(f"{folder}/exported")
        # It has no layers to look into: equal outputs say that weights and averages are there.
        weights = np.array_equal(exported.serve(x), model(x))
        rows["SavedModel"] = (weights, weights, hasattr(exported, "optimizer"), hasattr(exported, "epoch"), False)
        kinds = {"Checkpoint(model=model)": reachable, "Checkpoint(model=model.variables)": all_variables}
        for name, checkpoint in kinds.items():
            path = checkpoint(model, epoch).write(f"{folder}/checkpoint")
            fresh, number = new_run()
            checkpoint(fresh, number).read(path).assert_consumed()
            rows[name] = (*what_came_back(fresh, int(number)), True)

    names = ("weights_kept", "averages_kept", "optimizer_kept", "epoch_kept", "class_needed")
    marks = {name: ["\u2713" if row[place] else "\u2013" for row in rows.values()] for place, name in enumerate(names)}
    return {"table": {"format": list(rows), **marks}}
