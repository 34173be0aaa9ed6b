"""Keras's `fit`: one long call, as its users make it, told when to go on to its next epoch."""

import queue
import threading

from docsite.benchmarks.contestants.keras_model import build
from docsite.benchmarks.contestants.tensorflow_about import about as about


def prepare(work, steps=1, jit_compile="auto"):
    import keras

    model = build(work.weights[0].shape[1])
    model.compile(
        keras.optimizers.SGD(work.learning_rate),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        steps_per_execution=steps,
        jit_compile=jit_compile,
    )
    epochs = len(work.orders)
    asked = queue.Queue()
    answers = queue.Queue()
    callback = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda _epoch, _logs: asked.get(), on_epoch_end=lambda _epoch, logs: answers.put(logs)
    )

    def fit():
        try:
            model.fit(
                work.images, work.labels, batch_size=work.batch_size, epochs=epochs, verbose=0, callbacks=[callback]
            )
        except Exception as error:
            answers.put(error)

    thread = threading.Thread(target=fit, daemon=True)

    def run_epoch(epoch):
        if epoch == 1:
            thread.start()  # so that what `fit` does before its first epoch counts as part of it
        asked.put(epoch)
        answer = answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer

    return run_epoch
