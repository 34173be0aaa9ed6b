"""The committed results, one file for each experiment: read, judged, and written whole or not at all."""

import contextlib
import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docsite.code.syntax import digest
from docsite.project import CACHE, RESULTS, DocsError, stamp, write_if_changed
from docsite.results import fingerprints, record
from docsite.results.outcome import dumps
from docsite.studies import Experiment


@dataclass(frozen=True)
class State:
    """Whether a result can be believed as it is; `reasons` says in words why not."""

    name: str
    reasons: tuple[str, ...] = ()
    failed: bool = False

    @property
    def fresh(self) -> bool:
        return not self.reasons


def path_of(name: str) -> Path:
    return RESULTS / f"{name}.json"


def read(name: str) -> dict[str, Any] | None:
    """The stored result, or None where there is none.

    Raises `DocsError` where the file is not one that this module wrote: broken, or edited by hand.
    """
    return load(path_of(name))


def load(path: Path) -> dict[str, Any] | None:
    """The result in a file of any folder, checked as `read` does; it is not to be changed."""
    return _load(path, stamp(path)) if path.exists() else None


@cache
def _load(path: Path, _changed: tuple[int, int]) -> dict[str, Any]:
    mend = f"restore it from the repository, or remove it and run: make results ONLY={path.stem}"
    try:
        found = json.loads(path.read_text("utf-8"), parse_constant=_refuse)
        expected = found.pop("digest")
        digest_now = _digest(found)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise DocsError(f"not a result that can be read; {mend}", path, getattr(error, "lineno", None)) from error
    if digest_now != expected:
        raise DocsError(f"edited by hand: its digest does not match; {mend}", path)
    if wrong := record.mistake(found):
        raise DocsError(f"not a result that can be shown: {wrong}; {mend}", path)
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number of an outcome")


def write(name: str, result: dict[str, Any]) -> bool:
    """Store a result with its own digest, and forget its failures; returns whether the file changed."""
    result = {**result, "digest": _digest(result)}
    changed = write_if_changed(path_of(name), dumps(result) + "\n")
    _failure_path(name).unlink(missing_ok=True)
    return changed


def state(experiment: Experiment) -> State:
    """Fresh, or why not: missing, which parts of what it is made from have changed, or how its last run failed."""
    name = experiment.name
    found = read(name)
    if found and more_data(found["data"], experiment):
        experiment = experiment.on(found["data"])  # a result from more data is as good
    parts = fingerprints.made_from(experiment)
    key = fingerprints.key(parts)
    failure = _failure(name, key)
    if found is None:
        return State(name, ("no result yet", *failure), failed=bool(failure))
    if found["key"] == key:
        return State(name, failure, failed=bool(failure))
    changed = fingerprints.changes(found["made_from"], parts) or ["the key"]
    return State(name, (*(f"{what} changed" for what in changed), *failure), failed=bool(failure))


def more_data(data: str | None, experiment: Experiment) -> bool:
    """Whether a result is from a full set, where the experiment by itself takes the bundled one."""
    full = fingerprints.FULL_DATA
    return data in full and experiment.data not in full and experiment.takes(data)


def orphans(names: Iterable[str]) -> list[DocsError]:
    """The results that belong to none of these experiments: of one that was removed or renamed, or is misspelt."""
    known, found = list(names), []
    for path in sorted(RESULTS.glob("*.json")):
        if path.stem not in known:
            near = difflib.get_close_matches(path.stem, known, 1)
            named = f" (there is {near[0]!r})" if near else ""
            mend = "remove the file, or give the experiment this name"
            found.append(DocsError(f"a result of no experiment: none is called {path.stem!r}{named}; {mend}", path))
    return found


def note_failure(experiment: Experiment, reason: str) -> None:
    """Remember how a run failed, for as long as what it was made from stays the same."""
    noted = {"key": fingerprints.key(fingerprints.made_from(experiment)), "reason": reason}
    with contextlib.suppress(OSError):  # a full disk: it is told all the same
        write_if_changed(_failure_path(experiment.name), json.dumps(noted))


def _failure(name: str, key: str) -> tuple[str, ...]:
    try:
        noted = json.loads(_failure_path(name).read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    return (f"its last run failed: {noted['reason']}",) if noted["key"] == key else ()


def _failure_path(name: str) -> Path:
    return CACHE / "failures" / f"{name}.json"


def _digest(result: dict[str, Any]) -> str:
    return digest(json.dumps(result, sort_keys=True))
