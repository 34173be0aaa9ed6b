"""Regeneration of results under faults: kills at any moment, two runs at once, a full disk, a wrong clock.

`make test-faults` runs these; they take minutes. Timings, durations and dates aside, the outcome is always the bytes
of an undisturbed run.
"""

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Project
from disks import as_root, fill, small_disk

pytestmark = pytest.mark.faults

NAMES = ("fault-a", "fault-b", "fault-c")
EXPERIMENT = """
@experiment("fault-{letter}", cost=1)
def fault_{letter}(*, seed={seed}, count=30000):
    import random
    import time

    time.sleep(0.7)
    generator = random.Random(seed)
    return {{"history": {{"value": [generator.random() for _ in range(count)]}}}}
"""
EXPERIMENTS = "from docsite.studies import experiment\n" + "".join(
    EXPERIMENT.format(letter=letter, seed=seed) for seed, letter in enumerate("abc")
)
REFERENCE: dict[str, str] = {}  # what an undisturbed run stores, filled by the first test
COMMAND = ("docsite", "results", "--only", ",".join(NAMES))


@pytest.fixture
def faulty(project: Project) -> Project:
    (project.root / "src/docsite/studies/faults.py").write_text(EXPERIMENTS, "utf-8")
    return project


def stored(project: Project, names=NAMES) -> dict[str, str]:
    """The bytes of the results without what differs from run to run."""
    volatile = re.compile(r'^ *"(duration|date|digest|commit)": .*\n', re.M)
    return {name: volatile.sub("", path_of(project, name).read_text("utf-8")) for name in names}


def path_of(project: Project, name: str) -> Path:
    return project.root / f"docs/results/{name}.json"


def remove(project: Project, names=NAMES) -> None:
    for name in names:
        path_of(project, name).unlink(missing_ok=True)


def leftovers(project: Project) -> list[Path]:
    return [path for path in (project.root / "docs/results").iterdir() if path.name.startswith(".")]


def start(project: Project, *command: str) -> subprocess.Popen:
    settings = {name: value for name, value in project.settings().items() if name in ("cwd", "env")}
    quiet = subprocess.DEVNULL
    arguments = [sys.executable, "-m", *command]
    return subprocess.Popen(arguments, stdout=quiet, stderr=quiet, start_new_session=True, **settings)


def kill_after(process: subprocess.Popen, seconds: float, *, whole_group: bool) -> None:
    """Kill the command, or it and the experiment that it runs, without a chance to clean up."""
    time.sleep(seconds)
    if whole_group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


@pytest.mark.parametrize("moment", range(50))
def test_a_kill_at_any_moment_loses_nothing(faulty: Project, moment: int):
    if not REFERENCE:
        REFERENCE.update(run_to_the_end(faulty))
    remove(faulty)
    generator = random.Random(moment)
    kill_after(start(faulty, *COMMAND), generator.uniform(0, 5), whole_group=moment % 2 == 0)
    for name in NAMES:
        if path_of(faulty, name).exists():
            assert faulty.python(f"from docsite.results import store; store.read('{name}')").returncode == 0
    assert run_to_the_end(faulty) == REFERENCE
    assert leftovers(faulty) == []


def run_to_the_end(project: Project, names=NAMES) -> dict[str, str]:
    finished = project.run("docsite", "results", "--only", ",".join(names))
    assert finished.returncode == 0, finished.stderr
    return stored(project, names)


def test_a_kill_of_the_real_set_loses_nothing(project: Project):
    """Compared with an undisturbed run here: another processor rounds the last digit of a sum differently."""
    names = ("linear-sgd", "linear-keras", "least-squares")
    remove(project, names)
    undisturbed = run_to_the_end(project, names)
    remove(project, names)
    kill_after(start(project, "docsite", "results", "--only", ",".join(names)), 9, whole_group=True)
    assert run_to_the_end(project, names) == undisturbed


def test_two_runs_at_once_give_the_result_of_one(faulty: Project):
    runs = [start(faulty, *COMMAND) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    both = stored(faulty)
    remove(faulty)
    assert both == run_to_the_end(faulty)


def test_a_limit_on_the_size_of_files_keeps_the_old_results(faulty: Project):
    before = run_to_the_end(faulty)
    faulty.edit("src/docsite/studies/faults.py", "count=30000", "count=30001")
    limited = subprocess.run(
        [sys.executable, "-m", *COMMAND],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        **faulty.settings(PYTHONDONTWRITEBYTECODE="1"),
    )
    assert limited.returncode == 1
    assert "Traceback" not in limited.stderr
    assert stored(faulty) == before
    assert leftovers(faulty) == []
    assert run_to_the_end(faulty) != before


@as_root
def test_a_full_disk_keeps_the_old_results(faulty: Project):
    before = run_to_the_end(faulty)
    results = faulty.root / "docs/results"
    saved = faulty.root / "saved"
    results.rename(saved)
    results.mkdir()
    with small_disk(results, "2m"):
        for name in NAMES:
            path_of(faulty, name).write_bytes((saved / f"{name}.json").read_bytes())
        fill(results / "ballast")
        faulty.edit("src/docsite/studies/faults.py", "count=30000", "count=30001")
        failed = faulty.run(*COMMAND)
        assert failed.returncode == 1
        assert "No space left on device" in failed.stderr
        assert "was not run to its end" in failed.stderr
        assert "Traceback" not in failed.stderr
        assert stored(faulty) == before
        assert "last run failed" not in faulty.run(*COMMAND, "--plan").stdout
        (results / "ballast").unlink()
        assert run_to_the_end(faulty) != before


@as_root
@pytest.mark.parametrize("language", ["en", "all"])
def test_a_full_disk_under_the_site_is_told_in_lines(project: Project, language: str):
    (project.root / "site").mkdir()
    with small_disk(project.root / "site", "4m"):
        failed = project.run("mkdocs", "build", DOCSITE_LANGUAGE=language)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "No space left on device; the site is not whole: mend it, and build again" in failed.stderr


def test_a_clock_that_steps_back_changes_nothing(faulty: Project):
    before = run_to_the_end(faulty)
    tomorrow = time.time() + 86400
    for path in (faulty.root / "docs/results").iterdir():
        os.utime(path, (tomorrow, tomorrow))
    bytes_before = {name: path_of(faulty, name).read_bytes() for name in NAMES}
    assert run_to_the_end(faulty) == before
    assert {name: path_of(faulty, name).read_bytes() for name in NAMES} == bytes_before
    remove(faulty)
    assert run_to_the_end(faulty) == before
