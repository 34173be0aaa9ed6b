"""One run of one experiment in this process: what it stores, and what it must not replace."""

import errno
import resource
import time
from typing import Any

from filelock import FileLock

from docsite.project import CACHE, DocsError, described
from docsite.results import environment, fingerprints, store
from docsite.results.outcome import plain
from docsite.studies import Experiment, place_of

# What the machine refuses: a full or read-only disk, memory and handles that are used up, a network that is not there.
REFUSED = {"ENOSPC", "EDQUOT", "EROFS", "EFBIG", "EIO", "ENOMEM", "EMFILE", "ENFILE", "EACCES", "EPERM"}
EXHAUSTED = "ResourceExhaustedError"  # TensorFlow's: memory of a GPU that others use too, or a full disk


class FailedRunError(DocsError):
    """An experiment ran, and failed by its own code. Whatever else keeps it from a result is no failure of it."""

    exit_status = 3


def run_here(experiment: Experiment, *, force: bool = False, replace: bool = False, device: str | None = None) -> str:
    """Run an experiment and store its result, unless another process has just done so.

    The result is written whole or not at all. A lock that ends with the process keeps a second run waiting. Returns
    why the stored result was kept instead, if it was.
    """
    (CACHE / "locks").mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / "locks" / f"{experiment.name}.lock"):
        if not force and store.state(experiment).fresh:
            return "nothing to do: the stored result is fresh; --force runs it again"
        parts = fingerprints.made_from(experiment)
        started = time.monotonic()
        outcome = outcome_of(experiment)
        circumstances = environment.describe(time.monotonic() - started)
        check_device(circumstances["device"], device)
        record = {
            "experiment": experiment.name,
            "key": fingerprints.key(parts),
            "made_from": parts,
            "data": experiment.data,
            **circumstances,
            "outcome": outcome,
        }
        kept = None if replace else better(store.read(experiment.name), record)
        if not kept:
            store.write(experiment.name, record)
        return kept or ""


def outcome_of(experiment: Experiment) -> dict[str, Any]:
    """What the experiment returns, as plain JSON; raises `FailedRunError` where its own code is at fault."""
    try:
        outcome = experiment.run()
    except SystemExit as error:
        raise FailedRunError(f"the experiment ends its process ({error})", *place_of(experiment)) from error
    except Exception as error:
        if isinstance(error, DocsError) or of_the_machine(error):
            raise
        raise FailedRunError(described(error)) from error
    if not isinstance(outcome, dict):
        mend = "a dictionary is wanted: is its `return` missing?"
        raise FailedRunError(f"the experiment returns {type(outcome).__name__}; {mend}", *place_of(experiment))
    try:
        return plain(outcome)
    except TypeError as error:
        raise FailedRunError(str(error), *place_of(experiment)) from error


def of_the_machine(error: Exception) -> bool:
    """Whether an error says something of the machine and the moment, and nothing of the code that met it."""
    if isinstance(error, MemoryError | ConnectionError | TimeoutError) or type(error).__name__ == EXHAUSTED:
        return True
    if not isinstance(error, OSError):
        return False
    # Without a number: said by code, as that data cannot be had.
    return error.errno is None or errno.errorcode.get(error.errno) in REFUSED


def limit_processor_time(seconds: int) -> None:
    """Let the system end this process once its threads have worked so long together, however long that takes."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds if most == resource.RLIM_INFINITY else min(seconds, most), most))


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
