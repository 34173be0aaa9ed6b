"""The same step by hand and inside `fit`."""

from docsite.studies import experiment


@experiment("custom-fit", cost=15, data="mnist-10k")
def custom_fit(*, source="mnist-10k", seed=22, epochs=5, learning_rate=0.05):
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
    digits = load_digits(source)
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
