"""Functions and classes of the package as pages show them: with the imports they need, or without the package."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docsite.code.definitions import Definition, Module, Qualified, module
from docsite.code.imports import Import, groups
from docsite.code.inlining import Parts
from docsite.code.layout import laid_out
from docsite.project import DocsError, existing


@dataclass(frozen=True)
class Excerpt:
    """Definitions of one module, as a program."""

    module: str
    names: tuple[str, ...]
    code: str
    path: Path


def excerpt(*qualified: str) -> Excerpt:
    """The named definitions, all of one module, behind the imports that they use.

    Raises `DocsError` where a name does not exist or is not whole: it leans on a private helper.
    """
    modules = {name.rpartition(".")[0] for name in qualified}
    if len(modules) != 1:
        raise DocsError("source needs one or more names of one module")
    own = module(modules.pop())
    names = tuple(name.rpartition(".")[2] for name in qualified)
    blocks = {name: definition for name, definition in own.definitions.items() if definition.is_block}
    for name in names:
        if name not in blocks:
            raise DocsError(f"no {name!r} in {own.name}; {existing(blocks)}")
    chosen = {name: blocks[name] for name in names}
    code = laid_out("\n\n\n".join([*_imports(own, chosen), *(item.code for item in chosen.values())]) + "\n")
    return Excerpt(own.name, names, code, own.path)


def _imports(own: Module, chosen: dict[str, Definition]) -> list[str]:
    """What the definitions use, as imports, other definitions of their module too; one text, or none."""
    used = {name for item in chosen.values() for name in item.free_names} - chosen.keys()
    helpers = [name for name in sorted(own.definitions) if name in used]
    private = [name for name in helpers if name.startswith("_")]
    if private:
        raise DocsError(f"{own.name}.{next(iter(chosen))} leans on the private {private[0]}: a shown function is whole")
    found = [item for item in own.imports if item.name in used] + [Import(own.name, name) for name in helpers]
    python, others, ours = groups(found)
    return ["\n\n".join("\n".join(lines) for lines in ([*python, *others], ours) if lines)] if found else []


@cache
def standalone(*qualified: str) -> str:
    """The named definitions behind everything that they need of the package, as a program that runs without it."""
    parts = Parts([], wanted=[Qualified(*name.rsplit(".", 1)) for name in qualified])
    return laid_out("\n\n\n".join([parts.imports(), *(text for _, text in parts.definitions())]).strip() + "\n")
