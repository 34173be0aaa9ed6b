"""A module as its imports and definitions."""

import pytest

from docsite.code.definitions import Qualified, defined, located, read
from docsite.project import DocsError

TEXT = '''"""Doc."""

import math
from os import path as p, sep

try:
    import numpy
except ImportError:
    numpy = None

# Above it.
# And more.
A, B = 1, 2
C: int = A


@p.join
def f(x, *, A=B):
    """Doc."""
    return [math for math in x], A, sep


async def g(): ...


class K(f):
    A = 1

    def h(self):
        return C


print(A)
'''


def test_a_module_is_read_into_imports_and_definitions_in_their_order():
    found = read(TEXT, "m")
    assert [item.name for item in found.imports] == ["math", "p", "sep"]
    assert list(found.definitions) == ["numpy", "A", "B", "C", "f", "g", "K"]
    assert found.definitions["A"] is found.definitions["B"]
    assert found.names["f"] == "m.f"
    assert found.names["p"] == "os.path"
    assert [name for name, item in found.definitions.items() if item.is_block] == ["f", "g", "K"]


def test_a_definition_has_whole_lines_and_the_comment_above():
    found = read(TEXT).definitions
    assert found["A"].code == "A, B = 1, 2"
    assert found["A"].text == "# Above it.\n# And more.\nA, B = 1, 2"
    assert found["f"].text.startswith("@p.join\ndef f(")
    assert found["f"].text.endswith("A, sep")
    assert found["numpy"].text.startswith("try:")


def test_a_definition_knows_the_names_around_it_that_it_uses():
    found = read(TEXT).definitions
    assert found["f"].free_names == {"p", "B", "sep"}
    assert found["K"].free_names == {"f", "C"}
    assert found["C"].free_names == {"int", "A"}


def test_a_name_is_bound_once():
    with pytest.raises(DocsError, match="'f' is bound a second time"):
        read("def f(): ...\n\n\nf = print(f)\n")
    assert set(read("A = [i for i in range(3)]\nB = [i for i in range(3)]\n").definitions) == {"A", "B"}


def test_a_qualified_name_is_a_definition_where_it_is_one_of_the_package():
    train = Qualified("training_loops.linear", "train")
    assert located("training_loops.linear.train") == defined(train) == train
    assert located("training_loops.linear.History") == Qualified("training_loops.history", "History")
    assert located("training_loops.linear") is located("training_loops.linear.train.__name__") is None
    assert located("math.sin") is None
    with pytest.raises(DocsError, match=r"no 'math' in training_loops\.linear"):
        located("training_loops.linear.math")
