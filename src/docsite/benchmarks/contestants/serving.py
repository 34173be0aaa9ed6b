"""One contestant in a process of its own: each line on standard input asks for something, one line answers."""

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def main() -> None:
    # What a library prints goes to standard error, so that standard output holds answers alone.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    run_epoch: Callable[[int], dict[str, float]] | None = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "module" in request:
                module = importlib.import_module(request["module"])
                run_epoch = module.prepare(read_work(request["work"]), **request["options"])
                answer = module.about()
            else:
                assert run_epoch, "asked for an epoch before it was prepared"
                answer = timed(run_epoch, request["epoch"])
        except Exception as error:
            answer = {"error": one_line(error)}
        print(json.dumps(answer), file=answers, flush=True)
    os._exit(0)  # a contestant's thread may still wait for its next epoch


def timed(run_epoch: Callable[[int], dict[str, float]], epoch: int) -> dict[str, Any]:
    """What the epoch gives as `record`, its seconds, and the process's peak memory so far in MiB."""
    started = time.perf_counter()
    record = run_epoch(epoch)
    seconds = time.perf_counter() - started
    record = {name: float(value) for name, value in record.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return {"record": record, "seconds": seconds, "peak_mib": peak / unit}


def read_work(path: str) -> SimpleNamespace:
    """What every contestant works on, as `docsite.benchmarks.work` wrote it."""
    import numpy as np

    with np.load(path) as file:
        arrays: dict[str, Any] = {name: file[name] for name in file.files}
    weights = [arrays.pop(name) for name in sorted(name for name in arrays if name.startswith("weights_"))]
    numbers = {name: arrays.pop(name).item() for name in ("batch_size", "learning_rate", "seed")}
    return SimpleNamespace(**arrays, **numbers, weights=weights)


def one_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:300]


if __name__ == "__main__":
    main()
