"""What several tests share: a copy of the project to change, and the built site."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

pytest_plugins = ["browsing", "remembering"]
ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")
os.environ["SOURCE_DATE_EPOCH"] = "1577836800"
os.environ["NO_MKDOCS_2_WARNING"] = "1"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """On a GPU the loops are compared as they are on a CPU: without TF32, and with sums in one order."""
    if item.get_closest_marker("loops"):
        import tensorflow as tf

        if tf.config.list_physical_devices("GPU"):
            tf.config.experimental.enable_tensor_float_32_execution(False)
            tf.config.experimental.enable_op_determinism()


@dataclass(frozen=True)
class Project:
    """A copy of the project in a folder of its own, with the commands that a maintainer types."""

    root: Path

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess:
        """Run a Python module in the copy, as in `run("docsite", "stage")`."""
        return subprocess.run([sys.executable, "-m", *command], **self.settings(**environment))

    def python(self, code: str) -> subprocess.CompletedProcess:
        """Run a piece of code in the copy."""
        return subprocess.run([sys.executable, "-c", code], **self.settings())

    def settings(self, **environment: str) -> dict:
        paths = {"PYTHONPATH": str(self.root / "src"), "PYTHONUTF8": "1"}
        return {"cwd": self.root, "env": {**os.environ, **paths, **environment}, "capture_output": True, "text": True}

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text, f"{path} no longer holds {old!r}"
        (self.root / path).write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of everything that a build reads."""
    return copied(tmp_path / "project")


@pytest.fixture
def english(tmp_path: Path) -> Project:
    """A copy in which English is the only language: quick to build, for what is the same in all."""
    found = copied(tmp_path / "english")
    with (found.root / "src/docsite/languages.py").open("a", encoding="utf-8") as file:
        file.write("\nLANGUAGES = LANGUAGES[:1]\n")
    return found


def copied(root: Path) -> Project:
    """A copy in a folder that does not exist yet."""
    for name in ("src", "docs"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "requirements.lock", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, root / name)
    return Project(root)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all the processes that test have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The site, built strictly, once for all the processes that test."""
    folder = shared / "site"
    with FileLock(shared / "site.lock"):
        if not folder.exists():
            command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)]
            built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            assert built.returncode == 0, built.stderr
            assert "WARNING" not in built.stderr, built.stderr
    return folder
