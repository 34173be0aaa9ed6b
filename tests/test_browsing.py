"""Without Chromium the tests that need it are skipped on a contributor's machine, and fail where `CI=true`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.mark.parametrize(("settings", "status", "outcome"), [({}, 0, "1 skipped"), ({"CI": "true"}, 1, "1 error")])
def test_without_chromium(settings: dict, status: int, outcome: str, tmp_path: Path):
    (tmp_path / "test_one.py").write_text("def test(browser):\n    assert browser\n", "utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "CI" and "PYTEST" not in name}
    nowhere = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "PYTHONPATH": str(ROOT / "tests")}
    command = [sys.executable, "-m", "pytest", "-p", "browsing", "-p", "no:cacheprovider", "test_one.py"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment | nowhere | settings, capture_output=True, text=True)
    assert ran.returncode == status, ran.stdout
    assert outcome in ran.stdout


def test_ci_says_that_it_is_one():
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert script.index("export CI=true") < script.index("make ")
