"""What is typed after make reaches commands as it was typed, and is never read as code."""

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="no make")

# Stands for the environment's Python, and says what it was called with, a word a line.
TOLD = """#!/bin/sh
printf '%s\\n' "$@" "DOCSITE_LANGUAGE=$DOCSITE_LANGUAGE" "FUZZED_CASES=$FUZZED_CASES"
"""
EVIL = "x; touch made; `touch made` $(touch made) $(shell touch made) \"; touch made; ' #"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in (ROOT / "Makefile", ROOT / "pyproject.toml", *ROOT.glob("requirements*.*")):
        shutil.copy2(path, tmp_path)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name in ("python", "mkdocs"):
        (tmp_path / ".venv/bin" / name).write_text(TOLD, "utf-8")
        (tmp_path / ".venv/bin" / name).chmod(0o755)
    (tmp_path / ".venv/.ready").touch()
    return tmp_path


def make(folder: Path, *typed: str, **environment: str) -> subprocess.CompletedProcess:
    plain = {"PATH": "/usr/local/bin:/usr/bin:/bin", **environment}
    return subprocess.run(["make", "--silent", *typed], cwd=folder, env=plain, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("target", "name", "where"),
    [
        ("results", "ONLY", "--only\n{}"),
        ("results", "DEVICE", "--device\n{}"),
        ("results", "DATA", "--data\n{}"),
        ("bench", "ONLY", "--only\n{}"),
        ("bench", "ROUNDS", "--rounds\n{}"),
        ("bench", "SAVE", "--save\n{}"),
        ("new-guide", "NAME", "new-guide\n{}"),
        ("test-noise", "ONLY", "--only\n{}"),
        ("test-noise", "ROUNDS", "--rounds\n{}"),
        ("test-fuzz", "CASES", "FUZZED_CASES={}"),
        ("site", "LANGUAGE", "DOCSITE_LANGUAGE={}"),
        ("serve", "LANGUAGE", "DOCSITE_LANGUAGE={}"),
    ],
)
def test_a_word_reaches_its_command_as_it_was_typed(folder: Path, target: str, name: str, where: str):
    ran = make(folder, target, f"{name}={EVIL}")
    assert ran.returncode == 0, ran.stderr
    assert where.format(EVIL) in ran.stdout
    if name != "LANGUAGE":  # which in the environment is the user's own
        assert where.format(EVIL) in make(folder, target, **{name: EVIL}).stdout
    assert not (folder / "made").exists()


@pytest.mark.parametrize("name", ["FORCE", "FRESH", "PLAN", "REPLACE", "QUICK", "BENCH", "TITLE", "UPGRADE"])
def test_no_switch_is_read_as_code(folder: Path, name: str):
    for target in ("site", "results", "bench", "test", "test-docs", "new-guide"):
        make(folder, target, f"{name}={EVIL}", "NAME=a-guide")
    make(folder, "--dry-run", "lock", f"{name}={EVIL}")
    assert not (folder / "made").exists()


@pytest.mark.parametrize("name", ["PYTHON", "VENV", "LOCK", "PYTHON312"])
def test_what_becomes_a_part_of_commands_is_a_plain_path(folder: Path, name: str):
    for target in ("install", "site", "facts", "clean"):
        for value in (EVIL, "one two", "$(shell touch made)", "a;b"):
            ran = make(folder, target, f"{name}={value}")
            assert ran.returncode != 0
            assert f"{name} is to be a plain path" in ran.stderr
    assert not (folder / "made").exists()
    assert (folder / ".venv").exists()


def test_nothing_typed_is_nothing_said(folder: Path):
    assert make(folder, "results").stdout.splitlines()[:3] == ["-m", "docsite", "results"]
    assert not [line for line in make(folder, "results").stdout.splitlines() if line.startswith("--")]
    assert "--rounds\n5\n" in make(folder, "bench").stdout
    assert "DOCSITE_LANGUAGE=\n" in make(folder, "site", LANGUAGE="de_AT:de").stdout
    assert "--no-bench" in make(folder, "results", BENCH="no").stdout


def test_lint_looks_at_the_workflows(folder: Path):
    assert ".venv/bin/zizmor --offline" in make(folder, "--dry-run", "lint").stdout
