"""Steps of the package's GAN: eager, as a graph, or compiled by XLA."""

from docsite.benchmarks.contestants.tensorflow_about import about as about


def prepare(work, mode):
    from functools import partial

    import keras
    import tensorflow as tf

    from training_loops.data import as_tensors
    from training_loops.gan import Pair, build_discriminator, build_generator, train_epoch, train_step

    models = Pair(build_generator(), build_discriminator())
    optimizers = Pair(keras.optimizers.Adam(3e-4), keras.optimizers.Adam(3e-4))
    for model, optimizer in zip(models, optimizers, strict=True):
        optimizer.build(model.trainable_variables)
    step = partial(train_step, models, optimizers)
    if mode != "eager":
        step = tf.function(step, jit_compile=mode == "jit")
    (images,) = as_tensors([work.images[..., None]])

    def run_epoch(epoch):
        steps = len(images) // work.batch_size
        batches = (
            (images[index * work.batch_size : (index + 1) * work.batch_size], tf.constant([epoch, index]))
            for index in range(steps)
        )
        return train_epoch(step, batches)

    return run_epoch
