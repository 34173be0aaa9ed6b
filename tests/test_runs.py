"""Runs of experiments that give no result: only one that fails by its own code makes the stored result untrusted."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, Project, copied

from docsite.results import fingerprints
from docsite.studies import DATA_SETS, experiments

# The same code, and so the same key, whatever the environment makes of it.
EXPERIMENT = """
from docsite.studies import experiment

@experiment("tried", cost=0.1)
def tried(*, seed=1):
    import os
    import time
    from pathlib import Path

    made = os.environ.get("MADE", "")
    if os.environ.get("STARTED"):
        Path(os.environ["STARTED"]).touch()
    exec(compile(made, "made", "exec"))
    return {"history": {"epoch": [1], "loss": [0.5]}} if "return" not in made else eval(made.split("return")[1])
"""
STUDY = "src/docsite/studies/tried.py"
ONLY = ("docsite", "results", "--only", "tried")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one experiment more, whose result is stored and fresh."""
    project = copied(tmp_path_factory.mktemp("runs") / "project")
    (project.root / STUDY).write_text(EXPERIMENT, "utf-8")
    return project


@pytest.fixture
def fresh(tried: Project) -> Project:
    if not (tried.root / "docs/results/tried.json").exists():
        assert tried.run(*ONLY).returncode == 0
    (tried.root / ".cache/failures/tried.json").unlink(missing_ok=True)
    return tried


def stored(project: Project) -> bytes:
    return (project.root / "docs/results/tried.json").read_bytes()


def planned(project: Project) -> str:
    return project.run(*ONLY, "--plan").stdout


def told(ran: subprocess.CompletedProcess) -> str:
    """The one line of what went wrong."""
    [line] = [line for line in ran.stderr.splitlines() if not line.startswith("docsite: ")]
    assert ran.returncode != 0
    return line


def test_a_result_that_is_fresh_is_not_made_again_and_that_is_said(fresh: Project):
    before = stored(fresh)
    ran = fresh.run("docsite", "run", "tried", "--device", "gpu")
    assert (ran.returncode, ran.stdout) == (0, "nothing to do: the stored result is fresh; --force runs it again\n")
    assert stored(fresh) == before


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ("raise OSError(28, os.strerror(28), '/somewhere')", "/somewhere: No space left on device"),
        ("raise OSError('mnist cannot be had')", "mnist cannot be had"),
        ("raise MemoryError", "MemoryError"),
        ("os.kill(os.getpid(), 9)", "ended by SIGKILL"),
        ("raise KeyboardInterrupt", "interrupted"),
    ],
)
def test_what_comes_from_outside_leaves_the_result_as_fresh_as_it_was(fresh: Project, made: str, why: str):
    before = stored(fresh)
    line = told(fresh.run(*ONLY, "--force", MADE=made))
    assert line.startswith("error: experiment tried was not run to its end: ")
    assert why in line
    assert stored(fresh) == before
    assert "0 of 1 experiments to run" in planned(fresh)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ("1 / 0", f"{STUDY}:13: ZeroDivisionError: division by zero"),
        ("open('/nowhere/at/all')", "FileNotFoundError"),
        ("raise SystemExit('enough')", f"{STUDY}:4: the experiment ends its process (enough)"),
        ("os.kill(os.getpid(), 11)", "it crashed (SIGSEGV)"),
        (
            "return None",
            f"{STUDY}:4: the experiment returns NoneType; a dictionary is wanted: is its `return` missing?",
        ),
        ("return [1]", f"{STUDY}:4: the experiment returns list"),
        ("return {'loss': float('inf')}", f"{STUDY}:4: an outcome holds inf"),
        ("return {'loss': object()}", f"{STUDY}:4: an outcome holds a object"),
    ],
)
def test_what_its_own_code_did_is_a_failure(fresh: Project, made: str, why: str):
    before = stored(fresh)
    made = f"pass  # {made}" if made.startswith("return") else made
    line = told(fresh.run(*ONLY, "--force", MADE=made))
    assert line.startswith("error: experiment tried failed: ")
    assert why in line
    assert stored(fresh) == before
    assert "its last run failed: " in planned(fresh)


