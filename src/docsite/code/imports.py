"""Import statements: what each name in them stands for, which modules they read, and how they are written."""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docsite.project import PACKAGE, SOURCE


@dataclass(frozen=True)
class Import:
    """One name that an import binds: `from module import original as alias`, or `import module as alias`."""

    module: str
    original: str = ""
    alias: str = ""

    @property
    def name(self) -> str:
        return self.alias or self.original or self.module.partition(".")[0]

    @property
    def whole(self) -> str:
        """The qualified name of what is imported."""
        return f"{self.module}.{self.original}" if self.original else self.module

    @property
    def target(self) -> str:
        """The qualified name that the name stands for: what is imported, but `import a.b` binds `a`."""
        return self.whole if self.original or self.alias else self.name

    @property
    def source(self) -> str:
        """The module that is read: what is imported itself, where that is a module of the project."""
        return self.whole if module_path(self.whole) else self.module

    @property
    def is_ours(self) -> bool:
        return self.module.partition(".")[0] == PACKAGE

    @property
    def piece(self) -> str:
        """What stands behind `import`."""
        return f"{self.original or self.module}{f' as {self.alias}' if self.alias else ''}"


def imports(node: ast.AST) -> list[Import]:
    """What an import binds; nothing where the node is none."""
    if isinstance(node, ast.Import):
        return [Import(item.name, alias=item.asname or "") for item in node.names]
    if isinstance(node, ast.ImportFrom):
        return [Import(node.module or "", item.name, item.asname or "") for item in node.names]
    return []


def module_path(name: str) -> Path | None:
    """The file of a module of this project, or None where there is none."""
    stem = SOURCE.joinpath(*name.split("."))
    return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.is_file()), None)


def imported_modules(tree: ast.AST, package: str = PACKAGE) -> Iterator[str]:
    """The modules of `package` that the code imports, anywhere in it."""
    for node in ast.walk(tree):
        names = {name: None for item in imports(node) for name in (item.module, item.source)}
        yield from (name for name in names if f"{name}.".startswith(f"{package}."))


def groups(found: Iterable[Import]) -> list[list[str]]:
    """The statements in three groups: Python's own imports, those of others, and the package's."""
    parts: list[list[Import]] = [[], [], []]
    for item in dict.fromkeys(found):
        parts[2 if item.is_ours else item.module.partition(".")[0] not in sys.stdlib_module_names].append(item)
    return [_statements(part) for part in parts]


def _statements(found: list[Import]) -> list[str]:
    """The plain imports by name, then those from modules, one statement a module, with constants first: as isort."""
    plain = sorted(f"import {item.piece}" for item in found if not item.original)
    names: dict[str, list[str]] = {}
    for item in sorted(found, key=lambda item: (item.module, not item.original.isupper(), item.original)):
        if item.original:
            names.setdefault(item.module, []).append(item.piece)
    return plain + [f"from {module} import {', '.join(pieces)}" for module, pieces in names.items()]
