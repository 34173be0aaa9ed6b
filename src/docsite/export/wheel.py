"""The wheel of the package that the site carries."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock

from docsite.cache import Cache
from docsite.export.addresses import site
from docsite.export.version import version
from docsite.project import CACHE, ROOT, DocsError, read_text

FOLDER = "wheels"
BUILT = Cache("wheel")  # the digests of those that were built here


def name() -> str:
    return f"training_loops-{version()}-py3-none-any.whl"


def address() -> str:
    """Where the site has it; the plus sign of its version is escaped, since some servers read it as a space."""
    return f"{site().url}{FOLDER}/{quote(name())}"


def command(extras: Iterable[str] = ()) -> str:
    """What installs the package from the site, with what the code under the figures needs, and other extras."""
    return f'$ python3 -m pip install "training-loops[{",".join(("plots", *extras))}] @ {address()}"'


def needs(extras: Iterable[str] = ()) -> list[str]:
    """The packages that code needs into which what it uses of this one is written."""
    project = tomllib.loads(read_text(ROOT / "pyproject.toml"))["project"]
    optional = project["optional-dependencies"]
    return [*project["dependencies"], *(need for extra in ("plots", *extras) for need in optional[extra])]


def build() -> Path:
    """The wheel, built where it does not lie there whole; the same content gives the same bytes."""
    path = CACHE / FOLDER / name()
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / f"{FOLDER}.lock"):
        if not path.exists() or BUILT.get(path.name) != _digest(path):
            shutil.rmtree(path.parent)  # older ones, and what a killed build left
            path.parent.mkdir()
            _build(path)
            BUILT.put(path.name, _digest(path))
            BUILT.prune(20)
    return path


def _build(path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
        environment = {"SOURCE_DATE_EPOCH": "1577836800", **os.environ}
        built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        made = Path(folder, path.name)
        if built.returncode or not made.exists():
            said = (built.stderr or built.stdout).strip().splitlines() or [f"exit status {built.returncode}"]
            raise DocsError(f"the wheel cannot be built: {said[-1]}")
        made.replace(path)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
