"""JAX: a jitted step called for each batch, or the whole epoch in one call by `lax.scan`."""

import platform
from functools import partial


def about():
    import jax

    device = jax.devices()[0]
    versions = {"jax": jax.__version__, "python": platform.python_version()}
    return {"versions": versions, "device": "CPU" if device.platform == "cpu" else device.device_kind}


def prepare(work, scan=False, sums=False):
    import jax

    images, labels, orders = map(jax.device_put, (work.images.reshape(len(work.images), -1), work.labels, work.orders))
    weights = jax.device_put(work.weights)
    train = scanned_epoch if scan else stepped_epoch
    step = partial(train_step, images, labels, work.learning_rate, parts=2 if sums else 1)
    train = train(step, work.batch_size)

    def run_epoch(epoch):
        nonlocal weights
        weights, sums = train(weights, orders[epoch - 1])
        loss, right = sums.tolist()
        return {"loss": loss / len(labels), "accuracy": right / len(labels)}

    return run_epoch


def stepped_epoch(step, batch_size):
    """An epoch that calls one compiled step for each batch; the old weights' memory is given to the new."""
    import jax
    import jax.numpy as jnp

    def sliced(state, order, start, size):
        return step(state, jax.lax.dynamic_slice_in_dim(order, start, size))

    compiled = jax.jit(sliced, donate_argnums=0, static_argnums=3)

    def train(weights, order):
        state = weights, jnp.zeros(2)
        for start in range(0, len(order), batch_size):
            state = compiled(state, order, start, min(batch_size, len(order) - start))
        return state

    return train


def scanned_epoch(step, batch_size):
    """An epoch that is one compiled call; the smaller last batch is a step after the scan."""
    import jax
    import jax.numpy as jnp

    def train(weights, order):
        whole = len(order) // batch_size * batch_size
        # Two steps to a turn: measured faster than one, and no slower than eight.
        batches = order[:whole].reshape(-1, batch_size)
        state, _ = jax.lax.scan(lambda *batch: (step(*batch), None), (weights, jnp.zeros(2)), batches, unroll=2)
        return step(state, order[whole:]) if whole < len(order) else state

    return jax.jit(train, donate_argnums=0)


def train_step(images, labels, learning_rate, state, rows, parts=1):
    """One step on the rows of one batch; the state is the weights, and the sums of losses and of right answers.

    In two parts it adds the gradients of two halves, which need nothing of each other until then.
    """
    import jax
    import jax.numpy as jnp

    def measure(weights, rows_of_part):
        hidden = images[rows_of_part]
        for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
            hidden = jax.nn.relu(hidden @ kernel + bias)
        logits = hidden @ weights[-2] + weights[-1]
        chosen = jnp.take_along_axis(logits, labels[rows_of_part][:, None], axis=1)[:, 0]
        loss = jnp.sum(jax.nn.logsumexp(logits, axis=1) - chosen) / len(rows)
        return loss, (logits.argmax(axis=1) == labels[rows_of_part]).sum()

    weights, sums = state
    measured = [jax.value_and_grad(measure, has_aux=True)(weights, part) for part in jnp.array_split(rows, parts)]
    loss = sum(loss for (loss, _), _ in measured)
    right = sum(right for (_, right), _ in measured)
    gradients = jax.tree.map(lambda *parts: sum(parts), *(gradients for _, gradients in measured))
    weights = jax.tree.map(lambda weight, gradient: weight - learning_rate * gradient, weights, gradients)
    return weights, sums + jnp.stack([loss * len(rows), right.astype(jnp.float32)])
