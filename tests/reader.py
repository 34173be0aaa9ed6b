"""The environment of a reader: a Python that has the named packages and their needs, and nothing else.

Made from links into the environment that the tests run in, so it needs no network and takes no time.
"""

import importlib.metadata
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9._-]+")


def environment(folder: Path, *packages: str) -> Path:
    """Make it in `folder`; returns its Python."""
    venv.create(folder, symlinks=True)
    [site_packages] = folder.glob("lib/python*/site-packages")
    for distribution in needs(packages):
        for file in distribution.files or []:
            top = file.parts[0]
            if top in ("..", "__pycache__"):
                continue  # commands, and leftovers of modules
            link = site_packages / top
            if not link.is_symlink():
                link.symlink_to(Path(str(distribution.locate_file(top))))
    return folder / "bin" / "python"


def needs(packages) -> list[importlib.metadata.Distribution]:
    """The distributions of packages and of all that they need on this machine."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = list(packages)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # needed on another system or Python only
        if name not in found:
            found[name] = distribution
            wanted = [need for need in distribution.requires or [] if "extra ==" not in need]
            waiting += [NAME.match(need)[0] for need in wanted]
    return list(found.values())


def install(python: Path, wheel: Path) -> None:
    """Install a wheel from its file, and nothing else."""
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", str(wheel)]
    installed = subprocess.run([*command, "--quiet"], capture_output=True, text=True)
    assert installed.returncode == 0, installed.stderr


def settings(home: Path, **more: str) -> dict[str, str]:
    """The surroundings of a program: a home of its own, no packages from elsewhere, no chat of TensorFlow."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    own = {"HOME": str(home), "KERAS_HOME": str(home / "keras"), "MPLCONFIGDIR": str(home / "matplotlib")}
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "Agg", "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}
    return kept | own | quiet | more
