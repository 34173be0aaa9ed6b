"""Data files as they are read: YAML that keeps to its schema, or one line that names the file, the line and the mend.

The schemas lie in `schemas/`, one for each kind of file; the `description` next to a mistake is the mend that is told.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from docsite import schemas
from docsite.project import DocsError, read_text

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one written in C is ten times as fast
DEEPEST = 20  # no file of ours is deeper, and the loader written in C ends the process where one is much deeper


class _YamlError(Exception):
    """What is wrong with a text as YAML, and on which of its lines, counted from 0."""

    def __init__(self, message: str, line: int):
        super().__init__(message)
        self.line = line


def load_yaml(path: Path, schema: str) -> Any:
    """What a YAML file holds; raises `DocsError` with the line where it is not YAML, or not as the schema has it."""
    return parse_yaml(read_text(path), schema, path)


def parse_yaml(text: str, schema: str, path: Path | None = None) -> Any:
    """What a text of a file holds, checked as `load_yaml` does."""
    try:
        found = _loaded(text)
    except _YamlError as error:
        raise DocsError(str(error), path, error.line + 1) from error
    for place, what in schemas.mistakes(found, schema):
        raise DocsError(what, path, _line_of(text, place))
    return found


def _loaded(text: str) -> Any:
    depth = 0
    try:
        for event in yaml.parse(text, LOADER):
            line = event.start_mark.line if event.start_mark else 0
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise _YamlError(f"more than {DEEPEST} lists or mappings inside each other", line)
            if isinstance(event, yaml.AliasEvent):  # a few of these can stand for gigabytes, or for themselves
                raise _YamlError(f"*{event.anchor} stands for a part; write the part again", line)
        loader = LOADER(text)
        node = loader.get_single_node()
        _check_keys(node)
        return loader.construct_document(node) if node else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
        raise _YamlError(f"{said}; mend the YAML (a text with a colon stands in quotes)", line) from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise _YamlError("no number or date that can be read; put it in quotes", _unreadable(text)) from error


def _check_keys(node: yaml.Node | None) -> None:
    """Raise where a mapping has a key twice, of which YAML would take the last and lose the others."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in seen:
                    raise _YamlError(f"{key.value!r:.60} stands here and above; leave one", key.start_mark.line)
                seen.add(key.value if isinstance(key, yaml.ScalarNode) else "")
                waiting.append(value)


def _unreadable(text: str) -> int:
    """The line of the first value that PyYAML takes for a number or a date and cannot read."""
    constructor = yaml.constructor.SafeConstructor()
    for node in _scalars(yaml.compose(text, LOADER) or yaml.ScalarNode("", "")):
        try:
            constructor.construct_object(node)
        except (ValueError, TypeError, AttributeError, OverflowError):
            return node.start_mark.line
    return 0


def _scalars(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for item in node.value:
        for inner in item if isinstance(item, tuple) else (item,):
            yield from _scalars(inner)


def _line_of(text: str, place: Iterable[Any]) -> int:
    """The line on which a part of a file stands, or what holds the part, where it is missing."""
    node = yaml.compose(text, LOADER)
    line = node.start_mark.line if node else 0
    for step in place:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            keys = {key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
            key, node = keys.get(str(step), (node, None))
            line = key.start_mark.line
            continue
        line = node.start_mark.line if node else line
    return line + 1
