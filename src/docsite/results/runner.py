"""One run of one experiment in this process: what it stores, and what it must not replace."""

import time

from filelock import FileLock

from docsite.project import CACHE, RESULTS, DocsError
from docsite.results import environment, fingerprints, store
from docsite.results.outcome import plain
from docsite.studies import Experiment


def run_here(experiment: Experiment, *, force: bool = False, replace: bool = False, device: str | None = None) -> str:
    """Run an experiment and store its result, unless another process has just done so.

    The result is written whole or not at all. A lock that ends with the process keeps a second run waiting. Returns
    why the stored result was kept instead, if it was.
    """
    (CACHE / "locks").mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / "locks" / f"{experiment.name}.lock"):
        for leftover in RESULTS.glob(f".{experiment.name}.json.*.tmp"):
            leftover.unlink()  # of a run that was killed while it wrote
        if not force and store.state(experiment).fresh:
            return "done by another run"
        parts = fingerprints.made_from(experiment)
        started = time.monotonic()
        outcome = plain(experiment.run())
        described = environment.describe(time.monotonic() - started)
        check_device(described["device"], device)
        record = {
            "experiment": experiment.name,
            "key": fingerprints.key(parts),
            "made_from": parts,
            "data": experiment.data,
            **described,
            "outcome": outcome,
        }
        kept = None if replace else better(store.read(experiment.name), record)
        if not kept:
            store.write(experiment.name, record)
        return kept or ""


def check_device(found: str, wanted: str | None) -> None:
    if wanted == "gpu" and found == "CPU":
        raise DocsError("DEVICE=gpu, and the run used no GPU: TensorFlow sees none")


def better(old: dict | None, new: dict) -> str | None:
    """Why the old result stays: of the same key from a GPU against one from a CPU, or full data against bundled."""
    if old is None:
        return None
    if old["key"] == new["key"] and old["device"] != "CPU" and new["device"] == "CPU":
        return f"kept the result from {old['device']}; a run on a CPU replaces it with REPLACE=1"
    if old["data"] in fingerprints.FULL_DATA and new["data"] not in fingerprints.FULL_DATA and _same_but_data(old, new):
        return f"kept the result from the full {old['data']}; bundled data replace it with REPLACE=1"
    return None


def _same_but_data(old: dict, new: dict) -> bool:
    """Whether two results differ in their data alone, and in the parameter that names it."""
    ours, theirs = ({**record["made_from"], "data": None} for record in (old, new))
    for parts in (ours, theirs):
        parts["parameters"] = {name: value for name, value in parts["parameters"].items() if name != "source"}
    return fingerprints.key(ours) == fingerprints.key(theirs)
