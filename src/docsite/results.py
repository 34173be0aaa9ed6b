"""The committed results, one file for each experiment: read, judged, and written whole or not at all."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docsite import keys, outcomes
from docsite.experiments import Experiment
from docsite.project import RESULTS, DocsError, relative, write_if_changed
from docsite.syntax import digest


@dataclass(frozen=True)
class State:
    """Whether a result can be believed as it is; `reasons` says in words why not."""

    name: str
    reasons: tuple[str, ...] = ()

    @property
    def fresh(self) -> bool:
        return not self.reasons


def path_of(name: str) -> Path:
    return RESULTS / f"{name}.json"


def read(name: str) -> dict[str, Any] | None:
    """The stored result, or None where there is none.

    Raises `DocsError` where the file is not one that this module wrote: broken, or edited by hand.
    """
    path = path_of(name)
    if not path.exists():
        return None
    mend = f"restore it from the repository, or remove it and run: make results ONLY={name}"
    try:
        record = json.loads(path.read_text("utf-8"))
        expected = record.pop("digest")
    except (ValueError, KeyError, AttributeError) as error:
        raise DocsError(f"not a result that can be read; {mend}", path) from error
    if _digest(record) != expected:
        raise DocsError(f"edited by hand: its digest does not match; {mend}", path)
    return record


def write(name: str, record: dict[str, Any]) -> bool:
    """Store a result with its own digest; returns whether the file changed."""
    record = {**record, "digest": _digest(record)}
    return write_if_changed(path_of(name), outcomes.dumps(record) + "\n")


def state(experiment: Experiment) -> State:
    """Fresh, or why not: missing, or which parts of what it is made from have changed."""
    record = read(experiment.name)
    if record is None:
        return State(experiment.name, ("no result yet",))
    parts = keys.made_from(experiment)
    if record["key"] == keys.key(parts):
        return State(experiment.name)
    changed = keys.changes(record["made_from"], parts) or ["the key"]
    return State(experiment.name, tuple(f"{what} changed" for what in changed))


def outcome_of(name: str) -> dict[str, Any]:
    record = read(name)
    if record is None:
        raise DocsError(f"{relative(path_of(name))} does not exist; run: make results ONLY={name}")
    return record["outcome"]


def _digest(record: dict[str, Any]) -> str:
    return digest(json.dumps(record, sort_keys=True))
