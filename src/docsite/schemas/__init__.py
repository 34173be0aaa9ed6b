"""What data files may hold: a JSON Schema for each kind, written as YAML, and mistakes told in words.

The `description` that stands nearest to a mistake is the mend that is told. Two keywords are ours: `holes` names what
`str.format` puts into a text, and `expression` asks for a regular expression.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from docsite.project import existing, read_text

KINDS = {dict: "a mapping", list: "a list", str: "a text", bool: "yes or no", int: "a number", float: "a number"}
TYPES = {"object": "a mapping", "array": "a list", "string": "a text", "null": "nothing"}


def mistakes(found: Any, schema: str) -> Iterator[tuple[list[Any], str]]:
    """The mistake that tells most, if there is one: its place in the data, and what it is with its mend."""
    from jsonschema.exceptions import best_match

    error: Any = best_match(_checker(schema).iter_errors(found))
    if error is None:
        return
    place, more = list(error.absolute_path), []
    if error.validator == "additionalProperties":
        more = sorted(set(error.instance) - set(error.schema["properties"]), key=str)[:1]
    elif "propertyNames" in error.absolute_schema_path:
        more = [error.instance]
    named = ".".join([*_names(found, place), *map(str, more)])
    yield [*place, *more], f"{named + ': ' if named else ''}{_said(error)}; {_mend(error, schema)}"


def _names(found: Any, place: list[Any]) -> Iterator[str]:
    """The steps to a place in words: an item of a list by its id, or by its number, counted from 1."""
    for step in place:
        found = found[step]
        own = found.get("id") if isinstance(found, dict) and isinstance(step, int) else None
        yield own if isinstance(own, str) else str(step + 1 if isinstance(step, int) else step)


def _said(error: Any) -> str:
    """What is wrong, in words for a person who has not seen the schema."""
    wanted, found = error.validator_value, error.instance
    if "propertyNames" in error.absolute_schema_path:
        return f"{found!r} names something and is no text; put it in quotes"
    match error.validator:
        case "type":
            kinds = " or ".join(TYPES[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted))
            return f"holds {KINDS.get(type(found), 'nothing')}, and not {kinds}"
        case "required":
            return f"no {next(name for name in wanted if name not in found)!r}"
        case "additionalProperties":
            return f"is not read here; {existing(error.schema['properties'])}"
        case "enum":
            return f"{_short(found)} is none of {', '.join(wanted)}"
        case "pattern" | "maxProperties" | "anyOf":
            return f"{_short(found)} cannot stand here"
        case "minItems" | "minLength" | "minProperties":
            return "is empty"
    return error.message


def _mend(error: Any, schema: str) -> str:
    step = error
    while step:
        if "description" in step.schema:
            return step.schema["description"]
        step = step.parent
    return _checker(schema).schema.get("description", "mend it")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


@cache
def _checker(schema: str) -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    checks = extend(Draft202012Validator, {"holes": _holes, "expression": _expression})
    return checks(yaml.safe_load(read_text(Path(__file__).with_name(f"{schema}.yml"))))


def _holes(_validator: Any, holes: list[str], found: Any, _schema: Any) -> Iterator[Exception]:
    """A text for `str.format` that has these holes, each in its plain form, and no other."""
    from jsonschema import ValidationError

    if not isinstance(found, str):
        return
    told = (
        f"the holes of this text are {', '.join(f'{{{name}}}' for name in holes)}"
        if holes
        else "this text has no holes"
    )
    try:
        parts = [(name, form, kind) for _, name, form, kind in Formatter().parse(found) if name is not None]
    except ValueError as error:
        yield ValidationError(f"{error}; {told}")
        return
    for name, form, kind in parts:
        if name not in holes or form or kind:
            yield ValidationError(f"{{{name}}} cannot be filled; {told}")
    for name in sorted(set(holes) - {name for name, _, _ in parts}):
        yield ValidationError(f"no {{{name}}}; {told}")


def _expression(_validator: Any, _wanted: bool, found: Any, _schema: Any) -> Iterator[Exception]:
    """A regular expression, in the glossary only what stands behind `re:`."""
    from jsonschema import ValidationError

    try:
        re.compile(found.removeprefix("re:") if isinstance(found, str) else "")
    except (re.error, OverflowError, RecursionError) as error:
        yield ValidationError(f"no regular expression: {error}")
