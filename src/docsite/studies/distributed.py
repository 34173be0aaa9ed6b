"""The same training on one device and on two, and what dividing it costs."""

from docsite.studies import experiment


@experiment("distributed", cost=15, data="mnist-10k")
def distributed(*, source="mnist-10k", seed=22, epochs=5, learning_rate=0.05):
    """One device and two replicas, from the same weights over the same batches; the gaps after a step and an epoch."""
    import keras
    import numpy as np
    import tensorflow as tf

    from training_loops import classifier
    from training_loops.data import Examples, load_digits
    from training_loops.distributed import logical_cpus, train
    from training_loops.history import History

    tf.config.set_visible_devices([], "GPU")  # both runs on the CPU, so that nothing but the division differs
    strategy = logical_cpus(2)
    digits = load_digits(source)
    first_batch = digits._replace(train=Examples(*(array[:64] for array in digits.train)))

    def trained(data, epochs, replicas):
        if replicas == 1:
            model, optimizer = classifier.build_classifier(seed), keras.optimizers.SGD(learning_rate, momentum=0.9)
            return classifier.train(model, optimizer, data, epochs=epochs, seed=seed), model.get_weights()
        with strategy.scope():
            model, optimizer = classifier.build_classifier(seed), keras.optimizers.SGD(learning_rate, momentum=0.9)
        return train(strategy, model, optimizer, data, epochs=epochs, seed=seed), model.get_weights()

    gaps = {}
    for name, data in {"update": first_batch, "epoch": digits}.items():
        one, two = (trained(data, 1, replicas)[1] for replicas in (1, 2))
        gaps[name] = max(float(np.abs(a - b).max()) for a, b in zip(one, two, strict=True))
    runs = {"one": trained(digits, epochs, 1)[0], "two": trained(digits, epochs, 2)[0]}
    columns = [(run, column) for column in ("loss", "validation_accuracy") for run in runs]
    history = History("epoch", *(f"{run}_device_{column}" for run, column in columns))
    for row in range(epochs):
        record = {f"{run}_device_{column}": runs[run][column][row] for run, column in columns}
        history.append(epoch=row + 1, **record)
    losses = zip(runs["one"]["loss"], runs["two"]["loss"], strict=True)
    return {"history": history, "gap": gaps, "loss_gap": max(abs(one - two) for one, two in losses)}


@experiment("distributed-cost", cost=60, data="mnist-10k", timing=True)
def distributed_cost(*, source="mnist-10k", seed=22, rounds=9, batch_sizes=(64, 256, 1024)):
    """An epoch on one replica, on two of one process, and in two processes, in turns: the medians of the ratios."""
    import json
    import os
    import socket
    import statistics
    import subprocess
    import sys
    import time
    from functools import partial

    import keras
    import tensorflow as tf

    from training_loops import classifier
    from training_loops.data import in_batches, load_digits
    from training_loops.distributed import Metrics, batches_of, logical_cpus, on_all_replicas, train_epoch, train_step
    from training_loops.history import History

    program = """
import sys, time
from functools import partial
import keras
from training_loops.classifier import build_classifier
from training_loops.data import load_digits
from training_loops.distributed import Metrics, batches_of, new_strategy, on_all_replicas, train_epoch, train_step
strategy, examples = new_strategy(), load_digits(sys.argv[1]).train
with strategy.scope():
    model, optimizer = build_classifier(), keras.optimizers.SGD(0.01)
    optimizer.build(model.trainable_variables)
    metrics = Metrics(keras.metrics.Mean(), keras.metrics.SparseCategoricalAccuracy())
step = on_all_replicas(strategy, partial(train_step, model, optimizer, metrics))
for line in sys.stdin:
    batches = batches_of(strategy, examples, int(line), seed=22, epoch=1)
    begun = time.perf_counter()
    train_epoch(step, metrics, batches)
    print("took", time.perf_counter() - begun, flush=True)
"""
    tf.config.set_visible_devices([], "GPU")
    strategy, examples = logical_cpus(2), load_digits(source).train

    def prepared(scope, compiled):
        with scope:
            model, optimizer = classifier.build_classifier(seed), keras.optimizers.SGD(0.01)
            optimizer.build(model.trainable_variables)
            metrics = Metrics(keras.metrics.Mean(), keras.metrics.SparseCategoricalAccuracy())
        return compiled(model, optimizer, metrics), metrics

    def plain(model, optimizer, metrics):
        return tf.function(partial(classifier.train_step, model, optimizer, metrics), reduce_retracing=True)

    def divided(model, optimizer, metrics):
        return on_all_replicas(strategy, partial(train_step, model, optimizer, metrics))

    def here(step, metrics, batches_for, batch_size):
        batches = batches_for(batch_size)
        begun = time.perf_counter()
        train_epoch(step, metrics, batches)
        return time.perf_counter() - begun

    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    cluster = {"worker": [f"127.0.0.1:{each.getsockname()[1]}" for each in sockets]}
    for each in sockets:
        each.close()
    workers = []
    for index in range(2):
        config = json.dumps({"cluster": cluster, "task": {"type": "worker", "index": index}})
        settings = {**os.environ, "TF_CONFIG": config, "CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3"}
        command, pipe = [sys.executable, "-c", program, source], subprocess.PIPE
        workers.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=settings))

    def elsewhere(batch_size):
        for worker in workers:
            worker.stdin.write(f"{batch_size}\n")
            worker.stdin.flush()
        seconds = []
        for worker in workers:
            line = next(line for line in worker.stdout if line.startswith("took"))
            seconds.append(float(line.split()[1]))
        return max(seconds)

    one = partial(here, *prepared(tf.device("CPU:0"), plain), lambda size: in_batches(examples, size, seed=22, epoch=1))
    two = partial(
        here, *prepared(strategy.scope(), divided), lambda size: batches_of(strategy, examples, size, seed=22, epoch=1)
    )
    contestants = {"one_replica": one, "two_replicas": two, "two_workers": elsewhere}
    try:
        table = History("batch_size", "steps", "two_replicas", "two_workers")
        milliseconds = {}
        for size in batch_sizes:
            turns = [{name: run(size) for name, run in contestants.items()} for _ in range(rounds + 1)][1:]
            steps = -(-len(examples.labels) // size)
            ratios = {name: [turn[name] / turn["one_replica"] for turn in turns] for name in contestants}
            medians = {name: statistics.median(values) for name, values in ratios.items() if name != "one_replica"}
            table.append(batch_size=size, steps=steps, **medians)
            for name in contestants:
                median = statistics.median(turn[name] for turn in turns)
                milliseconds.setdefault(name, {})[f"batch_{size}"] = 1000 * median / steps
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    return {
        "table": table,
        "largest_to_smallest": table["two_workers"][-1] / table["two_workers"][0],
        "milliseconds_a_step": milliseconds,
        "parameters": sum(weights.size for weights in classifier.build_classifier(seed).get_weights()),
    }