def test_an_interrupted_command_is_told_in_one_line(fresh: Project, tmp_path: Path):
    before, started = stored(fresh), tmp_path / "started"
    settings = fresh.settings(MADE="time.sleep(60)", STARTED=str(started))
    settings.pop("capture_output")
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", *ONLY, "--force"]
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, start_new_session=True, **settings) as process:
        while not started.exists():
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        _, said = process.communicate()
    assert process.returncode == 130
    assert [line for line in said.splitlines() if line and not line.startswith("docsite: ")] == [
        "error: interrupted; nothing was changed"
    ]
    assert stored(fresh) == before
    assert "0 of 1 experiments to run" in planned(fresh)


def test_limits_count_work_and_waiting_apart(fresh: Project):
    scheduler = "src/docsite/results/scheduler.py"
    whole = (fresh.root / scheduler).read_text("utf-8")
    fresh.edit(scheduler, "SPARE = 60.0", "SPARE = 1.0")
    fresh.edit(scheduler, " * max(CORES_EACH, os.cpu_count() or 1)", "")
    fresh.edit(scheduler, "LOADED = 10", "LOADED = 2")
    waits = told(fresh.run(*ONLY, "--force", MADE="time.sleep(60)"))
    assert "was not run to its end: not finished after 4 s; is the machine at other work?" in waits
    assert "0 of 1 experiments to run" in planned(fresh)
    fresh.edit(scheduler, "LOADED = 2", "LOADED = 100")
    works = told(fresh.run(*ONLY, "--force", MADE="while True: pass"))
    assert works == "error: experiment tried failed: not finished after 2 s of processor time"
    assert "its last run failed" in planned(fresh)
    (fresh.root / scheduler).write_text(whole, "utf-8")


@pytest.mark.parametrize("plan", [(), ("--plan",)], ids=["run", "plan"])
def test_data_that_cannot_be_taken_are_refused_without_a_trace(fresh: Project, plan: tuple[str, ...]):
    def traces() -> set[tuple[Path, int]]:
        folders = (fresh.root / name for name in ("docs", ".cache/failures", ".cache/locks"))
        return {(path, path.stat().st_mtime_ns) for folder in folders for path in folder.rglob("*")}

    before = traces()
    for data, only, why in (
        ("nope", "classifier", "no data set 'nope'; there are fashion-mnist, mnist, mnist-10k"),
        ("nope", None, "no data set 'nope'; there are fashion-mnist, mnist, mnist-10k"),
        ("mnist", "classifier,tried", "experiment tried takes no other data than its own"),
        ("mnist", "bench-loops", "experiment bench-loops takes no other data than mnist-10k"),
    ):
        named = ("--only", only) if only else ()
        refused = fresh.run("docsite", "results", "--data", data, *named, *plan)
        assert told(refused) == f"error: {why}"
        assert not refused.stdout
    assert traces() == before


# Their stored results come from a GPU that is not always to be had, and a parameter more would make these stale.
BUNDLED_ALONE = {"exactness", "gan"}


def test_every_experiment_on_digits_takes_other_digits():
    for item in experiments.all().values():
        wanted = item.data in DATA_SETS and not item.bench and item.name not in BUNDLED_ALONE
        assert item.takes("mnist") == wanted, item.name
        if item.takes("mnist"):
            assert item.on("mnist").overrides == {"source": "mnist"}
            assert fingerprints.made_from(item.on("mnist"))["data"] == "mnist"
            assert item.function.__kwdefaults__["source"] == item.data


def test_the_data_sets_are_those_that_the_package_knows():
    from training_loops.data import load_digits

    with pytest.raises(ValueError, match="source must be") as refused:
        load_digits("nothing")
    assert all(repr(name) in str(refused.value) for name in DATA_SETS)
    assert {*DATA_SETS} > fingerprints.FULL_DATA


def test_an_experiment_on_other_data_is_told_which(fresh: Project):
    plan = fresh.run("docsite", "results", "--data", "mnist", "--plan")
    assert plan.returncode == 0, plan.stderr
    listed = [line.split()[0] for line in plan.stdout.splitlines()[1:]]
    assert sorted(listed) == [name for name, item in experiments.all().items() if item.takes("mnist")]
    assert "data changed" in plan.stdout


