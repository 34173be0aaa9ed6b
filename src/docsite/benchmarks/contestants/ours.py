"""The package's classifier in one of its modes, with its step or with one that shows two sums."""

from docsite.benchmarks.contestants.keras_model import build
from docsite.benchmarks.contestants.tensorflow_about import about as about


def prepare(work, mode, sums=False):
    import keras

    from training_loops.classifier import epoch_runner, train_step
    from training_loops.data import Examples

    model = build(work.weights[0].shape[1])
    examples = Examples(work.images, work.labels)
    optimizer = keras.optimizers.SGD(work.learning_rate)
    step = train_step_in_sums if sums else train_step
    return epoch_runner(model, optimizer, examples, batch_size=work.batch_size, mode=mode, seed=work.seed, step=step)


def train_step_in_sums(model, optimizer, metrics, images, labels):
    """The step of the classifier, whose loss is a mean, as the sum of two halves of the batch.

    The halves need nothing of each other until their gradients are added. With layers that look at the whole batch,
    such as batch normalization, or that draw random numbers, it is another step.
    """
    import keras
    import tensorflow as tf

    size = len(labels)
    gradients = []
    for part in (slice(0, size // 2), slice(size // 2, size)):
        with tf.GradientTape() as tape:
            logits = model(images[part], training=True)
            losses = keras.losses.sparse_categorical_crossentropy(labels[part], logits, from_logits=True)
            loss = tf.reduce_sum(losses) / size
        gradients.append(tape.gradient(loss, model.trainable_variables))
        metrics.loss.update_state(losses)
        metrics.accuracy.update_state(labels[part], logits)
    optimizer.apply([first + second for first, second in zip(*gradients, strict=True)], model.trainable_variables)
