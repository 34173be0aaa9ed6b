"""The key of a result: what makes it stale, and what does not."""

import ast
import json

import pytest
from conftest import Project

from docsite.code.syntax import canonical

pytestmark = pytest.mark.loops

STATES = """
import json
from docsite.results import store
from docsite.studies import experiments
print(json.dumps({name: list(store.state(item).reasons) for name, item in experiments.all().items()}))
"""


def stale(project: Project) -> dict[str, list[str]]:
    """The experiments of a project that are not fresh, and why."""
    finished = project.python(STATES)
    assert finished.returncode == 0, finished.stderr
    return {name: reasons for name, reasons in json.loads(finished.stdout).items() if reasons}


def users_of(project: Project, module: str) -> set[str]:
    """The experiments whose stored result says that it was made from a module."""
    records = [json.loads(path.read_text("utf-8")) for path in (project.root / "docs/results").glob("*.json")]
    return {record["experiment"] for record in records if module in record["made_from"]["modules"]}


def test_the_committed_results_are_fresh(project: Project):
    assert stale(project) == {}


def test_one_number_in_linear_makes_exactly_its_users_stale(project: Project):
    project.edit("src/training_loops/linear.py", "b: float = 0.0", "b: float = 0.5")
    found = stale(project)
    assert set(found) == users_of(project, "training_loops.linear") != set()
    assert {reason for reasons in found.values() for reason in reasons} == {"training_loops.linear changed"}


def test_a_module_two_imports_away_counts(project: Project):
    project.edit("src/training_loops/history.py", "float(value)", "2 * float(value)")
    assert set(stale(project)) == users_of(project, "training_loops.history") != set()


def test_a_parameter_counts(project: Project):
    project.edit("src/docsite/studies/line.py", "seed=22", "seed=23")
    [(_, reasons)] = stale(project).items()
    assert set(reasons) == {"experiment changed", "parameters changed"}


def test_a_locked_version_counts_for_every_result(project: Project):
    project.edit("requirements.lock", "\nkeras==", "\nkeras==9.")
    found = stale(project)
    assert {reason for reasons in found.values() for reason in reasons} == {"keras changed"}
    assert len(found) == len(list((project.root / "docs/results").glob("*.json")))


def test_prose_comments_and_format_make_nothing_stale(project: Project):
    project.edit("src/training_loops/linear.py", "import math\n", "import math  # a comment\n\n\n")
    project.edit("src/training_loops/linear.py", "One step of gradient descent", "A single step of it")
    project.edit("src/training_loops/history.py", "What a training loop returns", "Other words")
    project.edit("src/docsite/studies/line.py", "cost=", "cost=0 + ")
    project.edit("docs/en/guides/basic-training-loops.md", "## ", "Some more prose.\n\n## ")
    assert stale(project) == {}


def test_the_canonical_text_is_the_same_on_every_python():
    code = 'def f(x: int = 1, *, y=None):\n    """Doc."""\n    return f"{x!r:>{y}}" + (lambda z: z)(b"1")\n'
    assert canonical(ast.parse(code)) == (
        "Module(body=[FunctionDef(name='f',args=arguments(args=[arg(arg='x',annotation=Name(id='int',ctx=Load()))],"
        "kwonlyargs=[arg(arg='y')],kw_defaults=[Constant(None)],defaults=[Constant(1)]),"
        "body=[Return(value=BinOp(left=JoinedStr(values=[FormattedValue(value=Name(id='x',ctx=Load()),conversion=114,"
        "format_spec=JoinedStr(values=[Constant('>'),FormattedValue(value=Name(id='y',ctx=Load()),conversion=-1)]))]),"
        "op=Add(),right=Call(func=Lambda(args=arguments(args=[arg(arg='z')]),body=Name(id='z',ctx=Load())),"
        "args=[Constant(b'1')])))])])"
    )