def test_a_result_that_no_experiment_owns_is_told_with_the_mend(fresh: Project):
    (fresh.root / "docs/results/tride.json").write_bytes(stored(fresh))
    line = (
        "docs/results/tride.json: a result of no experiment: none is called 'tride' (there is 'tried'); "
        "remove the file, or give the experiment this name"
    )
    assert told(fresh.run("docsite", "results", "--plan")) == f"error: {line}"
    assert line in fresh.run("docsite", "stage", "--lenient", "--language", "en").stderr
    refused = fresh.run("docsite", "stage", "--language", "en")
    assert refused.returncode == 1
    assert line in refused.stderr
    (fresh.root / "docs/results/tride.json").unlink()


@pytest.mark.parametrize("kind", ["experiment", "figure"])
def test_two_of_one_name_are_told_at_the_author_s_line(fresh: Project, kind: str):
    second = fresh.root / "src/docsite/studies/zz_second.py"
    given = '"linear-sgd", cost=1' if kind == "experiment" else '"linear-sgd.data"'
    second.write_text(f"from docsite.studies import {kind}\n\n\n@{kind}({given})\ndef again(*_):\n    pass\n", "utf-8")
    try:
        line = told(fresh.run(*ONLY))
    finally:
        second.unlink()
    name = given.split('"')[1]
    assert line.startswith(f"error: src/docsite/studies/zz_second.py:4: a second {kind} {name!r}, and the first is in ")
    assert "src/docsite/studies/line.py:" in line


def test_a_figure_of_no_experiment_is_told_at_the_author_s_line(fresh: Project):
    study = fresh.root / "src/docsite/studies/zz_figure.py"
    study.write_text('from docsite.studies import figure\n\n\n@figure("linear-sdg.loss")\ndef drawn(*_):\n    pass\n')
    try:
        line = told(fresh.run(*ONLY))
    finally:
        study.unlink()
    assert line.startswith("error: src/docsite/studies/zz_figure.py:4: figure 'linear-sdg.loss' has no results to draw")
    assert "no experiment 'linear-sdg'; there are " in line


def test_what_killed_runs_left_half_written_is_removed_by_the_next(fresh: Project):
    docs, nobody = fresh.root / "docs", 2**22 + 1  # larger than any process's number
    left = [
        docs / f"results/.linear-sgd.data.svg.{nobody}.tmp",
        docs / f".translations.yml.{nobody}.tmp",
        docs / f"en/guides/.gan.md.{nobody}.tmp",
    ]
    at_work = docs / f"results/.gan.json.{os.getpid()}.tmp"
    for path in [*left, at_work]:
        path.write_text("half", "utf-8")
    assert fresh.run("docsite", "results", "--plan", "--only", "tried").returncode == 0
    assert [path.name for path in docs.rglob(".*.tmp")] == [at_work.name]
    at_work.unlink()


def test_git_ignores_what_is_half_written(tmp_path: Path):
    (tmp_path / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes())
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / "docs/results").mkdir(parents=True)
    for name in ("docs/results/.linear-sgd.data.svg.123.tmp", "docs/.translations.yml.123.tmp"):
        (tmp_path / name).touch()
    status = subprocess.run(["git", "status", "--porcelain"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert status.stdout == "?? .gitignore\n"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (
            ("results", "--fource"),
            "No such option: --fource Did you mean --force; see: python -m docsite results --help",
        ),
        (("reslts",), "No such command 'reslts'"),
        (("results", "--device", "tpu"), "Invalid value for '--device': 'tpu' is not one of 'cpu', 'gpu'; see: "),
        (("bench", "--rounds", "0"), "Invalid value for '--rounds': 0 is not in the range x>=1; see: "),
        (("run",), "Missing argument 'NAME'; see: python -m docsite run --help"),
    ],
)
def test_a_command_that_is_typed_wrongly_is_told_in_one_line(tried: Project, typed: tuple[str, ...], line: str):
    refused = tried.run("docsite", *typed)
    assert refused.returncode == 2
    assert told(refused).startswith("error: " + line.partition(" Did")[0].replace("option: --fource", "option"))
    assert "see: python -m docsite" in told(refused)


def test_no_command_is_answered_with_all_of_them(tried: Project):
    asked = tried.run("docsite")
    assert asked.returncode == 2
    assert asked.stderr.startswith("Usage: python -m docsite")
    assert "error" not in asked.stderr
