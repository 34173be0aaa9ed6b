"""Workers that train together on 127.0.0.1, as forks of a process that has imported TensorFlow and run nothing."""

import contextlib
import json
import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from processes import CONTEXT

PATIENCE = 240.0  # seconds for all that the workers do, on a machine that does much else
ENDED = "ended"  # what a worker that was killed gives
_PORTS = iter(range(20_000 + os.getpid() * 100 % 10_000, 32_000, 5))  # room for as many workers as a test has


def together(target: Callable, variables: list[dict[str, str]], *arguments) -> list:
    """What `target(index, *arguments)` gave in each process, or the error's name and text; none of them stays."""
    workers = []
    for index, settings in enumerate(variables):
        pipe, other = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_work, args=(other, target, index, settings, arguments), daemon=True)
        process.start()
        other.close()
        workers.append((process, pipe))
    end = time.monotonic() + PATIENCE
    try:
        return [_answer(pipe, max(0.0, end - time.monotonic())) for _, pipe in workers]
    finally:
        for process, pipe in workers:
            process.kill()
            process.join()
            pipe.close()


@contextlib.contextmanager
def started(target: Callable, settings: dict[str, str], *arguments):
    """The process of one worker, which does not outlive the block."""
    pipe, other = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_work, args=(other, target, 0, settings, arguments), daemon=True)
    process.start()
    other.close()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        pipe.close()


def by_tf_config(count: int) -> list[dict[str, str]]:
    """The variables of each worker of a cluster whose addresses are free."""
    first = neighbours(count)
    cluster = {"worker": [f"127.0.0.1:{port}" for port in range(first, first + count)]}
    tasks = [{"type": "worker", "index": index} for index in range(count)]
    return [{"TF_CONFIG": json.dumps({"cluster": cluster, "task": task})} for task in tasks]


def by_slurm(count: int) -> list[dict[str, str]]:
    """The variables that Slurm sets for each of several tasks on one node."""
    node = {"NUM_TASKS": str(count), "NODELIST": "localhost", "TASKS_PER_NODE": str(count)}
    step = {f"SLURM_STEP_{name}": value for name, value in node.items()}
    return [{**step, "SLURM_PROCID": str(index), "PATH": "/nowhere"} for index in range(count)]


def neighbours(count: int) -> int:
    """The first of several free ports in a row.

    Below those that the system gives to whoever asks for any, which others may have before the workers start; each
    process that tests begins at a place of its own, and takes none twice.
    """
    for first in _PORTS:
        with contextlib.suppress(OSError), contextlib.ExitStack() as bound:
            for port in range(first, first + count):
                bound.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
    raise OSError("no free ports in a row")


def _answer(pipe, seconds: float):
    if not pipe.poll(seconds):
        raise TimeoutError(f"a worker gave no answer in {PATIENCE:g} s; does it wait for one that is gone?")
    try:
        return pipe.recv()
    except (EOFError, ConnectionError):
        return ENDED


def _work(pipe, target: Callable, index: int, settings: dict[str, str], arguments: tuple) -> None:
    os.environ.update(settings)
    try:
        pipe.send(target(index, *arguments))
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")


# What the workers do. They import inside, since what they are forked from has not.


def trained(index: int, size: int, batch_size: int, epochs: int, folders: list[str], die: tuple[int, int], port=0):
    """The losses, the weights and the epochs of a worker; worker `die[0]` kills itself in its step `die[1]`."""
    import keras
    import tensorflow as tf

    from training_loops import _cluster, distributed
    from training_loops.classifier import build_classifier

    _cluster.SLURM_PORT = port or _cluster.SLURM_PORT
    strategy, steps = distributed.new_strategy(), iter(range(1, 10**9))

    def count():
        if next(steps) == die[1] and index == die[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def step(*batch):
        tf.py_function(count, [], [])
        return distributed.train_step(*batch)

    with strategy.scope():
        model, optimizer = build_classifier(), keras.optimizers.SGD(0.1, momentum=0.9)
    folder = folders[index] if folders else None
    history = distributed.train(
        strategy, model, optimizer, few(size), epochs=epochs, batch_size=batch_size, folder=folder, step=step
    )
    return history["epoch"], history["loss"], model.get_weights(), strategy.num_replicas_in_sync


def beside_one_device(_, count: int, size: int, batch_size: int, epochs: int):
    """The history and the weights of several replicas on one processor, and of one device."""
    import keras

    from training_loops import classifier, distributed

    strategy = distributed.logical_cpus(count)
    with strategy.scope():
        model, optimizer = classifier.build_classifier(), keras.optimizers.SGD(0.1, momentum=0.9)
    history = distributed.train(strategy, model, optimizer, few(size), epochs=epochs, batch_size=batch_size)
    one, optimizer = classifier.build_classifier(), keras.optimizers.SGD(0.1, momentum=0.9)
    expected = classifier.train(one, optimizer, few(size), epochs=epochs, batch_size=batch_size)
    return list(history), list(expected), model.get_weights(), one.get_weights()


def disagreed(index: int, folders: list[list[str]], epochs: list[list[int]]):
    """What a worker says and gets in one training after another, and what it wrote to stderr meanwhile."""
    import keras

    from training_loops import distributed
    from training_loops.classifier import build_classifier

    said = []
    with tempfile.TemporaryFile() as errors:
        os.dup2(errors.fileno(), 2)
        strategy = distributed.new_strategy()
        with strategy.scope():
            model, optimizer = build_classifier(), keras.optimizers.SGD(0.1)
        for folder, count in zip(folders[index], epochs[index], strict=True):
            try:
                said.append(
                    distributed.train(strategy, model, optimizer, few(64), epochs=count, folder=folder)["epoch"]
                )
            except ValueError as error:
                said.append(str(error))
        errors.seek(0)
        return said, errors.read().decode()


def waiting(_, told: str):
    """A worker for whom another does not come; its stderr goes to a file."""
    from training_loops import distributed

    with open(told, "w") as errors:  # noqa: PTH123 - its number stands for stderr from now on
        os.dup2(errors.fileno(), 2)
    distributed.new_strategy()


def refused(_, count: int):
    """What several replicas say to wrong arguments, and what they train of a model that is not built yet."""
    import keras

    from training_loops import distributed
    from training_loops.classifier import build_classifier

    strategy, said = distributed.logical_cpus(count), []
    with strategy.scope():
        inside, optimizer = build_classifier(), keras.optimizers.SGD(0.1)
    for model, batch_size in ((inside, 7), (inside, 1), (build_classifier(), 64)):
        try:
            distributed.train(strategy, model, optimizer, few(64), epochs=1, batch_size=batch_size)
        except ValueError as error:
            said.append(str(error))
    with strategy.scope():
        unbuilt = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])
        optimizer = keras.optimizers.SGD(0.1)

    def step(*batch):  # of one's own, which returns nothing
        distributed.train_step(*batch)

    history = distributed.train(strategy, unbuilt, optimizer, few(64), epochs=1, step=step)
    return [*said, history["epoch"]]


def few(size: int):
    """That many digits to train on, and 200 for the rest."""
    from training_loops.data import Digits, Examples, load_digits

    digits = Digits(*(Examples(images[:200], labels[:200]) for images, labels in load_digits()))
    return digits._replace(train=Examples(*(array[:size] for array in load_digits().train)))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []
