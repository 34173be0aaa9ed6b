"""Notebooks and scripts, executed as a reader would: in environments that have what they name and nothing else."""

import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import nbformat
import pytest
import reader
from filelock import FileLock
from nbclient import NotebookClient

from docsite.export.addresses import notebook_path, script_path
from docsite.export.addresses import site as site_settings
from docsite.languages import ENGLISH
from docsite.pages import expected
from docsite.pages.comparison import RELATIVE
from docsite.pages.nodes import blocks
from docsite.pages.page import read
from docsite.pages.parser import parse
from docsite.pages.settings import EXTRAS, settings
from docsite.project import DOCS, read_text

pytestmark = pytest.mark.downloads

GUIDES = site_settings().guides
# What is told beside the output and is no error: which mode is taken, and where TensorFlow has written a model.
NOTES = ("mode 'auto' ", "INFO:tensorflow:Assets written to: ")


@pytest.fixture(scope="session")
def environments(site: Path, shared: Path) -> Path:
    """Made once: `bare` has TensorFlow and Matplotlib, `package` the wheel of the site and a kernel as well.

    And each once more with what the extras of the package bring, for guides that say they need them.
    """
    base = shared / "environments"
    with FileLock(f"{base}.lock"):
        if not base.exists():
            [wheel] = (site / "wheels").glob("*.whl")
            for extras in ((), EXTRAS):
                reader.environment(base / named("bare", extras), "tensorflow", "matplotlib", *extras)
                packages = ("tensorflow", "matplotlib", "ipykernel", *extras)
                reader.install(reader.environment(base / named("package", extras), *packages), wheel)
            # Matplotlib tells of its list of fonts when it makes it.
            assert runs(base / "bare" / "bin" / "python", "import matplotlib.font_manager", base)
    return base


@pytest.fixture
def home(tmp_path: Path, environments: Path) -> Path:
    shutil.copytree(environments / "matplotlib", tmp_path / "home" / "matplotlib")
    return tmp_path / "home"


def test_the_environments_hold_what_they_should(environments: Path, home: Path):
    bare, package = environments / "bare" / "bin" / "python", environments / "package" / "bin" / "python"
    assert runs(bare, "import tensorflow, matplotlib.pyplot", home)
    assert not runs(bare, "import training_loops", home)
    assert runs(package, "import training_loops.linear, ipykernel", home)
    assert not runs(package, "import tensorboard", home)
    assert runs(environments / named("bare", EXTRAS) / "bin" / "python", "import tensorboard", home)
    for python in (bare, package):
        for other in ("docsite", "mkdocs", "pytest", "nbclient"):
            assert not runs(python, f"import {other}", home), other


def runs(python: Path, code: str, home: Path) -> bool:
    return (
        subprocess.run([python, "-c", code], env=reader.settings(home), capture_output=True, cwd=home).returncode == 0
    )


@pytest.mark.parametrize("guide", GUIDES)
def test_a_notebook_executes_from_top_to_bottom(guide: str, site: Path, environments: Path, home: Path, monkeypatch):
    notebook = nbformat.read(site_file(site, guide), as_version=4)
    nbformat.validate(notebook)
    shown = [printed_by(cell) for cell in notebook.cells]
    kernel = home / "kernel"
    kernel.mkdir()
    monkeypatch.setenv("JUPYTER_PATH", str(home / "jupyter"))
    spec = home / "jupyter" / "kernels" / "reader"
    spec.mkdir(parents=True)
    python = environments / named("package", extras_of(guide)) / "bin" / "python"
    settings = reader.settings(home) | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    spec.joinpath("kernel.json").write_text(
        json.dumps(
            {
                "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
                "display_name": "reader",
                "language": "python",
                "env": settings,
            }
        )
    )
    resources = {"metadata": {"path": str(kernel)}}
    executed = NotebookClient(notebook, kernel_name="reader", timeout=300, resources=resources).execute()
    for before, cell in zip(shown, executed.cells, strict=True):
        says = [line for line in before.splitlines() if line not in cell.metadata.get("samples", ())]
        tolerance = tolerances(guide).get(cell.id, RELATIVE)
        missing = expected.first_missing(says, printed_by(cell).splitlines(), tolerance)
        assert missing is None, f"{cell.id} did not print {missing!r}, but\n{printed_by(cell)}"
        if cell.metadata.get("figure") and cell.cell_type == "code":
            assert any("image/png" in output.get("data", {}) for output in cell.outputs), f"{cell.id} drew nothing"
        errors = [output for output in cell.get("outputs", []) if output.get("name") == "stderr"]
        errors = [output for output in errors if not output.text.startswith(NOTES)]
        assert not errors, f"{cell.id}: {errors}"


