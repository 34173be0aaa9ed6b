"""The package's classifier in one of its modes."""

from docsite.benchmarks.contestants.keras_model import build
from docsite.benchmarks.contestants.tensorflow_about import about as about


def prepare(work, mode):
    import keras

    from training_loops.classifier import epoch_runner
    from training_loops.data import Examples

    model = build(work.weights[0].shape[1])
    examples = Examples(work.images, work.labels)
    optimizer = keras.optimizers.SGD(work.learning_rate)
    return epoch_runner(model, optimizer, examples, batch_size=work.batch_size, mode=mode, seed=work.seed)
