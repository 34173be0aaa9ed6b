"""The wheel of the package that the site carries."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from docsite.export.addresses import site
from docsite.export.version import version
from docsite.project import CACHE, ROOT, DocsError

FOLDER = "wheels"


def name() -> str:
    return f"training_loops-{version()}-py3-none-any.whl"


def address() -> str:
    """Where the site has it; the plus sign of its version is escaped, since some servers read it as a space."""
    return f"{site().url}{FOLDER}/{quote(name())}"


def requirement() -> str:
    """What pip is told to install: the package, with what the code under the figures needs."""
    return f"training-loops[plots] @ {address()}"


def build() -> Path:
    """The wheel, built where it does not exist yet; the same content gives the same bytes."""
    path = CACHE / FOLDER / name()
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
        environment = {"SOURCE_DATE_EPOCH": "1577836800", **os.environ}
        built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        made = Path(folder, path.name)
        if built.returncode or not made.exists():
            raise DocsError(f"the wheel cannot be built: {(built.stderr or built.stdout).strip().splitlines()[-1:]}")
        for old in path.parent.glob("*.whl"):
            old.unlink()
        made.replace(path)
    return path
