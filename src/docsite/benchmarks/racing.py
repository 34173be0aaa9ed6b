"""Contestants that wait beside each other and work in turns, so that only one works at a time."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docsite.benchmarks.processes import Contestant, FailedError, Process
from docsite.project import DocsError

# What each contestant of this process has said of itself: device and versions.
SEEN: list[dict[str, Any]] = []


@dataclass
class Measured:
    """What one contestant took for each epoch, the first included, and what it measured in them."""

    contestant: Contestant
    about: dict[str, Any]
    seconds: list[float] = field(default_factory=list)
    records: list[dict[str, float]] = field(default_factory=list)
    peak_mib: float = 0.0

    @property
    def steady(self) -> list[float]:
        """Seconds of the epochs after the first, which compiles."""
        return self.seconds[1:]

    def add(self, answer: dict[str, Any]) -> None:
        self.seconds.append(answer["seconds"])
        self.records.append(answer["record"])
        self.peak_mib = answer["peak_mib"]


class Team:
    """Contestants' processes; one that fails is told of, named in `left_out` with the reason, and asked no more."""

    def __init__(self, contestants: list[Contestant], tell: Callable[[str], None]):
        self.contestants = contestants
        self.tell = tell
        self.processes: dict[str, Process] = {}
        self.left_out: dict[str, str] = {}

    def race(self, work: Path, rounds: int, turn: Callable[[str], None]) -> list[Measured]:
        """Each prepares and trains a first epoch, one after another; then rounds in which each trains one epoch.

        `turn` is called with the name of the one whose turn it is. Raises `DocsError` where contestants have not
        done the same work.
        """
        measured: dict[str, Measured] = {}
        for epoch in range(1, rounds + 2):
            for contestant in self.contestants:
                turn(contestant.name)
                with self._leaving_out(contestant):
                    if epoch == 1:
                        about = self._process(contestant).prepare(work)
                        SEEN.append(about)
                        measured[contestant.name] = Measured(contestant, about)
                    measured[contestant.name].add(self._process(contestant).epoch(epoch))
        finished = [item for item in measured.values() if item.contestant.name not in self.left_out]
        check_same_work(finished)
        return finished

    def _process(self, contestant: Contestant) -> Process:
        if contestant.name not in self.processes:
            self.processes[contestant.name] = Process(contestant)
        return self.processes[contestant.name]

    @contextlib.contextmanager
    def _leaving_out(self, contestant: Contestant) -> Iterator[None]:
        """Let the block fail as contestants do; the first failure ends the process and is told."""
        try:
            yield
        except (FailedError, OSError) as error:
            self.left_out[contestant.name] = str(error)
            self.tell(f"{contestant.name} is left out: {error}")
            self.contestants = [other for other in self.contestants if other is not contestant]
            if contestant.name in self.processes:
                self.processes.pop(contestant.name).close()

    def close(self) -> None:
        for process in self.processes.values():
            process.close()


@contextlib.contextmanager
def team(contestants: list[Contestant], tell: Callable[[str], None]) -> Iterator[Team]:
    """A team whose processes end with the block."""
    found = Team(contestants, tell)
    try:
        yield found
    finally:
        found.close()


def check_same_work(measured: list[Measured]) -> None:
    """Raise `DocsError` where a contestant's figures differ from the first's by more than its tolerance allows.

    A loss may differ by that share of itself, but of no less than a tenth; an accuracy by that much.
    """
    trained = [(item, item.contestant.tolerance) for item in measured if item.contestant.tolerance is not None]
    for item, tolerance in trained[1:]:
        reference, its_tolerance = trained[0]
        _check_records(item, reference, max(tolerance, its_tolerance))


def _check_records(item: Measured, reference: Measured, tolerance: float) -> None:
    for epoch, (record, expected) in enumerate(zip(item.records, reference.records, strict=True), start=1):
        for name, value in expected.items():
            allowed = tolerance * (1 if name == "accuracy" else max(abs(value), 0.1))
            if not abs(record[name] - value) <= allowed:
                raise DocsError(
                    f"{item.contestant.name} has done other work than {reference.contestant.name}: {name} "
                    f"{record[name]:.5f} against {value:.5f} in epoch {epoch} (tolerance {tolerance:.1%})"
                )