def tolerances(guide: str) -> dict[str, float]:
    """What each block of a guide allows its numbers, by its id."""
    found = blocks(parse(read_text(DOCS / "en" / guide)).nodes)
    return {block.id: settings(block.attributes).tolerance for block in found if block.is_python}


def named(kind: str, extras: Iterable[str]) -> str:
    return "+".join([kind, *extras])


def extras_of(guide: str) -> tuple[str, ...]:
    return read(guide, ENGLISH).extras


def site_file(site: Path, guide: str) -> Path:
    path = Path(notebook_path(guide))
    return site / path.with_suffix("") / path.name


def printed_by(cell) -> str:
    return "".join(output.text for output in cell.get("outputs", []) if output.get("name") == "stdout")


@pytest.mark.parametrize("guide", GUIDES)
def test_a_script_runs_without_the_package(guide: str, site: Path, environments: Path, home: Path):
    """With the data in Keras's cache, where the first run puts them; the next test is that first run."""
    script = site / script_path(guide)
    cache = home / "keras" / "datasets"
    shutil.copytree(site / "data", cache)
    finished = run_script(script, environments, home, extras_of(guide))
    assert finished.returncode == 0, finished.stderr[-3000:]
    # A script does not say where a block ends: the widest tolerance of its guide holds for all.
    says, tolerance = expected.compared(script.read_text("utf-8")), max(tolerances(guide).values())
    missing = expected.first_missing(says, finished.stdout.splitlines(), tolerance)
    assert missing is None, f"did not print {missing!r}, but\n{finished.stdout}"


def run_script(script: Path, environments: Path, home: Path, extras=()) -> subprocess.CompletedProcess:
    python = environments / named("bare", extras) / "bin" / "python"
    return subprocess.run(
        [python, "-W", "ignore", str(script)], env=reader.settings(home), capture_output=True, text=True, cwd=home
    )


def test_a_script_fetches_the_digits_from_the_site_the_first_time(site: Path, environments: Path, home: Path):
    """From a copy of the site under another address, on this machine."""
    script = home / "script.py"
    text = (site / script_path("guides/tracked-losses.md")).read_text("utf-8")
    handler = partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        script.write_text(text.replace(site_settings().url, f"http://127.0.0.1:{server.server_port}/"), "utf-8")
        finished = run_script(script, environments, home)
        server.shutdown()
    assert finished.returncode == 0, finished.stderr[-3000:]
    assert (home / "keras" / "datasets" / "mnist_10k.npz").exists()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_the_first_cell_installs_the_wheel_of_the_site(site: Path, tmp_path: Path, home: Path):
    """Where another version is installed; pip takes the wheel from a server on this machine."""
    python = reader.environment(tmp_path / "environment", "tensorflow", "matplotlib", "pip")
    cell = nbformat.read(site_file(site, "guides/gan.md"), as_version=4).cells[0].source
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        code = cell.replace(site_settings().url, f"http://127.0.0.1:{server.server_port}/")
        settings = reader.settings(home, PIP_NO_INDEX="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
        once = subprocess.run([python, "-c", code], env=settings, capture_output=True, text=True, cwd=home)
        again = subprocess.run([python, "-c", code], env=settings, capture_output=True, text=True, cwd=home)
        server.shutdown()
    assert once.returncode == 0, once.stderr
    assert once.stdout.startswith("Installing http://127.0.0.1")
    assert (again.returncode, again.stdout) == (0, ""), "installed a second time"
    assert runs(python, "import training_loops.linear", home)
