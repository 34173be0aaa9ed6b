"""The modules of the package, read once into their imports and their definitions."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from docsite.code.imports import Import, imports, module_path
from docsite.code.names import Bindings, bindings, free_names
from docsite.project import PACKAGE, SOURCE, DocsError, existing


class Qualified(NamedTuple):
    """A definition of the package: the module, such as `training_loops.linear`, and the name in it."""

    module: str
    name: str


@dataclass(frozen=True)
class Definition:
    """A statement at the top level of a module that binds names: its whole lines, and the comment right above."""

    code: str
    comment: str
    is_block: bool  # a function or a class, and not a constant

    @property
    def text(self) -> str:
        return self.comment + self.code

    @cached_property
    def free_names(self) -> frozenset[str]:
        return free_names(self.text)


@dataclass(frozen=True)
class Module:
    """`definitions` stand in the order of the text; one that binds two names stands there under both."""

    name: str
    path: Path
    imports: list[Import]
    definitions: dict[str, Definition]

    @cached_property
    def names(self) -> Bindings:
        """What the names of its top level stand for."""
        own = {name: f"{self.name}.{name}" for name in self.definitions}
        return {item.name: item.target for item in self.imports} | own


@cache
def module(name: str) -> Module:
    """A module of the package, read and not imported."""
    path = module_path(name) if name.partition(".")[0] == PACKAGE else None
    if path is None:
        raise DocsError(f"no module {name!r}; {existing(_public_modules())}")
    return read(path.read_text("utf-8"), name, path)


def read(text: str, name: str = "", path: Path = Path()) -> Module:
    """A text as the module of that name. Raises `DocsError` where two statements bind the same name."""
    found = Module(name, path, [], {})
    for node in ast.parse(text, str(path)).body:
        found.imports.extend(imports(node))
        definition = _definition(text, node)
        for bound in () if imports(node) else bindings(ast.unparse(node)):
            if bound in found.definitions:
                raise DocsError(f"{bound!r} is bound a second time; give it a name of its own", path, node.lineno)
            found.definitions[bound] = definition
    return found


def defined(item: Qualified) -> Qualified:
    """Where a name is defined: a module may pass on what it imports itself."""
    own = module(item.module)
    if item.name in own.definitions:
        return item
    for target in (imported(given) for given in own.imports if given.name == item.name):
        if target:
            return target
    raise DocsError(f"no {item.name!r} in {item.module}")


def imported(item: Import) -> Qualified | None:
    """The definition of the package that an import gives, if it gives one."""
    if not item.is_ours or module_path(item.whole):
        return None
    return defined(Qualified(item.module, item.original))


def located(name: str) -> Qualified | None:
    """The definition of the package that a qualified name such as `training_loops.linear.train` stands for."""
    if name.partition(".")[0] != PACKAGE or module_path(name):
        return None
    item = Qualified(*name.rpartition(".")[::2])
    return defined(item) if module_path(item.module) else None


def _definition(text: str, node: ast.stmt) -> Definition:
    lines = text.split("\n")
    first = above = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
    while above > 1 and lines[above - 2].startswith("#"):
        above -= 1
    comment = "".join(f"{line}\n" for line in lines[above - 1 : first - 1])
    is_block = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    return Definition("\n".join(lines[first - 1 : node.end_lineno]), comment, is_block)


def _public_modules() -> list[str]:
    return [f"{PACKAGE}.{path.stem}" for path in (SOURCE / PACKAGE).glob("[a-z]*.py")]
