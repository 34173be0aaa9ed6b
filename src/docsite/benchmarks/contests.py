"""One part of the bench: the same contestants on one work or several, and what is reported of it."""

import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from docsite.benchmarks.processes import Contestant
from docsite.benchmarks.racing import Measured, team
from docsite.benchmarks.work import Work, write_all

# Programs that ran or waited to run over the last minute, before the bench's own work adds to them.
LOAD = round(os.getloadavg()[0], 2)


class Watch(Protocol):
    """Who is told how far a part has come."""

    def say(self, line: str, /) -> None: ...

    def counting(self, name: str, total: int) -> AbstractContextManager[Callable[[str], None]]: ...


@dataclass(frozen=True)
class Settings:
    """How much is measured, and the interpreter of the rivals' environment, if there is one."""

    rounds: int = 5
    quick: bool = False
    rivals: str | None = None

    def fewer(self, count: int) -> int:
        """The count, or an eighth of it where a quick look will do."""
        return -(-count // 8) if self.quick else count


@dataclass
class Contest:
    """What was measured on each work, under its label."""

    part: str
    measured: dict[str, list[Measured]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)

    def report(
        self, title: str, rows: list[dict[str, Any]], columns: dict[str, str], notes: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Plain data: the rows, and the columns of their table by heading; call it at the end."""
        machine = {"duration": round(time.monotonic() - self.started, 2), "load_before": LOAD}
        head = {"part": self.part, "title": title, "machine": machine}
        return {**head, "left_out": self.left_out, "notes": list(notes), "columns": columns, "rows": rows}


Part = Callable[[Settings, Watch], dict[str, Any]]


def hold(part: str, contestants: list[Contestant], works: Mapping[str, Work], watch: Watch) -> Contest:
    """Let the contestants race on each work, for as many rounds as it has epochs after the first."""
    held = Contest(part)
    turns = len(contestants) * sum(work.epochs for work in works.values())
    with (
        tempfile.TemporaryDirectory() as folder,
        watch.counting(part, turns) as turn,
        team(contestants, lambda line: watch.say(f"{part}: {line}")) as running,
    ):
        paths = {label: Path(folder) / f"{index}.npz" for index, label in enumerate(works)}
        write_all({paths[label]: work for label, work in works.items()})
        for label, work in works.items():
            held.measured[label] = running.race(paths[label], work.epochs - 1, turn)
        held.left_out = running.left_out
    return held
