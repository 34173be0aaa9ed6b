"""What was made once and is made again from the same things: kept on disk by the digest of what it is made from."""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from docsite.project import CACHE, ROOT, stamp, write_if_changed

MOST = 3000  # files of one kind: several states of the whole site
CODE = (
    *("src", "mkdocs.yml", "requirements.lock", "requirements-facts", "pyproject.toml"),
    *("README.md", "LICENSE", "NOTICE"),
)


class Cache:
    """Values of one kind, as JSON. What is damaged or foreign counts as missing, and a full disk fails nothing."""

    def __init__(self, kind: str):
        self.folder = CACHE / kind

    def get(self, key: str) -> Any | None:
        path = self.folder / f"{key}.json"
        try:
            head, _, text = path.read_text("utf-8").partition("\n")
            if head != digest_of(text):
                return None
            os.utime(path)
            return json.loads(text)
        except (OSError, ValueError):
            return None

    def put(self, key: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False)
        with contextlib.suppress(OSError):
            write_if_changed(self.folder / f"{key}.json", f"{digest_of(text)}\n{text}")

    def get_or_make(self, key: str, make: Callable[[], Any]) -> Any:
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def prune(self, most: int = MOST) -> None:
        """Remove what was not used for longest, and what a killed process left half written."""
        with contextlib.suppress(OSError):  # another process prunes too
            newest_first = sorted(self.folder.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in [*newest_first[most:], *self.folder.glob(".*.tmp")]:
                path.unlink(missing_ok=True)


def digest_of(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()[:24]


def digest_of_files(*names: str) -> str:
    """The digest of the names and bytes of files and folders of the project."""
    found = hashlib.sha256()
    for name in names:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                found.update(f"{path.relative_to(ROOT).as_posix()}\0{_digest_of_file(path, stamp(path))}\0".encode())
    return found.hexdigest()[:24]


@cache
def _digest_of_file(path: Path, _changed: tuple[int, int]) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
