"""What it costs to compute the same bits in every run, and all of float32's."""

from docsite.studies import experiment


@experiment("exactness", cost=30, data="mnist-10k", timing=True)
def exactness(*, seed=22, batch_size=64, rounds=7, learning_rate=0.05):
    """Seconds an epoch with TensorFlow's defaults, without TF32, and with deterministic operations too.

    Each setting is turned on after the last, since TensorFlow cannot turn determinism off again. The gap is the
    largest between a product of 512 by 512 numbers in float32 and the same in NumPy's float64.
    """
    import statistics
    import time

    import keras
    import numpy as np
    import tensorflow as tf

    from training_loops.classifier import build_classifier, epoch_runner
    from training_loops.data import load_digits

    train = load_digits("mnist-10k").train
    factors = [tf.random.stateless_normal([512, 512], seed=[seed, number]) for number in range(2)]
    exact = np.matmul(*(factor.numpy().astype(np.float64) for factor in factors))

    def seconds(mode):
        model, optimizer = build_classifier(seed), keras.optimizers.SGD(learning_rate)
        run_epoch = epoch_runner(model, optimizer, train, batch_size=batch_size, mode=mode, seed=seed)
        run_epoch(1)  # compiles
        taken = []
        for epoch in range(2, rounds + 2):
            begin = time.perf_counter()
            run_epoch(epoch)
            taken.append(time.perf_counter() - begin)
        return statistics.median(taken)

    settings = {
        "default": lambda: None,
        "no TF32": lambda: tf.config.experimental.enable_tensor_float_32_execution(False),
        "no TF32, deterministic": tf.config.experimental.enable_op_determinism,
    }
    table = {"setting": list(settings), "gap": [], "epoch": [], "graph": []}
    for turn_on in settings.values():
        turn_on()
        table["gap"].append(float(np.abs(tf.matmul(*factors).numpy() - exact).max()))
        for mode in ("epoch", "graph"):
            table[mode].append(seconds(mode))
    costs = {f"determinism_in_{mode}": table[mode][2] / table[mode][1] for mode in ("epoch", "graph")}
    return {"table": table, "without_tf32_in_epoch": table["epoch"][1] / table["epoch"][0], **costs}
