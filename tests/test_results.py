"""Results: what may replace what, what moved, and what a maintainer is told."""

import json
import re

import pytest
from conftest import Project

from docsite.project import DOCS, DocsError
from docsite.results import diff, runner, scheduler

PARTS = {"experiment": "a", "parameters": {"source": "mnist-10k"}, "data": "d", "modules": {}, "tensorflow": "2"}


def record(device="CPU", data="mnist-10k", key="k", **parts) -> dict:
    made_from = {**PARTS, "parameters": {"source": data}, "data": data, **parts}
    return {"experiment": "x", "key": key, "made_from": made_from, "data": data, "device": device, "outcome": {}}


def test_a_result_from_a_gpu_is_not_replaced_by_one_from_a_cpu():
    kept = runner.better(record("NVIDIA X"), record("CPU"))
    assert kept == "kept the result from NVIDIA X; a run on a CPU replaces it with REPLACE=1"
    assert not runner.better(record("NVIDIA X", key="old"), record("CPU"))
    assert not runner.better(record("CPU"), record("NVIDIA X"))
    assert not runner.better(None, record("CPU"))


def test_a_result_from_full_data_is_not_replaced_by_one_from_the_bundled_data():
    kept = runner.better(record(data="mnist", key="full"), record())
    assert kept == "kept the result from the full mnist; bundled data replace it with REPLACE=1"
    assert not runner.better(record(), record(data="mnist", key="full"))
    assert not runner.better(record(data="mnist", key="full", experiment="other code"), record())


@pytest.fixture
def project(english: Project) -> Project:
    return english


def test_a_run_keeps_a_better_result_and_says_so(project: Project):
    path = project.root / "docs/results/linear-sgd.json"
    script = """
from docsite.results import store
store.write("linear-sgd", {**store.read("linear-sgd"), "device": "NVIDIA X"})
"""
    assert project.python(script).returncode == 0
    stored = path.read_bytes()
    command = ("docsite", "results", "--only", "linear-sgd", "--force")
    kept = project.run(*command)
    assert kept.returncode == 0, kept.stderr
    assert "kept the result from NVIDIA X" in kept.stderr
    assert path.read_bytes() == stored
    assert project.run(*command, "--replace").returncode == 0
    assert json.loads(path.read_text("utf-8"))["device"] == "CPU"


def test_a_run_on_a_gpu_without_one_is_an_error():
    with pytest.raises(DocsError, match="TensorFlow sees none"):
        runner.check_device("CPU", "gpu")


def test_moves_name_the_numbers_beyond_the_tolerance():
    old = {"loss": [1.0, 2.0], "epochs": 10, "gone": 1}
    new = {"loss": [1.0005, 2.1], "epochs": 11, "come": 2}
    assert [(move.path, move.old, move.new) for move in diff.moves(old, new)] == [
        ("loss[1]", 2.0, 2.1),
        ("epochs", 10, 11),
        ("come", None, 2),
        ("gone", 1, None),
    ]
    assert diff.summary({"outcome": old}, {"outcome": old}, timing=False) == "no number moved"


def test_the_difference_of_two_folders_is_a_table(project: Project):
    old = project.root / "old"
    (project.root / "docs/results").rename(old)
    new = project.root / "docs/results"
    new.mkdir()
    for path in old.glob("*.json"):
        (new / path.name).write_bytes(path.read_bytes())
    assert "No number moved" in project.run("docsite", "results", "diff", "old", "docs/results").stdout
    project.edit("src/docsite/studies/line.py", "seed=22", "seed=23")
    assert project.run("docsite", "results", "--only", "linear-sgd").returncode == 0
    table = project.run("docsite", "results", "diff", "old", "docs/results").stdout
    assert re.search(r"\| [\w-]+ \| `history\.loss\[0\]` \| [\d.]+ \| [\d.]+ \|", table), table


def test_the_plan_says_what_is_stale_and_why_and_runs_nothing(project: Project):
    project.edit("src/training_loops/linear.py", "b: float = 0.0", "b: float = 0.5")
    planned = project.run("docsite", "results", "--plan")
    assert re.search(r"linear-sgd +\S+ s +training_loops.linear changed", planned.stdout), planned.stdout
    assert "to run" in planned.stdout
    assert project.run("docsite", "results", "--plan").stdout == planned.stdout


def test_a_wrong_name_or_device_is_told_in_one_line(project: Project):
    failed = project.run("docsite", "results", "--only", "nothing")
    assert failed.returncode == 1
    assert failed.stderr.startswith("error: no experiment 'nothing'; there are ")
    assert failed.stderr.count("\n") == 1
    failed = project.run("docsite", "results", "--only", "linear-sgd", "--force", "--device", "gpu")
    if failed.returncode:  # on a machine with a GPU the run goes through
        assert failed.stderr.startswith("error: DEVICE=gpu, and TensorFlow sees no GPU")
        assert failed.stderr.count("\n") == 1


