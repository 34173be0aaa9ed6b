"""The wheel: what a reader installs."""

import re
import tomllib
import zipfile
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
    assert {name for name in names if ".dist-info/" not in name} == package
    assert {Path(name).name for name in names if "licenses/" in name} == {"LICENSE", "NOTICE"}


def test_a_reader_needs_tensorflow_alone():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [need.split(">")[0] for need in project["dependencies"]] == ["tensorflow"]


def test_the_lock_names_no_address_and_every_package_has_hashes():
    for path in ROOT.glob("requirements*"):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert "index" not in text
        entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert entries
        assert all(re.match(r"[a-z0-9._\[\]-]+==\S+ ", entry) for entry in entries), "a package without a version"
        assert all(line.endswith("\\") for line in entries), "a package without a hash"
