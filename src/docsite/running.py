"""Running experiments, each in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable

from docsite import keys, outcomes, provenance, results
from docsite.experiments import Experiment
from docsite.project import ROOT, DocsError

CHEAP = 20.0  # seconds: what a build runs again by itself


def run_here(experiment: Experiment) -> bool:
    """Run an experiment in this process and store its result; returns whether the file changed."""
    parts = keys.made_from(experiment)
    started = time.monotonic()
    outcome = outcomes.plain(experiment.function())
    duration = time.monotonic() - started
    record = {
        "experiment": experiment.name,
        "key": keys.key(parts),
        "made_from": parts,
        **provenance.describe(duration),
        "outcome": outcome,
    }
    return results.write(experiment.name, record)


def run_apart(experiment: Experiment) -> None:
    """Run an experiment in a fresh process; raises `DocsError` with its last line where it fails."""
    command = [sys.executable, "-m", "docsite", "run", experiment.name]
    environment = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, "PYTHONUTF8": "1"}
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if finished.returncode:
        lines = finished.stderr.strip().splitlines() or [f"exit status {finished.returncode}"]
        raise DocsError(f"experiment {experiment.name} failed: {lines[-1]}")


def refresh(chosen: Iterable[Experiment], *, force: bool, say: Callable[[str], None]) -> int:
    """Run those of the experiments that are stale, or all by force; returns how many ran."""
    count = 0
    for experiment in chosen:
        state = results.state(experiment)
        if state.fresh and not force:
            continue
        say(f"{experiment.name}: {', '.join(state.reasons) or 'forced'}; about {experiment.cost:g} s")
        run_apart(experiment)
        count += 1
    return count
