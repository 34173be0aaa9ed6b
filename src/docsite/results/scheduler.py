"""The plan of what is to be run, and its running: each experiment in a process of its own, with a time limit."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from docsite.progress import Progress
from docsite.project import ROOT, DocsError
from docsite.results import diff, store
from docsite.studies import Experiment

CHEAP = 20.0  # seconds: what a build runs again by itself
CORES_EACH = 2  # what one run keeps busy


@dataclass(frozen=True)
class Options:
    """How to run: fresh ones too, on which device, and whether a better result may be replaced by a lesser one."""

    force: bool = False
    device: str | None = None
    replace: bool = False
    data: str | None = None


@dataclass(frozen=True)
class Job:
    experiment: Experiment
    reasons: tuple[str, ...]


def plan(chosen: Iterable[Experiment], *, force: bool) -> list[Job]:
    """The experiments that are stale, and why; by force the fresh ones too. The cheapest come first."""
    states = [(item, store.state(item)) for item in sorted(chosen, key=lambda item: item.cost)]
    return [Job(item, state.reasons or ("forced",)) for item, state in states if force or not state.fresh]


def refresh(jobs: list[Job], options: Options, watch: Progress) -> list[DocsError]:
    """Run the jobs, side by side where there are cores for it, timings one by one after them.

    Returns the failures, each of which leaves the old result as it was.
    """
    if options.device == "gpu" and jobs:
        check_gpu()
    together = [job for job in jobs if not job.experiment.timing]
    alone = [job for job in jobs if job.experiment.timing]
    workers = max(1, (os.cpu_count() or 1) // CORES_EACH)
    with ThreadPoolExecutor(workers) as pool:
        failures = list(pool.map(lambda job: run_apart(job, options, watch), together))
    failures += [run_apart(job, options, watch) for job in alone]
    return [failure for failure in failures if failure]


def run_apart(job: Job, options: Options, watch: Progress) -> DocsError | None:
    """One experiment in a fresh process; its failure is told, noted, and returned."""
    experiment = job.experiment
    old = store.read(experiment.name)
    watch.say(f"{experiment.name}: {', '.join(job.reasons)}; about {experiment.cost:g} s")
    started = time.monotonic()
    told, failed = _run(experiment, options, watch)
    if failed:
        store.note_failure(experiment, told)
        return DocsError(f"experiment {experiment.name} failed: {told}")
    moved = told or diff.summary(old, store.read(experiment.name), timing=experiment.timing)
    watch.say(f"{experiment.name}: {time.monotonic() - started:.1f} s, {moved}")
    return None


def _run(experiment: Experiment, options: Options, watch: Progress) -> tuple[str, bool]:
    """Run the experiment's process; the last line that it tells, and whether it failed."""
    environment = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, "PYTHONUTF8": "1"}
    if options.device == "cpu":
        environment["CUDA_VISIBLE_DEVICES"] = "-1"
    limit = 60 + 10 * experiment.cost
    pipe = subprocess.PIPE
    command = _command(experiment, options)
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            with watch.running(experiment.name, experiment.cost):
                told, mistakes = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            return f"not finished after {limit:.0f} s", True
    if process.returncode == 0:
        return told.strip(), False
    lines = mistakes.strip().splitlines() or [f"exit status {process.returncode}"]
    return lines[-1].removeprefix("error: "), True


def _command(experiment: Experiment, options: Options) -> list[str]:
    command = [sys.executable, "-m", "docsite", "run", experiment.name]
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
