"""Runs killed at any moment: what they end with is what a run ends with that was never stopped."""

import random
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from resumed import Moment, Runs

pytestmark = pytest.mark.loops


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    with Runs() as runs:
        yield runs


@pytest.fixture(scope="module")
def undisturbed(runs: Runs, tmp_path_factory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    assert runs.run(folder) == {"status": 0}
    return state(folder)


def state(folder: Path) -> list[bytes]:
    """Weights, state of the optimizer and history, to the last bit."""
    with np.load(f"{folder}.npz") as arrays:
        return [arrays[name].tobytes() for name in sorted(arrays.files)]


def moments(seed: int, count: int) -> list[Moment]:
    """Random moments: in a save, in a step, between two, and while the run restores and traces."""
    drawn = random.Random(seed)
    longest = {"save": 0.04, "step": 0.004, "between": 0.004, "start": 2}
    places = [("save", 6), ("step", 7), ("between", 7), ("start", 1)]
    chosen = [places[number % 4] for number in range(count)]
    return [Moment(where, drawn.randint(1, most), drawn.uniform(0, longest[where])) for where, most in chosen]


def killed(runs: Runs, folder: Path, moments: list[Moment]) -> list[int]:
    """Kill one run after another in one folder, then let one go to the end; how each of them ended."""
    ends = [runs.run(folder, moment)["status"] for moment in moments]
    return [*ends, runs.run(folder)["status"]]


def test_a_run_killed_in_a_save_in_a_step_and_between_ends_as_if_it_had_not_been(runs, undisturbed, tmp_path):
    ends = killed(runs, tmp_path / "run", moments(seed=22, count=3))
    assert ends == [-signal.SIGKILL] * 3 + [0]
    assert state(tmp_path / "run") == undisturbed


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(10))
def test_so_does_one_killed_at_fifty_other_moments(runs, undisturbed, tmp_path, seed):
    ends = killed(runs, tmp_path / "run", moments(seed, count=5))
    # One that had reached its end before its moment came was not killed.
    assert set(ends[:-1]) <= {-signal.SIGKILL, 0}
    assert -signal.SIGKILL in ends
    assert state(tmp_path / "run") == undisturbed


def test_ctrl_c_saves_after_the_step_and_says_how_to_go_on(runs, undisturbed, tmp_path):
    ended = runs.run(tmp_path / "run", Moment("step", 5, 0), signal.SIGINT, save_every=100)
    assert ended == {"status": 1}
    said = (tmp_path / "run.err").read_text()
    assert said == f"stopped and saved as {tmp_path}/run/step-5; to go on, run the same program again\n"
    assert runs.run(tmp_path / "run") == {"status": 0}
    assert state(tmp_path / "run") == undisturbed
