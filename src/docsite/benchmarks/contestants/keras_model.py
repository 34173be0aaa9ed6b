"""The package's classifier, in any width."""


def build(width):
    """The model that `build_classifier` gives, with `width` units in each hidden layer."""
    import keras

    from training_loops.classifier import build_classifier

    def widened(layer):
        settings = layer.get_config()
        if layer.name.startswith("dense"):
            settings["units"] = width
        return layer.from_config(settings)

    return keras.models.clone_model(build_classifier(seed=22), clone_function=widened)
