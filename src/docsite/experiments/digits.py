"""Runs of the classifier on the bundled digits."""

from docsite.experiments import experiment


@experiment("classifier", cost=30, data="mnist-10k")
def classifier(*, seed=22, epochs=20, learning_rate=0.05, momentum=0.9, shown=20):
    """The classifier trained to its end, tested once, and the digits that it misreads."""
    import keras
    import numpy as np

    from training_loops.classifier import build_classifier, evaluate, train
    from training_loops.data import load_digits

    digits = load_digits("mnist-10k")
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


@experiment("raw-inputs", cost=20, data="mnist-10k")
def raw_inputs(*, seed=22, epochs=10, small_rate=1e-3, learning_rate=0.05, momentum=0.9):
    """Pixels from 0 to 255 with the published learning rate; the same rate on [0, 1]; and a rate that suits [0, 1]."""
    import keras

    from training_loops.classifier import build_classifier, evaluate, train
    from training_loops.data import Digits, Examples, load_digits
    from training_loops.history import History

    scaled = load_digits("mnist-10k")
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
def step_timing(*, seed=22, rounds=5, batch_size=64, learning_rate=0.05):
    """Seconds an epoch with the step called eagerly and as a graph, in turns; the medians of several rounds."""
    import statistics
    import time
    from functools import partial

    import keras
    import tensorflow as tf

    from training_loops.classifier import build_classifier, new_metrics, train_epoch, train_step
    from training_loops.data import as_tensors, in_batches, load_digits

    examples = as_tensors(load_digits("mnist-10k").train)
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


@experiment("tracked-losses", cost=20, data="mnist-10k")
def tracked_losses(*, seed=22, epochs=10, weight=1e-2, learning_rate=0.05):
    """The same run without and with a penalty on the activity of the first hidden layer."""
    import keras
    import numpy as np

    from training_loops.classifier import evaluate, train
    from training_loops.data import load_digits
    from training_loops.history import History
    from training_loops.tracked_losses import build_regularized_classifier, train_step

    digits = load_digits("mnist-10k")
    outcome = {"activity": {}, "test_accuracy": {}, "weight": weight}
    losses = {}
    for name, penalty in (("plain", 0.0), ("penalised", weight)):
        model = build_regularized_classifier(penalty, seed)
        optimizer = keras.optimizers.SGD(learning_rate)
        losses[name] = train(model, optimizer, digits, epochs=epochs, seed=seed, step=train_step)["loss"]
        hidden = keras.Model(model.input, model.get_layer("dense_1").output)
        outcome["activity"][name] = np.mean(hidden(digits.test.images))
        outcome["test_accuracy"][name] = evaluate(model, digits.test)["accuracy"]
    history = History("epoch", "plain_loss", "penalised_loss")
    for epoch, (plain, penalised) in enumerate(zip(*losses.values(), strict=True), start=1):
        history.append(epoch=epoch, plain_loss=plain, penalised_loss=penalised)
    return {"history": history, **outcome}


@experiment("custom-fit", cost=15, data="mnist-10k")
def custom_fit(*, seed=22, epochs=5, learning_rate=0.05):
    """The loop by hand and the customised `fit`, from the same weights over the same batches."""
    import keras
    import tensorflow as tf

    from training_loops import classifier
    from training_loops.custom_fit import CustomFitClassifier, train
    from training_loops.data import load_digits
    from training_loops.history import History

    # On a GPU the two agree only where products are whole float32 and sums are taken in one order.
    tf.config.experimental.enable_tensor_float_32_execution(False)
    tf.config.experimental.enable_op_determinism()
    digits = load_digits("mnist-10k")
    model = classifier.build_classifier(seed)
    by_hand = classifier.train(model, keras.optimizers.SGD(learning_rate), digits, epochs=epochs, seed=seed)
    model = classifier.build_classifier(seed)
    custom = CustomFitClassifier(model.input, model.output)
    fitted = train(custom, keras.optimizers.SGD(learning_rate), digits, epochs=epochs, seed=seed)

    columns = ("loss", "validation_accuracy")
    history = History("epoch", *(f"{run}_{column}" for column in columns for run in ("hand", "fit")))
    for hand, fit in zip(by_hand, fitted, strict=True):
        both = {
            f"{run}_{column}": record[column] for column in columns for run, record in (("hand", hand), ("fit", fit))
        }
        history.append(epoch=hand["epoch"], **both)
    gaps = [abs(hand - fit) for hand, fit in zip(by_hand["loss"], fitted["loss"], strict=True)]
    return {"history": history, "largest_gap": max(gaps)}
