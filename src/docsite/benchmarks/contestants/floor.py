"""The matrix products of an epoch and nothing else: no gathering of a batch, no loss, no update."""

from functools import partial


def about():
    from docsite.benchmarks.contestants import in_numpy, tensorflow_about

    return {**in_numpy.about(), **tensorflow_about.about()}


def prepare(work, library):
    images = work.images.reshape(len(work.images), -1)
    run = in_a_loop if library == "numpy" else partial(in_one_call, compiled=library == "xla")
    run = run(images, work.weights[::2], work.batch_size)

    def run_epoch(_epoch):
        run()
        return {}

    return run_epoch


def in_one_call(images, kernels, batch_size, compiled):
    """All the products in one call of TensorFlow, as a graph or compiled by XLA."""
    import tensorflow as tf

    kernels = [tf.constant(kernel) for kernel in kernels]
    images = tf.constant(images)
    turns = len(images) // batch_size

    @tf.function(jit_compile=compiled)
    def run(images):
        def turn(number, last):
            batch = tf.slice(images, [number * batch_size, 0], [batch_size, images.shape[1]])
            # Kernels that depend on the turn before keep the compiler from leaving a product out.
            moved = [kernel + 1e-30 * gradient for kernel, gradient in zip(kernels, last, strict=True)]
            return number + 1, products(tf.matmul, batch, moved)

        last = [tf.zeros_like(kernel) for kernel in kernels]
        _, last = tf.while_loop(lambda number, _: number < turns, turn, [0, last])
        rest = images[turns * batch_size :]
        return last, products(tf.matmul, rest, kernels) if len(rest) else last

    return lambda: [gradient.numpy() for gradient in tf.nest.flatten(run(images))]


def in_a_loop(images, kernels, batch_size):
    """The same as a loop over NumPy's calls of its BLAS."""

    def multiply(left, right, transpose_a=False, transpose_b=False):
        return (left.T if transpose_a else left) @ (right.T if transpose_b else right)

    def run():
        for start in range(0, len(images), batch_size):
            products(multiply, images[start : start + batch_size], kernels)

    return run


def products(multiply, images, kernels):
    """Three products forward and five backward, in the shapes of a step; returns the gradients of the kernels."""
    first, second, third = kernels
    hidden_1 = multiply(images, first)
    hidden_2 = multiply(hidden_1, second)
    logits = multiply(hidden_2, third)  # in the place of their gradient too, which has their shape
    gradient_2 = multiply(logits, third, transpose_b=True)
    gradient_1 = multiply(gradient_2, second, transpose_b=True)
    transposed = partial(multiply, transpose_a=True)
    return [transposed(images, gradient_1), transposed(hidden_1, gradient_2), transposed(hidden_2, logits)]
