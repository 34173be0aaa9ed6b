"""Runs of `training_loops.resume` in processes that can be killed: TensorFlow is imported once, and each run is a fork.

As a program it reads lines of JSON, each a run, and answers with its process id; what a run announces goes to a pipe.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

EPOCHS = 3
SAVE_EVERY = 2


@dataclass(frozen=True)
class Moment:
    """When a run is killed: `delay` seconds after its `number`th step or save began or ended, or after it started.

    Without a delay it sends the signal to itself, so that no time passes; else another process does.
    """

    where: str
    number: int
    delay: float


class Runs:
    """A process that has imported TensorFlow and has done nothing with it; each run is a fork of it."""

    def __init__(self):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        self.server = subprocess.Popen([sys.executable, __file__], **pipes, text=True, env=environment)

    def __enter__(self) -> "Runs":
        return self

    def __exit__(self, *_) -> None:
        self.server.communicate()

    def run(
        self, folder: Path, signal_at: Moment | None = None, signal_number: int = signal.SIGKILL, **arguments
    ) -> dict:
        """Run to the end, or to where a signal is sent; what came of it."""
        asked = {"folder": str(folder), "at": vars(signal_at) if signal_at else None, "signal": int(signal_number)}
        self.server.stdin.write(json.dumps({**asked, "arguments": arguments}) + "\n")
        self.server.stdin.flush()
        return json.loads(self.server.stdout.readline())


def announced(function, before: str, after: str, announce):
    def wrapped(*arguments, **named):
        announce(before)
        result = function(*arguments, **named)
        announce(after)
        return result

    return wrapped


def train(folder: str, announce, arguments: dict) -> None:
    """The run itself; its state at the end goes into a file beside its folder."""
    import keras
    import numpy as np

    from training_loops import _checkpoints, resume
    from training_loops.data import Digits, Examples, load_digits

    epoch, save = resume.train_epoch, _checkpoints.Checkpoints.save
    resume.train_epoch = lambda step, *rest: epoch(announced(step, "step", "between", announce), *rest)
    _checkpoints.Checkpoints.save = announced(save, "save", "saved", announce)

    announce("start")
    digits = Digits(*(Examples(images[:400], labels[:400]) for images, labels in load_digits()))
    keras.utils.set_random_seed(1)
    layers = [keras.layers.Flatten(), keras.layers.Dense(16, "relu"), keras.layers.Dropout(0.2), keras.layers.Dense(10)]
    model = keras.Sequential([keras.Input((28, 28)), *layers])
    optimizer = keras.optimizers.Adam(0.01)
    settings = {"folder": folder, "epochs": EPOCHS, "save_every": SAVE_EVERY, **arguments}
    history = resume.train(model, optimizer, digits, **settings)
    state = [variable.numpy() for variable in model.variables + optimizer.variables]
    history = np.array([list(record.values()) for record in history])
    np.savez(f"{folder}.npz", *state, history=history)


def fork(folder: str, announce, arguments: dict) -> int:
    child = os.fork()
    if child:
        return child
    with open(f"{folder}.err", "a") as errors:  # noqa: PTH123 - its number stands for stderr from now on
        os.dup2(errors.fileno(), 2)
    status = 1
    try:
        train(folder, announce, arguments)
        status = 0
    except SystemExit as end:
        print(end, file=sys.stderr)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(status)


def supervised(asked: dict) -> dict:
    """Fork a run, send the signal where it is to go, and wait for the end."""
    import time

    reading, writing = os.pipe()
    at, counted = asked["at"], {}

    def announce(where: str) -> None:
        counted[where] = counted.get(where, 0) + 1
        if at and (where, counted[where]) == (at["where"], at["number"]):
            if at["delay"]:
                os.write(writing, b"!")
            else:
                signal.raise_signal(asked["signal"])

    child = fork(asked["folder"], announce, asked["arguments"])
    os.close(writing)
    if os.read(reading, 1):
        time.sleep(at["delay"])
        os.kill(child, asked["signal"])
    os.close(reading)
    return {"status": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}


def main() -> None:
    import training_loops.resume  # noqa: F401 - with TensorFlow, once for all the runs

    for line in sys.stdin:
        print(json.dumps(supervised(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
