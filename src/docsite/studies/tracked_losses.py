"""A penalty that a layer adds to the loss."""

from docsite.studies import experiment


@experiment("tracked-losses", cost=20, data="mnist-10k")
def tracked_losses(*, source="mnist-10k", seed=22, epochs=10, weight=1e-2, learning_rate=0.05):
    """The same run without and with a penalty on the activity of the first hidden layer."""
    import keras
    import numpy as np

    from training_loops.classifier import evaluate, train
    from training_loops.data import load_digits
    from training_loops.history import History
    from training_loops.tracked_losses import build_regularized_classifier, train_step

    digits = load_digits(source)
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
