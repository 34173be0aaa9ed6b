"""Where the numbers of a page come from, and the list of all results."""

from typing import Any

from docsite.pages.resolved import Provenance
from docsite.project import DocsError
from docsite.results import store
from docsite.studies import experiments

LIBRARIES = {"tensorflow": "TensorFlow", "keras": "Keras", "cuda": "CUDA", "cudnn": "cuDNN"}


def record_of(experiment: str) -> dict[str, Any]:
    """The stored result; raises `DocsError` where there is no such experiment, or it has never been run."""
    record = store.read(experiment)
    if record is None:
        experiments.find(experiment)
        raise DocsError(f"{experiment} has not been run yet; run: make results ONLY={experiment}")
    return record


def provenance(experiment: str) -> Provenance:
    """When, on what, with which versions, the key, and the command that renews it where it is stale."""
    fresh = store.state(experiments.find(experiment)).fresh
    return of_record(record_of(experiment), "" if fresh else f"make results ONLY={experiment}")


def of_record(record: dict[str, Any], command: str = "") -> Provenance:
    versions = [f"{LIBRARIES[name]} {value}" for name, value in record["versions"].items() if name in LIBRARIES]
    return Provenance(
        date=record["date"],
        device=record["device"],
        processor=record["processor"],
        cores=record["cores"],
        versions=tuple(versions),
        key=record["key"],
        command=command,
    )


def all_results() -> tuple[tuple[str, bool, Provenance, dict[str, Any]], ...]:
    """Every stored result: its name, whether it is fresh, where it comes from, and its record."""
    found = ((item, store.read(name)) for name, item in experiments.all().items())
    return tuple((item.name, store.state(item).fresh, of_record(record), record) for item, record in found if record)
