"""The workflows: nobody's words are code, each job has the rights that it needs, and the GPU's steps run as written."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Project

WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / ".github/workflows").glob("*.yml")}
JOBS = [(workflow, name) for workflow, found in WORKFLOWS.items() for name in found["jobs"]]
INSTALLS = "make install"
HUB = """#!/bin/sh
echo "$@" >> "$GH_TOLD"
"""


def steps(workflow: str, job: str) -> list[dict[str, Any]]:
    return WORKFLOWS[workflow]["jobs"][job]["steps"]


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_no_command_holds_an_expression(workflow: str, job: str):
    for step in steps(workflow, job):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_every_action_is_pinned_and_keeps_no_credentials(workflow: str, job: str):
    for step in steps(workflow, job):
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_pull_requests_are_built_without_secrets_and_may_only_read():
    tests = WORKFLOWS["tests"]
    assert "pull_request" in tests[True]  # YAML reads `on` so
    assert tests["permissions"] == {"contents": "read"}
    for name, job in tests["jobs"].items():
        assert "permissions" not in job, name
        assert job["runs-on"].startswith("ubuntu-"), name
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        text = path.read_text("utf-8")
        assert "pull_request_target" not in text
        assert "secrets" not in text.replace("It needs no secrets", "")


def test_the_gpu_runs_the_main_branch_alone_and_may_only_read():
    for workflow, name in JOBS:
        job = WORKFLOWS[workflow]["jobs"][name]
        if "self-hosted" in job["runs-on"]:
            assert (workflow, name) == ("results", "regenerate")
            assert job["if"] == "github.ref == 'refs/heads/main' && github.event.repository.fork == false"
            assert job["permissions"] == {"contents": "read"}
    assert WORKFLOWS["results"]["permissions"] == {}


def test_a_schedule_runs_what_takes_long():
    long = WORKFLOWS["tests"]["jobs"]["long"]
    assert long["if"] == "github.event_name == 'schedule'"
    assert "make test-long" in [step.get("run") for step in long["steps"]]


@pytest.fixture
def checkout(project: Project) -> Project:
    """A repository of the project with a remote, and an environment that is set up."""
    root = project.root
    for path in (ROOT / "Makefile", ROOT / ".gitignore", *ROOT.glob("requirements*.*")):
        shutil.copy(path, root)
    shutil.copytree(ROOT / ".github", root / ".github")
    project.edit("src/docsite/studies/line.py", "seed=22, epochs=10", "seed=23, epochs=10")  # a result is stale
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", ".")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "All")
    git(root, "clone", "--quiet", "--bare", str(root), str(root.parent / "remote.git"))
    git(root, "remote", "add", "origin", str(root.parent / "remote.git"))
    (root / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (root / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    os.utime(root / ".venv", (time.time() + 10, time.time() + 10))
    (root / ".venv/.ready").touch()
    return project


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def follow(job: str, project: Project, settings: dict[str, str], values: dict[str, str]) -> None:
    """Run the commands of a job's steps one after another, as a runner does; what installs is left out."""
    found = WORKFLOWS["results"]["jobs"][job]
    for step in found["steps"]:
        if "run" not in step or step["run"].startswith(INSTALLS):
            continue
        given = {**found.get("env", {}), **step.get("env", {})}
        resolved = {
            name: re.sub(r"\$\{\{ ?(.*?) ?\}\}", lambda match: values[match[1]], value) for name, value in given.items()
        }
        environment = {**project.settings()["env"], **resolved, **settings}
        ran = subprocess.run(
            ["bash", "-e", "-c", step["run"]], cwd=project.root, env=environment, capture_output=True, text=True
        )
        assert ran.returncode == 0, f"{step['run']}\n{ran.stdout}{ran.stderr}"


@pytest.mark.skipif(not (shutil.which("make") and shutil.which("git")), reason="no make, or no git")
def test_the_steps_of_the_gpu_workflow_run_as_they_are_written(checkout: Project, tmp_path: Path):
    told, output, runner = (tmp_path / name for name in ("told", "output", "runner"))
    (runner / "bin").mkdir(parents=True)
    (runner / "bin/gh").write_text(HUB, "utf-8")
    (runner / "bin/gh").chmod(0o755)
    settings = {
        "RUNNER_TEMP": str(runner),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GH_TOLD": str(told),
        "PATH": f"{runner / 'bin'}:{os.environ['PATH']}",
    }
    values = {"inputs.only": "linear-sgd", "github.token": "none", "github.run_id": "7"}
    before = json.loads((checkout.root / "docs/results/linear-sgd.json").read_text("utf-8"))
    follow("regenerate", checkout, {**settings, "DEVICE": "cpu"}, values)
    assert output.read_text("utf-8") == "changed=true\n"
    assert "| linear-sgd | `history.loss[0]` |" in (tmp_path / "summary").read_text("utf-8")

    made = runner / "made"  # the artifact, as it would be with what does not belong there
    shutil.copytree(checkout.root / "docs/results", made / "docs/results")
    shutil.copy(checkout.root / "summary.md", made)
    (made / "docs/results/run.sh").write_text("exit 1\n", "utf-8")
    (made / "Makefile").write_text("all:\n", "utf-8")
    git(tmp_path, "clone", "--quiet", str(checkout.root.parent / "remote.git"), "clone")
    follow("propose", Project(tmp_path / "clone"), settings, values)
    changed = git(checkout.root.parent / "remote.git", "diff", "--name-only", "main", "results-7").split()
    assert "docs/results/linear-sgd.json" in changed
    assert "docs/results/linear-sgd.loss.svg" in changed
    assert all(re.fullmatch(r"docs/results/linear-sgd\.[\w.-]*(json|svg)", path) for path in changed)
    after = json.loads(git(tmp_path / "clone", "show", "results-7:docs/results/linear-sgd.json"))
    assert after["made_from"]["parameters"]["seed"] == 23 != before["made_from"]["parameters"]["seed"]
    assert "workflow run tests.yml --ref results-7" in told.read_text("utf-8").splitlines()
    assert "workflow_dispatch" in WORKFLOWS["tests"][True]


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_a_name_that_does_not_exist_ends_the_step(checkout: Project):
    evil = "x; touch made; $(touch made) $(shell touch made)"
    environment = {**checkout.settings()["env"], "ONLY": evil, "DEVICE": "cpu", "BENCH": "no"}
    refused = subprocess.run(["make", "results"], cwd=checkout.root, env=environment, capture_output=True, text=True)
    assert refused.returncode != 0
    assert f"error: no experiment {evil!r}; there are " in refused.stderr
    assert not (checkout.root / "made").exists()


def test_the_gpu_machine_installs_what_experiments_need_and_no_more():
    locked = {name: set(re.findall(r"^([\w.-]+)==", (ROOT / name).read_text("utf-8"), re.M)) for name in LOCKS}
    gpu, site = locked["requirements-gpu.lock"], locked["requirements.lock"]
    assert {"tensorflow", "nvidia-cudnn-cu12", "matplotlib", "click", "rich", "filelock", "pyyaml", "hatchling"} <= gpu
    assert not {name for name in ("mkdocs", "pytest", "playwright", "ruff", "mypy", "zizmor", "jieba") if name in gpu}
    assert "zizmor" in site
    assert "uv" in locked["requirements-uv.txt"]
    assert {"torch", "jax"} <= locked["requirements-rivals.txt"]


LOCKS = ("requirements.lock", "requirements-gpu.lock", "requirements-rivals.txt", "requirements-uv.txt")
