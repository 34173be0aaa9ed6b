"""The wheel: what a reader installs."""

import re
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Project


@pytest.fixture
def wheel(project: Project, tmp_path: Path) -> Path:
    built = project.run("hatchling", "build", "--target", "wheel", "--directory", str(tmp_path / "wheel"))
    assert built.returncode == 0, built.stderr
    [path] = (tmp_path / "wheel").glob("*.whl")
    return path


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    package = {f"training_loops/{path.name}" for path in (ROOT / "src/training_loops").iterdir() if path.is_file()}
    assert names_in(wheel) == package
    assert {Path(name).name for name in names if "licenses/" in name} == {"LICENSE", "NOTICE"}


def names_in(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def version_of(project: Project) -> str:
    return project.python("from docsite.export.version import version; print(version())").stdout.strip()


def built_by(project: Project) -> Path:
    """The wheel that a stage of the site takes, or has."""
    built = project.python("from docsite.export import wheel; print(wheel.build())")
    assert built.returncode == 0, built.stderr
    return Path(built.stdout.strip())


def git(project: Project, *words: str) -> None:
    subprocess.run(["git", *words], cwd=project.root, check=True, capture_output=True)


@pytest.mark.skipif(not shutil.which("git"), reason="no git")
def test_what_git_does_not_track_is_not_in_the_wheel(project: Project):
    package = project.root / "src/training_loops"
    git(project, "init", "--quiet")
    git(project, "add", "pyproject.toml", "src")
    tracked, before = names_in(built_by(project)), version_of(project)
    for name in ("secret.py", "notes.txt", ".key"):
        (package / name).write_text("", "utf-8")
    assert version_of(project) == before
    built_by(project).unlink()
    assert names_in(built_by(project)) == tracked
    git(project, "add", "src/training_loops/notes.txt")
    assert version_of(project) != before
    assert names_in(built_by(project)) == tracked | {"training_loops/notes.txt"}
    (package / "notes.txt").unlink()  # tracked still, and gone
    assert names_in(built_by(project)) == tracked


def test_without_git_the_wheel_holds_what_is_not_left_behind_by_tools(project: Project):
    package, before = project.root / "src/training_loops", version_of(project)
    (package / "__pycache__").mkdir()
    for name in ("__pycache__/linear.cpython-311.pyc", "linear.pyc", ".linear.py.swp"):
        (package / name).write_bytes(b"")
    assert version_of(project) == before
    assert not [name for name in names_in(built_by(project)) if "pyc" in name or "swp" in name]
    (package / "extra.json").write_text("{}", "utf-8")
    assert version_of(project) != before
    assert "training_loops/extra.json" in names_in(built_by(project))


EACH_CHANGED = """
from pathlib import Path
from docsite.export.version import version
print(version())
for name in {names}:
    path = Path("src", name)
    path.write_bytes(path.read_bytes() + b"\\n")
    version.cache_clear()
    print(version())
"""


def test_the_version_tells_every_file_of_the_wheel(project: Project, wheel: Path):
    names = sorted(names_in(wheel))
    told = project.python(EACH_CHANGED.format(names=names))
    assert len(set(told.stdout.split())) == 1 + len(names), told.stderr
    assert "training_loops/py.typed" in names


@pytest.mark.parametrize("damage", [lambda data: data[:1000], lambda data: data[:-1] + b"x"], ids=["cut", "changed"])
def test_a_wheel_that_lies_there_is_taken_only_if_it_is_whole(project: Project, damage: Callable[[bytes], bytes]):
    path = built_by(project)
    whole, built_at = path.read_bytes(), path.stat().st_mtime_ns
    assert built_by(project).stat().st_mtime_ns == built_at  # not built again
    path.write_bytes(damage(whole))
    (path.parent / "left-by-a-killed-build").mkdir()
    assert built_by(project).read_bytes() == whole
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_reader_needs_tensorflow_alone():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [need.split(">")[0] for need in project["dependencies"]] == ["tensorflow"]


def test_the_lock_names_no_address_and_every_package_has_hashes():
    for path in [*ROOT.glob("requirements*.*"), *ROOT.glob("requirements-facts/*.lock")]:
        text = path.read_text("utf-8")
        assert "://" not in text
        assert "index" not in text
        entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert entries
        assert all(re.match(r"[a-z0-9._\[\]-]+==\S+ ", entry) for entry in entries), "a package without a version"
        assert all(line.endswith("\\") for line in entries), "a package without a hash"
