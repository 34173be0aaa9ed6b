"""What hatchling asks while it builds the wheel: exactly the files that its version tells.

Hatchling runs this file by itself, so it imports nothing of the project.
"""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackageFiles(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Take the package's files one by one; an editable install has none of its own."""
        if version != "standard":
            return
        source = Path(self.root, "src")
        found = runpy.run_path(str(source / "docsite/export/version.py"))["files"]()
        self.build_config.set_exclude_all()
        build_data["force_include"] |= {str(path): path.relative_to(source).as_posix() for path in found}
