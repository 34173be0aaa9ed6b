"""Provenance: the libraries that a process has loaded, asked for their versions."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docsite.benchmarks.contestants import loaded
from docsite.results import environment

SOURCE = """
int cudaRuntimeGetVersion(int *version) { *version = 12090; return 0; }
int cublasGetProperty(int part, int *value) { int parts[] = {12, 9, 1}; *value = parts[part]; return 0; }
unsigned long cudnnGetVersion(void) { return 91002; }
"""
ASKED = """
import ctypes, sys
from docsite.benchmarks.contestants.loaded import libraries
for path in sys.argv[1:]:
    ctypes.CDLL(path)
print(libraries())
"""


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler, with which libraries are made for this test")
def test_the_loaded_libraries_tell_their_versions_and_others_are_not_named(tmp_path: Path):
    (tmp_path / "library.c").write_text(SOURCE)
    paths = [tmp_path / name for name in ("libcudart.so.12", "libcublas.so.12", "libcudnn.so.9")]
    for path in paths:
        subprocess.run(["cc", "-shared", "-fPIC", "-o", path, tmp_path / "library.c"], check=True)

    def told(*given: Path) -> dict[str, str]:
        command = [sys.executable, "-c", ASKED, *map(str, given)]
        found = eval(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        found.pop("driver", None)  # of the machine's own GPU, if it has one
        return found

    assert told(*paths) == {"cuda": "12.9", "cublas": "12.9.1", "cudnn": "9.10.2"}
    assert told(paths[2]) == {"cudnn": "9.10.2"}
    assert told() == {}


def test_nothing_is_told_where_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(loaded, "MAPS", tmp_path / "none")
    assert loaded.libraries() == {}


def test_a_bench_ran_on_what_its_contestants_have_seen(monkeypatch: pytest.MonkeyPatch):
    seen = [
        {"device": "CPU", "versions": {"numpy": "2.4"}},
        {"device": "NVIDIA H100", "versions": {"cuda": "13.0", "jax": "0.11"}},
    ]
    monkeypatch.setattr(environment, "SEEN", seen)
    described = environment.describe(1.0)
    assert described["device"] == "NVIDIA H100"
    assert {"cuda": "13.0", "jax": "0.11", "numpy": "2.4"}.items() <= described["versions"].items()
    monkeypatch.setattr(environment, "SEEN", seen[:1])
    assert environment.describe(1.0)["device"] == "CPU"
