"""What the distributed loop needs besides itself: checks before the first step, a step of any result, validation."""

from collections.abc import Callable

import keras
import tensorflow as tf

from training_loops.data import Examples, in_batches


def checked_share(strategy, batch_size: int) -> int:
    """The size of a batch; raises `ValueError` where the replicas cannot divide it evenly."""
    if not isinstance(strategy, tf.distribute.Strategy):
        raise ValueError(f"strategy must be a tf.distribute.Strategy, not {type(strategy).__name__}")
    if isinstance(strategy, tf.distribute.ParameterServerStrategy):
        raise ValueError("strategy must be one whose replicas update together, not ParameterServerStrategy")
    replicas = strategy.num_replicas_in_sync
    if batch_size % replicas:
        below = batch_size - batch_size % replicas
        near = " or ".join(str(size) for size in (below, below + replicas) if size)
        raise ValueError(f"batch_size must divide among the {replicas} replicas: take {near}, not {batch_size}")
    return batch_size


def check_placement(strategy, model, optimizer) -> None:
    """Raise `ValueError` where a model or optimizer has variables that were made outside of the strategy's scope."""
    for name, owner in {"model": model, "optimizer": optimizer}.items():
        for variable in getattr(owner, "variables", ()):
            if not strategy.extended.variable_created_in_scope(getattr(variable, "value", variable)):
                raise ValueError(
                    f"{name} must be made inside `with strategy.scope():`, so that each replica has a copy"
                )


def without_result(step: Callable) -> Callable:
    """The step without what it returns, which may be nothing, and which the loop does not need."""

    def run(*batch):
        step(*batch)
        return tf.constant(0.0)

    return run


def validated(model, examples: Examples, batch_size: int = 1000) -> dict[str, float]:
    """The mean loss and the accuracy on the validation set; each worker measures all of it, with the same result."""
    loss, accuracy = keras.metrics.Mean(), keras.metrics.SparseCategoricalAccuracy()
    for images, labels in in_batches(examples, batch_size):
        logits = model(images, training=False)
        loss.update_state(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
        accuracy.update_state(labels, logits)
    return {"validation_loss": float(loss.result()), "validation_accuracy": float(accuracy.result())}
