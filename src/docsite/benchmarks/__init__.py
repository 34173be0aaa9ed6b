"""Contestants on the same work, in turns: each part gives plain data, which is shown as a table and stored."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docsite.benchmarks.contests import LOAD, Part, Settings, Watch
from docsite.benchmarks.docs import docs
from docsite.benchmarks.loops import loops
from docsite.benchmarks.scaling import batch_size, epochs, width
from docsite.benchmarks.site import site
from docsite.benchmarks.variants import gan, replicas
from docsite.project import CACHE, DocsError, existing, write_if_changed

QUIET = 0.5
Describe = Callable[[float], dict[str, Any]]
PARTS: dict[str, Part] = {
    "loops": loops,
    "batch-size": batch_size,
    "width": width,
    "epochs": epochs,
    "gan": gan,
    "replicas": replicas,
    "site": site,
    "docs": docs,
}


def run(names: list[str], settings: Settings, watch: Watch, describe: Describe) -> Iterator[dict[str, Any]]:
    """Measure the parts one after another, and store each in `.cache/bench` as soon as it is done.

    `describe` gives the circumstances of so many seconds of work.
    """
    for name in names:
        if name not in PARTS:
            raise DocsError(f"there is no part {name!r} of the bench; {existing(PARTS)}")
    if LOAD > QUIET:
        watch.say(f"the machine is at other work (load {LOAD:.1f}): measure again when it is quiet")
    for name in names:
        data = PARTS[name](settings, watch)
        machine = data["machine"]
        machine |= {**describe(machine["duration"]), **machine}
        save(CACHE / "bench" / f"{name}.json", data)
        yield data


def save(path: Path, data: Any) -> None:
    write_if_changed(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
