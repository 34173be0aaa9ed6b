"""What goes into the wheel, and the version, which tells it: pip installs a wheel anew only where its version differs.

Hatchling runs this file by itself, so it imports nothing of the project.
"""

import hashlib
import subprocess
from functools import cache
from pathlib import Path

RELEASE = "0.1.0"
ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "training_loops"
BESIDE = ("pyproject.toml", "README.md", "LICENSE", "NOTICE")  # what the wheel's description is made from


def files() -> list[Path]:
    """The files of the package: those that git tracks; without git, all but what Python and editors leave behind."""
    tracked = _tracked()
    if tracked is not None:
        return sorted(path for path in tracked if path.is_file())
    found = (path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(PACKAGE).parts))


def _tracked() -> list[Path] | None:
    """What git tracks of the package; None where there is no git, or the project lies in another's repository."""
    command = ["git", "ls-files", "-z", "--", "pyproject.toml", str(PACKAGE.relative_to(ROOT))]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    names = listed.split("\0")[:-1]
    return [ROOT / name for name in names if name != "pyproject.toml"] if "pyproject.toml" in names else None


@cache
def version() -> str:
    """The release with a digest of everything that goes into the wheel, such as `0.1.0+g1f2e3d4c`."""
    content = hashlib.sha256()
    for path in [*files(), *(ROOT / name for name in BESIDE)]:
        content.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{RELEASE}+g{content.hexdigest()[:8]}"