DEAR = """
@experiment("dear", cost=100)
def dear(*, seed=1):
    return {"history": {"epoch": [1], "loss": [0.5]}}
"""


def with_a_dear_result(project: Project) -> None:
    path = project.root / "src/docsite/studies/line.py"
    path.write_text(path.read_text("utf-8") + DEAR, "utf-8")
    assert project.run("docsite", "results", "--only", "dear").returncode == 0
    project.edit("docs/en/guides/keras-fit.md", "\n## ", '\n{{= table("dear.history") =}}\n\n## ')
    for language in ("zh", "he"):  # a release refuses prose that is newer than its translation
        reviewed = project.run("docsite", "translations", "--reviewed", f"{language}/guides/keras-fit.md")
        assert reviewed.returncode == 0


@pytest.mark.builds
def test_what_is_stale_and_dear_is_shown_as_stale_and_refused_for_deployment(project: Project):
    with_a_dear_result(project)
    page = project.root / "site/guides/keras-fit/index.html"
    assert not re.search(r"\bdear\b", project.run("mkdocs", "build", FRESH="1").stderr)
    assert project.run("mkdocs", "build").returncode == 0
    assert "make results ONLY=dear" not in page.read_text("utf-8")
    project.edit("src/docsite/studies/line.py", "seed=1)", "seed=2)")
    assert project.run("mkdocs", "build").returncode == 0
    assert "make results ONLY=dear" in page.read_text("utf-8")
    refused = project.run("mkdocs", "build", FRESH="1")
    assert refused.returncode != 0
    assert re.search(r"stale results: [^;]*\bdear\b[^;]*; run: make results ONLY=\S*\bdear\b", refused.stderr)


def test_a_dear_experiment_that_fails_keeps_its_result_and_fails_the_build(project: Project):
    with_a_dear_result(project)
    stored = (project.root / "docs/results/dear.json").read_bytes()
    project.edit("src/docsite/studies/line.py", '"epoch": [1], "loss"', '"epoch": [1 / 0], "loss"')
    failed = project.run("docsite", "results", "--only", "dear")
    assert failed.returncode == 1
    assert "experiment dear failed: src/docsite/studies/line.py:" in failed.stderr
    assert "ZeroDivisionError: division by zero" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert (project.root / "docs/results/dear.json").read_bytes() == stored
    built = project.run("mkdocs", "build")
    assert built.returncode != 0
    assert "its last run failed: src/docsite/studies/line.py:" in built.stderr


def test_a_figure_that_wants_more_than_a_stale_result_holds_says_what_helps(project: Project):
    with_a_dear_result(project)
    path = project.root / "src/docsite/studies/line.py"
    more = '\n\n@figure("dear.more")\ndef more(figure, result):\n    figure.subplots().plot(result["more"])\n'
    path.write_text(path.read_text("utf-8").replace("seed=1)", "seed=2)") + more, "utf-8")
    failed = project.run("docsite", "results", "--only", "linear-sgd")
    assert failed.returncode == 1
    told = r"error: figure dear\.more failed: .*KeyError: 'more'; the result is stale, run: make results ONLY=dear"
    assert re.search(told, failed.stderr), failed.stderr


def test_another_device_makes_nothing_stale(project: Project):
    script = """
from docsite.results import store
from docsite.studies import experiments
record = store.read("linear-sgd")
store.write("linear-sgd", {**record, "device": "NVIDIA X", "cores": 99})
print(store.state(experiments.find("linear-sgd")).fresh)
"""
    assert project.python(script).stdout.strip() == "True"
    stored = json.loads((project.root / "docs/results/linear-sgd.json").read_text("utf-8"))
    assert stored["device"] == "NVIDIA X"


def test_a_claim_fails_when_its_condition_no_longer_holds(project: Project):
    claim = '\nIt is {{= claim("linear-sgd.loss[0]", "> 5", "large") =}}.\n\n## '
    project.edit("docs/en/guides/keras-fit.md", "\n## ", claim)
    assert project.run("docsite", "stage").returncode == 0
    project.edit("docs/en/guides/keras-fit.md", '"> 5"', '"> 50"')
    failed = project.run("docsite", "stage")
    assert "'large' no longer holds: linear-sgd.loss[0] is 11.1836, and not > 50" in failed.stderr


def test_a_folder_without_results_is_not_compared(tmp_path):
    with pytest.raises(DocsError, match="holds no results"):
        diff.of_folders(DOCS / "results", tmp_path)


def test_a_data_set_without_a_name_is_refused():
    with pytest.raises(DocsError, match="no data set ''; there are fashion-mnist, mnist"):
        scheduler.choose(None, scheduler.Options(data=""))
