"""The key of a result: what makes it stale, and what does not."""

import ast
import json

import pytest
from conftest import Project

from docsite.code.syntax import canonical
from docsite.results.scheduler import CHEAP
from docsite.studies import experiments

pytestmark = pytest.mark.loops

STATES = """
import json
from docsite.results import store
from docsite.studies import experiments
print(json.dumps({name: list(store.state(item).reasons) for name, item in experiments.all().items()}))
"""


def reasons_of(project: Project) -> dict[str, list[str]]:
    """Why the result of each experiment of a project is not fresh."""
    finished = project.python(STATES)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.fixture
def before(project: Project) -> dict[str, list[str]]:
    """The same before anything is changed: costly results may stand as stale until they are run again."""
    return reasons_of(project)


def stale(project: Project, before: dict[str, list[str]]) -> dict[str, list[str]]:
    """The experiments that a change has made stale, and why."""
    new = {name: [reason for reason in now if reason not in before[name]] for name, now in reasons_of(project).items()}
    return {name: reasons for name, reasons in new.items() if reasons}


def users_of(project: Project, module: str) -> set[str]:
    """The experiments whose stored result says that it was made from a module."""
    records = [json.loads(path.read_text("utf-8")) for path in (project.root / "docs/results").glob("*.json")]
    return {record["experiment"] for record in records if module in record["made_from"]["modules"]}


def test_the_committed_results_are_fresh_but_for_costly_ones(before):
    """Costly ones are run again once, after all that changes them, and stand as stale till then."""
    behind = [name for name, reasons in before.items() if reasons]
    assert [name for name in behind if experiments.find(name).cost < CHEAP] == []


def test_one_number_in_linear_makes_exactly_its_users_stale(project: Project, before):
    project.edit("src/training_loops/linear.py", "b: float = 0.0", "b: float = 0.5")
    found = stale(project, before)
    assert set(found) == users_of(project, "training_loops.linear") != set()
    assert {reason for reasons in found.values() for reason in reasons} == {"training_loops.linear changed"}


def test_a_module_two_imports_away_counts(project: Project, before):
    project.edit("src/training_loops/history.py", "float(value)", "2 * float(value)")
    assert set(stale(project, before)) == users_of(project, "training_loops.history") != set()


def test_a_parameter_counts(project: Project, before):
    project.edit("src/docsite/studies/line.py", "seed=22", "seed=23")
    [(_, reasons)] = stale(project, before).items()
    assert set(reasons) == {"experiment changed", "parameters changed"}


def test_a_locked_version_counts_for_every_result(project: Project, before):
    project.edit("requirements.lock", "\nkeras==", "\nkeras==9.")
    found = stale(project, before)
    assert {reason for reasons in found.values() for reason in reasons} == {"keras changed"}
    assert len(found) == len(list((project.root / "docs/results").glob("*.json")))


def test_prose_comments_and_format_make_nothing_stale(project: Project, before):
    project.edit("src/training_loops/linear.py", "import math\n", "import math  # a comment\n\n\n")
    project.edit("src/training_loops/linear.py", "One step of gradient descent", "A single step of it")
    project.edit("src/training_loops/history.py", "What a training loop returns", "Other words")
    project.edit("src/docsite/studies/line.py", "cost=", "cost=0 + ")
    project.edit("docs/en/guides/basic-training-loops.md", "## ", "Some more prose.\n\n## ")
    assert stale(project, before) == {}


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
