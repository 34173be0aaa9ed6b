"""Functions and classes of the package as pages show them: whole, with the imports they need."""

import ast
from dataclasses import dataclass
from pathlib import Path

from docsite.code.syntax import module_path
from docsite.project import DocsError, known


@dataclass(frozen=True)
class Shown:
    """Definitions of one module, as a program; `first` and `last` are their lines in `path`."""

    module: str
    names: tuple[str, ...]
    code: str
    path: Path
    first: int
    last: int


def shown(*qualified: str) -> Shown:
    """The named definitions, all of one module, behind the imports that they use.

    Raises `DocsError` where a name does not exist or is not whole: it leans on a private helper.
    """
    modules = {name.rpartition(".")[0] for name in qualified}
    if len(modules) != 1:
        raise DocsError("source needs one or more names of one module")
    module = modules.pop()
    path = module_path(module) if module.split(".")[0] == "training_loops" else None
    if path is None:
        raise DocsError(f"no module {module!r}; {known(_modules())}")
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    definitions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    names = tuple(name.rpartition(".")[2] for name in qualified)
    for name in names:
        if name not in definitions:
            raise DocsError(f"no {name!r} in {module}; {known(definitions)}")
    chosen = [definitions[name] for name in names]
    imports = _imports(module, tree, chosen)
    bodies = [_text(text, node) for node in chosen]
    code = "\n\n\n".join([*imports, *bodies]) + "\n"
    first = min(_first_line(node) for node in chosen)
    return Shown(module, names, code, path, first, max(node.end_lineno or 0 for node in chosen))


def _imports(module: str, tree: ast.Module, chosen: list) -> list[str]:
    """The module's own imports that the definitions use, and its other definitions as an import; at most one text."""
    used = {node.id for definition in chosen for node in ast.walk(definition) if isinstance(node, ast.Name)}
    lines: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias for alias in node.names if (alias.asname or alias.name.split(".")[0]) in used]
            if names:
                kept = ast.Import(names) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, names, 0)
                lines.append(ast.unparse(kept))
    shown_names = {definition.name for definition in chosen}
    own = sorted(name for name in _bindings(tree) & used if name not in shown_names)
    for name in own:
        if name.startswith("_"):
            raise DocsError(f"{module}.{chosen[0].name} leans on the private {name}: a shown function is whole")
    if own:
        lines.append(f"from {module} import {', '.join(own)}")
    others = [line for line in lines if "training_loops" not in line]
    ours = sorted(line for line in lines if "training_loops" in line)
    groups = [group for group in (others, ours) if group]
    return ["\n\n".join("\n".join(group) for group in groups)] if groups else []


def _bindings(tree: ast.Module) -> set[str]:
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    return names | {target.id for target in targets if isinstance(target, ast.Name)}


def _first_line(node) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _text(text: str, node) -> str:
    return "\n".join(text.splitlines()[_first_line(node) - 1 : node.end_lineno])


def _modules() -> list[str]:
    folder = module_path("training_loops")
    assert folder
    return [f"training_loops.{path.stem}" for path in folder.parent.glob("[a-z]*.py")]
