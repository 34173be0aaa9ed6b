"""The package written into programs: the right parts, under names that collide with nothing."""

import ast

import pytest
from processes import run_alone

from docsite.code.definitions import Qualified
from docsite.code.imports import imported_modules
from docsite.code.inlining import Parts
from docsite.project import DocsError


def inlined(*programs: str, **options) -> str:
    parts = Parts(programs, **options)
    definitions = [text for _, text in parts.definitions()]
    return "\n\n\n".join([parts.imports(), *definitions, *map(parts.rewritten, programs)]) + "\n"


def prints(code: str, tmp_path) -> str:
    """What a program prints that must not need the package."""
    assert not list(imported_modules(ast.parse(code))), code
    finished = run_alone(f'import sys\nsys.modules["training_loops"] = None\n{code}', str(tmp_path))
    assert finished.error is None, finished.error + code
    return finished.printed


def test_a_program_gives_the_same_without_the_package(tmp_path):
    program = """
from training_loops.data import noisy_line
from training_loops.linear import LinearModel, train

x, y = noisy_line(seed=22)
history = train(LinearModel(), x, y, epochs=2)
print(len(history), f"{history['loss'][-1]:.4f}")
"""
    with_it = run_alone(program, str(tmp_path))
    assert with_it.error is None
    assert prints(inlined(program), tmp_path) == with_it.printed != ""


def test_only_what_is_needed_is_written_in():
    found = ast.parse(inlined("from training_loops.linear import mean_squared_error\n")).body
    names = [node.name for node in found if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert names == ["mean_squared_error"]


def test_functions_of_one_name_in_two_modules_stay_apart(tmp_path):
    """`train_step` of two modules, in three programs, the first of which comes again at the end."""
    linear = """
from training_loops.linear import train_step
print(train_step.__code__.co_argcount)
"""
    of_keras = linear.replace("linear", "keras_linear")
    code = inlined(linear, of_keras, linear)
    assert prints(code, tmp_path) == "4\n5\n4\n"


def test_what_a_program_defines_itself_does_not_reach_the_package(tmp_path):
    """`linear.train` calls its own `train_step` whatever the program gives that name to."""
    program = """
from training_loops.data import noisy_line
from training_loops.linear import LinearModel, train


def train_step(*_):
    raise AssertionError("the program's own step")


def mean_squared_error(*_):
    raise AssertionError("the program's own loss")


print(len(train(LinearModel(), *noisy_line(5), epochs=1)))
"""
    assert prints(inlined(program), tmp_path) == "2\n"


def test_modules_renamed_imports_and_imports_inside_functions_are_followed(tmp_path):
    program = '''
from training_loops import linear
from training_loops.data import noisy_line as points


def losses(epochs):
    """Of the line."""
    import math

    from training_loops.linear import train as fit

    x, y = points(5)
    return math.floor(fit(linear.LinearModel(), x, y, epochs=epochs)["loss"][0])


print(losses(1), linear.train_step.__name__)
'''
    assert prints(inlined(program), tmp_path) == run_alone(program, str(tmp_path)).printed == "12 train_step\n"


def test_a_definition_can_be_replaced_with_what_it_leans_on():
    bundled = Qualified("training_loops._digit_files", "BUNDLED")
    program = "from training_loops.data import load_digits\n"
    assert "with_name" in inlined(program)
    replaced = inlined(program, replaced={bundled: "BUNDLED = Path(keras.utils.get_file('digits.npz'))"})
    assert "with_name" not in replaced
    assert "get_file" in replaced


STEP = Qualified("training_loops.linear", "train_step")
MINE = """
from training_loops.linear import mean_squared_error as loss, train_step


def mean_squared_error(*_):
    return "the program's own"


print(train_step())
"""


@pytest.mark.parametrize(
    ("step", "printed"),
    [
        ("def train_step(mean_squared_error=3):\n    return mean_squared_error", "3"),
        ("def train_step():\n    mean_squared_error = 4\n    return mean_squared_error", "4"),
        ("def train_step():\n    return [mean_squared_error for mean_squared_error in [5]]", "[5]"),
        ("def train_step():\n    return (lambda mean_squared_error: mean_squared_error)(6)", "6"),
        ("def train_step():\n    return 'é', mean_squared_error.__name__", "('é', 'linear_mean_squared_error')"),
        ("def train_step(f=mean_squared_error):\n    return f.__name__", "linear_mean_squared_error"),
        (
            "def train_step():\n    class A:\n        mean_squared_error = 7\n        f = lambda: mean_squared_error\n"
            "    return A.mean_squared_error, A.f().__name__",
            "(7, 'linear_mean_squared_error')",
        ),
        (
            "def train_step():\n    global mean_squared_error\n"
            "    mean_squared_error = 8\n    return globals()['linear_mean_squared_error']",
            "8",
        ),
        (
            "def train_step():\n    from training_loops.linear import mean_squared_error as f\n\n    return f.__name__",
            "linear_mean_squared_error",
        ),
        (
            "def train_step():\n    import training_loops.linear\n\n"
            "    return training_loops.linear.mean_squared_error.__name__",
            "linear_mean_squared_error",
        ),
    ],
)
def test_a_new_name_goes_where_the_definition_is_meant_and_nowhere_else(step: str, printed: str, tmp_path):
    assert prints(inlined(MINE, replaced={STEP: step}), tmp_path) == f"{printed}\n"


def test_two_imports_of_one_name_are_not_mixed_up():
    with pytest.raises(DocsError, match=r"'np' is numpy and also jax\.numpy; rename one import"):
        inlined("import numpy as np\n", "import jax.numpy as np\n")
    assert "import os\nimport os.path\n" in inlined("import os\n", "import os.path\n")


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("from training_loops.linear import trian\n", "no 'trian' in training_loops.linear"),
        ("from training_loops.lines import train\n", "no module 'training_loops.lines'"),
        ("from training_loops import linear\nlinear.fit()\n", "no 'fit' in training_loops.linear"),
    ],
)
def test_what_does_not_exist_is_named(program, message):
    with pytest.raises(DocsError, match=message):
        inlined(program)
