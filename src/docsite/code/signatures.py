"""Signatures as the stubs that declare them: `def train(model, *, epochs: int = 10) -> History: ...`."""

from collections.abc import Iterator
from textwrap import indent

import griffe

Entry = griffe.Class | griffe.Function | griffe.Attribute
WIDTH = 88  # of a signature on one line, which then fits the page


def stub(item: Entry) -> str:
    if isinstance(item, griffe.Attribute):
        return _property(item) if item.has_labels("property") else f"{item.name} = {expression(item.value)}"
    declared = _class(item) if isinstance(item, griffe.Class) else _signature(item)
    return "\n".join([*(f"@{expression(decorator.value)}" for decorator in item.decorators), declared])


def _class(item: griffe.Class) -> str:
    head = f"class {item.name}({', '.join(map(str, item.bases))}):".replace("()", "")
    made = item.members.get("__init__")
    return f"{head}\n{indent(_signature(made), '    ')}" if isinstance(made, griffe.Function) else f"{head} ..."


def _property(item: griffe.Attribute) -> str:
    returns = f" -> {item.annotation}" if item.annotation else ""
    return f"@property\ndef {item.name}(self){returns}: ..."


def _signature(function: griffe.Function) -> str:
    """The definition without its body; where it is long, one parameter a line."""
    parameters = list(_parameters(function))
    returns = f" -> {function.returns}" if function.returns else ""
    line = f"def {function.name}({', '.join(parameters)}){returns}: ..."
    if len(line) <= WIDTH:
        return line
    return f"def {function.name}(\n" + "".join(f"    {text},\n" for text in parameters) + f"){returns}: ..."


def _parameters(function: griffe.Function) -> Iterator[str]:
    starred = False
    for parameter in function.parameters:
        kind = parameter.kind
        if kind is griffe.ParameterKind.keyword_only and not starred:
            yield "*"
        starred = starred or kind in (griffe.ParameterKind.keyword_only, griffe.ParameterKind.var_positional)
        variadic = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(kind, "")
        text = f"{variadic}{parameter.name}" + (f": {parameter.annotation}" if parameter.annotation else "")
        if parameter.default is not None and not variadic:
            text += (" = " if parameter.annotation else "=") + expression(parameter.default)
        yield text


def expression(value: griffe.Expr | str | None) -> str:
    return str(value).replace("'", '"')  # as the project's code writes strings
