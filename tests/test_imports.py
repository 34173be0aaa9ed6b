"""Import statements, read and written."""

import ast

import pytest

from docsite.code.imports import groups, imported_modules, imports


def read(code: str) -> list:
    return [item for node in ast.walk(ast.parse(code)) for item in imports(node)]


@pytest.mark.parametrize(
    ("code", "name", "target"),
    [
        ("import a", "a", "a"),
        ("import a.b", "a", "a"),
        ("import a.b as a", "a", "a.b"),
        ("import a.b as c", "c", "a.b"),
        ("from a.b import c", "c", "a.b.c"),
        ("from a.b import c as d", "d", "a.b.c"),
    ],
)
def test_what_an_import_binds_and_how_it_is_written(code: str, name: str, target: str):
    [item] = read(code)
    assert (item.name, item.target) == (name, target)
    assert groups([item, item]) == [[], [code], []]


def test_statements_are_grouped_joined_and_sorted():
    code = """
from training_loops.linear import train
import tensorflow as tf, keras
from collections.abc import Iterable, Callable
import math
from training_loops import _modes
from numpy import zeros, Array as Numbers, PI
from collections.abc import Sized
"""
    assert groups(read(code)) == [
        ["import math", "from collections.abc import Callable, Iterable, Sized"],
        ["import keras", "import tensorflow as tf", "from numpy import PI, Array as Numbers, zeros"],
        ["from training_loops import _modes", "from training_loops.linear import train"],
    ]


def test_modules_are_found_anywhere_and_those_of_other_packages_are_not():
    code = (
        "import os, training\ndef f():\n    from training_loops import linear\n    import training_loops.history as h"
    )
    assert set(imported_modules(ast.parse(code))) == {
        "training_loops",
        "training_loops.linear",
        "training_loops.history",
    }
    assert set(imported_modules(ast.parse(code), "os")) == {"os"}
