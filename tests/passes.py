"""What has passed before, remembered under the digest of everything that the outcome depends on."""

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docsite.code.syntax import digest
from docsite.project import write_if_changed

KEPT = 12000  # about four times what one run of all tests remembers


class Passes:
    """A folder with a small file for each pass, written whole, by any number of processes; failures have none."""

    def __init__(self, folder: Path, *, trusted: bool = True):
        self.folder, self.trusted = folder, trusted

    def knows(self, parts: Mapping[str, Any]) -> bool:
        """Whether this has passed; a file that is damaged counts as none, and one that is used as new."""
        path, text = self._file(parts)
        try:
            known = self.trusted and path.read_bytes() == text.encode("utf-8")
            if known:
                os.utime(path)
        except OSError:
            return False
        return known

    def add(self, parts: Mapping[str, Any]) -> None:
        """Remember a pass where that is possible: a full disk fails no test."""
        with contextlib.suppress(OSError):
            write_if_changed(*self._file(parts))

    def forget(self, parts: Mapping[str, Any]) -> None:
        """What has failed has not passed, whatever was remembered."""
        with contextlib.suppress(OSError):
            self._file(parts)[0].unlink()

    def prune(self, kept: int = KEPT) -> None:
        """Forget the oldest passes, and what a killed process left half written."""
        with contextlib.suppress(OSError):  # another process prunes too
            newest_first = sorted(self.folder.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in newest_first[kept:]:
                path.unlink()

    def _file(self, parts: Mapping[str, Any]) -> tuple[Path, str]:
        text = json.dumps(parts, sort_keys=True, indent=1) + "\n"
        return self.folder / f"{digest(text)}.json", text
