"""What several tests share: a copy of the project to change, and the built site."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from containing import as_on_a_cpu
from filelock import FileLock

pytest_plugins = ["browsing", "remembering"]
ROOT = Path(__file__).resolve().parents[1]
KEPT = ("pages", "content", "search", "scripts", "sections", "layouts")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell; tests interrupt processes
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")  # several processes share one GPU
os.environ["SOURCE_DATE_EPOCH"] = "1577836800"
os.environ["NO_MKDOCS_2_WARNING"] = "1"
# make hands on what it was called with, as in FORCE=1
for setting in ("FORCE", "FRESH", "DOCSITE_LANGUAGE", "MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
    os.environ.pop(setting, None)


def pytest_addoption(parser: pytest.Parser):
    parser.addoption("--update-golden", action="store_true", help="write what markers give into tests/golden")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """On a GPU the loops are compared as they are on a CPU; blocks run in processes that do the same."""
    if item.get_closest_marker("loops") and item.module.__name__ != "test_blocks":
        as_on_a_cpu()


@dataclass(frozen=True)
class Project:
    """A copy of the project in a folder of its own, with the commands that a maintainer types."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess:
        """Run a Python module in the copy, as in `run("docsite", "stage")`."""
        return subprocess.run([sys.executable, "-m", *command], **self.settings(**environment))

    def python(self, code: str) -> subprocess.CompletedProcess:
        """Run a piece of code in the copy."""
        return subprocess.run([sys.executable, "-c", code], **self.settings())

    def settings(self, **environment: str) -> dict:
        paths = {"PYTHONPATH": str(self.root / "src"), "PYTHONUTF8": "1"}
        settings = {**os.environ, **paths, **self.environment, **environment}
        return {"cwd": self.root, "env": settings, "capture_output": True, "text": True}

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
    """A copy whose builds make English alone: quick, for what is the same in all languages."""
    return copied(tmp_path / "english", DOCSITE_LANGUAGE="en")


def copied(root: Path, **environment: str) -> Project:
    """A copy in a folder that does not exist yet.

    What is kept by the digest of all that it is made from, such as rendered pages, is shared with the project itself.
    """
    for name in ("src", "docs", "requirements-facts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "requirements.lock", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, root / name)
    for kind in KEPT:
        (ROOT / ".cache" / kind).mkdir(parents=True, exist_ok=True)
        (root / ".cache").mkdir(exist_ok=True)
        (root / ".cache" / kind).symlink_to(ROOT / ".cache" / kind)
    return Project(root, environment)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all the processes that test have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The site, built strictly from a copy of the project, once for all the processes that test."""
    folder = shared / "built" / "site"
    with FileLock(shared / "site.lock"):
        if not folder.exists():
            built = copied(shared / "built").run("mkdocs", "build")
            assert built.returncode == 0, built.stderr
            assert "WARNING" not in built.stderr, built.stderr
    return folder


@pytest.fixture(scope="session")
def staged(site: Path) -> Path:
    """The staged trees that the site was built from."""
    return site.parent / ".stage"
