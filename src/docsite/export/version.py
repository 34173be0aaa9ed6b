"""The version of the wheel, which tells its content: pip installs a wheel anew only where its version differs.

Hatchling runs this file by itself, so it imports nothing of the project.
"""

import hashlib
from functools import cache
from pathlib import Path

RELEASE = "0.1.0"
ROOT = Path(__file__).resolve().parents[3]


@cache
def version() -> str:
    """The release with a digest of everything that goes into the wheel, such as `0.1.0+g1f2e3d4c`."""
    package = [path for path in (ROOT / "src" / "training_loops").rglob("*") if path.suffix in {".py", ".npz"}]
    content = hashlib.sha256()
    for path in [*sorted(package), *(ROOT / name for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"))]:
        content.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{RELEASE}+g{content.hexdigest()[:8]}"
