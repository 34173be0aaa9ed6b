"""The plan of what is to be run, and its running: each experiment in a process of its own, with limits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from docsite.progress import Progress
from docsite.project import ROOT, DocsError, existing
from docsite.results import diff, store
from docsite.results.runner import FailedRunError
from docsite.studies import DATA_SETS, Experiment, experiments

CHEAP = 20.0  # seconds: what a build runs again by itself
CORES_EACH = 2  # what one run keeps busy
SPARE = 60.0  # seconds more than ten times its cost that a run may keep its cores busy
LOADED = 10  # how many times as long it may take where others work on them too
CRASHES = {"SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL"}  # what a process does to itself


@dataclass(frozen=True)
class Options:
    """How to run: fresh ones too, on which device, and whether a better result may be replaced by a lesser one."""

    force: bool = False
    device: str | None = None
    replace: bool = False
    data: str | None = None
    bench: bool = True


@dataclass(frozen=True)
class Job:
    experiment: Experiment
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Limit:
    """When a run is ended, in seconds: of all cores' work, which is its own doing, and by the clock, which is not."""

    processor: int
    clock: float

    @classmethod
    def of(cls, experiment: Experiment) -> Limit:
        quiet = SPARE + 10 * experiment.cost
        return cls(int(quiet * max(CORES_EACH, os.cpu_count() or 1)), quiet * LOADED)


def choose(names: str | None, options: Options) -> list[Experiment]:
    """The experiments of these names, divided by commas, or all; on other data those that take them.

    Raises `DocsError` for a name that does not exist, and for one that is named and takes no such data.
    """
    data, every = options.data, experiments.all()
    if names is not None:
        chosen = [experiments.find(name.strip()) for name in names.split(",") if name.strip()]
        if not chosen:
            raise DocsError(f"no experiment is named; {existing(every)}")
    elif data is not None and data not in DATA_SETS:
        raise DocsError(f"no data set {data!r}; {existing(DATA_SETS)}")
    else:
        chosen = [item for item in every.values() if not data or item.takes(data)]
    return [item if data is None else item.on(data) for item in chosen if options.bench or not item.bench]


def plan(chosen: Iterable[Experiment], *, force: bool) -> list[Job]:
    """The experiments that are stale, and why; by force the fresh ones too. The cheapest come first."""
    states = [(item, store.state(item)) for item in sorted(chosen, key=lambda item: item.cost)]
    return [Job(item, state.reasons or ("forced",)) for item, state in states if force or not state.fresh]


def refresh(jobs: list[Job], options: Options, watch: Progress) -> list[DocsError]:
    """Run the jobs, side by side where there are cores for it, timings one by one after them.

    Returns why some have no new result, each of which leaves the old one as it was: `FailedRunError` where the
    experiment's own code is at fault, which is remembered, and a plain `DocsError` where it was refused or interrupted.
    """
    if options.device == "gpu" and jobs:
        check_gpu()
    together = [job for job in jobs if not job.experiment.timing]
    alone = [job for job in jobs if job.experiment.timing]
    workers = max(1, (os.cpu_count() or 1) // CORES_EACH)
    with ThreadPoolExecutor(workers) as pool:
        troubles = list(pool.map(lambda job: run_apart(job, options, watch), together))
    troubles += [run_apart(job, options, watch) for job in alone]
    return [trouble for trouble in troubles if trouble]


def run_apart(job: Job, options: Options, watch: Progress) -> DocsError | None:
    """One experiment in a fresh process; why it gave no result is returned, and noted where it failed."""
    experiment = job.experiment
    old = store.read(experiment.name)
    watch.say(f"{experiment.name}: {', '.join(job.reasons)}; about {experiment.cost:g} s")
    started = time.monotonic()
    try:
        told = _run(experiment, options, watch)
    except FailedRunError as failure:
        store.note_failure(experiment, str(failure))
        return FailedRunError(f"experiment {experiment.name} failed: {failure}")
    except DocsError as refusal:
        return DocsError(f"experiment {experiment.name} was not run to its end: {refusal}")
    moved = told or diff.summary(old, store.read(experiment.name), timing=experiment.timing)
    watch.say(f"{experiment.name}: {time.monotonic() - started:.1f} s, {moved}")
    return None


def _run(experiment: Experiment, options: Options, watch: Progress) -> str:
    """Run the experiment's process, and return the last line that it tells; raises as `refresh` says."""
    environment = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, "PYTHONUTF8": "1"}
    if options.device == "cpu":
        environment["CUDA_VISIBLE_DEVICES"] = "-1"
    limit = Limit.of(experiment)
    pipe = subprocess.PIPE
    command = _command(experiment, options, limit)
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            with watch.running(experiment.name, experiment.cost):
                told, mistakes = process.communicate(timeout=limit.clock)
        except subprocess.TimeoutExpired:
            process.kill()
            raise DocsError(f"not finished after {limit.clock:.0f} s; is the machine at other work?") from None
    if process.returncode:
        lines = mistakes.strip().splitlines() or [f"exit status {process.returncode}"]
        raise _why(process.returncode, lines[-1].removeprefix("error: "), limit)
    return told.strip()


def _why(status: int, last_line: str, limit: Limit) -> DocsError:
    """Why a process has ended so: by its own code, or by what came from outside."""
    if status == FailedRunError.exit_status:
        return FailedRunError(last_line)
    if status == -signal.SIGXCPU:
        return FailedRunError(f"not finished after {limit.processor} s of processor time")
    if status >= 0:
        return DocsError(last_line)
    name = signal.Signals(-status).name
    return FailedRunError(f"it crashed ({name})") if name in CRASHES else DocsError(f"ended by {name}")


def _command(experiment: Experiment, options: Options, limit: Limit) -> list[str]:
    command = [sys.executable, "-m", "docsite", "run", experiment.name, "--processor-time", str(limit.processor)]
    command += ["--force"] * options.force + ["--replace"] * options.replace
    for name, value in (("--device", options.device), ("--data", options.data)):
        command += [name, value] if value else []
    return command


def check_gpu() -> None:
    """Raise, in one line, where TensorFlow sees no GPU."""
    code = "import sys, tensorflow as tf; sys.exit(not tf.config.list_physical_devices('GPU'))"
    environment = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ}
    if subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True).returncode:
        raise DocsError("DEVICE=gpu, and TensorFlow sees no GPU; install the extra: pip install '.[gpu]'")
