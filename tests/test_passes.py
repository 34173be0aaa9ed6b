"""The memory of what passed: whole files or none, failures never, and an end to its growth."""

import multiprocessing
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Project
from passes import Passes

pytestmark = pytest.mark.bench

PARTS = {"code": "0123", "modules": {"training_loops.linear": "4567"}}

# A test that notes that it ran, and does as `outcome` says; it depends on `input`.
TESTS = """
from pathlib import Path
import pytest

HERE = Path(__file__).parent

def parts(number):
    return {"number": number, "input": (HERE / "input").read_text()}

@pytest.fixture
def dear():
    (HERE / "dear").touch()

@pytest.mark.remembered(by=parts)
@pytest.mark.parametrize("number", [1, 2])
def test_something(number, dear):
    (HERE / f"ran{number}").touch()
    exec((HERE / "outcome").read_text())
"""

Session = Callable[..., tuple[int, set[str]]]


def test_what_passed_is_known_and_nothing_else(tmp_path: Path):
    passes = Passes(tmp_path / "blocks")
    assert not passes.knows(PARTS)
    passes.add(PARTS)
    assert passes.knows(PARTS)
    assert not passes.knows({**PARTS, "code": "0124"})
    assert not Passes(tmp_path / "blocks", trusted=False).knows(PARTS)


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", None])
def test_a_damaged_entry_counts_as_none_and_is_mended(damage: bytes | None, tmp_path: Path):
    passes = Passes(tmp_path)
    passes.add(PARTS)
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-5] if damage is None else damage)
    assert not passes.knows(PARTS)
    passes.add(PARTS)
    assert passes.knows(PARTS)


def test_a_folder_that_cannot_be_written_fails_nothing(tmp_path: Path):
    (tmp_path / "blocks").write_text("a file", "utf-8")
    passes = Passes(tmp_path / "blocks")
    passes.add(PARTS)
    passes.prune()
    assert not passes.knows(PARTS)


def test_the_oldest_are_forgotten_and_use_makes_new(tmp_path: Path):
    passes = Passes(tmp_path)
    for number in range(5):
        passes.add({"number": number})
        for path in tmp_path.iterdir():
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**9))
    assert passes.knows({"number": 0})
    passes.prune(kept=2)
    assert [number for number in range(5) if passes.knows({"number": number})] == [0, 4]


def add_many(folder: Path) -> None:
    for number in range(100):
        Passes(folder).add({"number": number})


def test_several_processes_write_at_once(tmp_path: Path):
    processes = [multiprocessing.get_context("spawn").Process(target=add_many, args=(tmp_path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert all(Passes(tmp_path).knows({"number": number}) for number in range(100))
    assert len(list(tmp_path.iterdir())) == 100


@pytest.fixture
def session(project: Project) -> Session:
    """Run the tests above in a copy of the project; gives the exit status, and what ran."""
    folder = project.root / "tests"
    folder.mkdir()
    for name in ("remembering.py", "passes.py", "block_keys.py"):
        shutil.copy(ROOT / "tests" / name, folder)
    (folder / "conftest.py").write_text('pytest_plugins = ["remembering"]\n', "utf-8")
    (folder / "test_it.py").write_text(TESTS, "utf-8")
    (folder / "input").write_text("1", "utf-8")

    def run(outcome: str, *options: str) -> tuple[int, set[str]]:
        for name in ("ran1", "ran2", "dear"):
            (folder / name).unlink(missing_ok=True)
        (folder / "outcome").write_text(outcome, "utf-8")
        finished: subprocess.CompletedProcess = project.run(
            "pytest", "tests", "-p", "no:hypothesispytest", *options, CI=""
        )
        return finished.returncode, {name for name in ("ran1", "ran2", "dear") if (folder / name).exists()}

    return run


def test_a_pass_is_not_run_again_until_forced(session: Session, project: Project):
    everything = {"ran1", "ran2", "dear"}
    assert session("pass", "--remembered-only") == (1, set())
    assert session("pass") == (0, everything)
    assert session("pass") == (0, set())
    assert session("pass", "--remembered-only") == (0, set())
    assert session("pass", "--force-blocks") == (0, everything)
    (project.root / "tests/input").write_text("2", "utf-8")
    assert session("pass", "--remembered-only") == (1, set())
    assert session("pass", "-n", "2") == (0, everything)
    assert session("pass") == (0, set())


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("assert number == 1", 1),
        ("if number == 2: pytest.skip('no')", 0),
        ("if number == 2: (HERE / 'input').write_text('2')", 0),  # edited while it ran
    ],
)
def test_what_did_not_pass_as_it_stands_is_run_again(outcome: str, status: int, session: Session, project: Project):
    assert session(outcome)[0] == status
    (project.root / "tests/input").write_text("1", "utf-8")
    assert session("pass") == (0, {"ran2", "dear"})


@pytest.mark.parametrize("outcome", ["assert False", "pytest.fail('no')"])
def test_a_pass_that_fails_by_force_is_forgotten(outcome: str, session: Session):
    session("pass")
    assert session(outcome, "--force-blocks")[0] == 1
    assert session("pass")[1] == {"ran1", "ran2", "dear"}
