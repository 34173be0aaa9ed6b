"""The bench: contestants that do the same work, failures in one line, and ratios that are right."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from docsite import benchmarks
from docsite.benchmarks import scaling, summaries
from docsite.benchmarks.contests import hold
from docsite.benchmarks.loops import BY_HAND, COLUMNS, FLOORS, OURS, keras_fit, rivals
from docsite.benchmarks.processes import Contestant
from docsite.benchmarks.racing import Measured, check_same_work, team
from docsite.benchmarks.tables import WIDTH, number, table
from docsite.benchmarks.variants import REPLICAS
from docsite.benchmarks.work import Work, write
from docsite.cli import main
from docsite.progress import Progress
from docsite.project import ROOT, DocsError

pytestmark = pytest.mark.bench

RIVALS = ROOT / ".venv-rivals" / "bin" / "python"
WORK = Work(epochs=2, examples=200, width=8)  # three batches of 64, and one of 8


def measured(name: str, losses: list[float], seconds: list[float], tolerance: float | None = 0.01) -> Measured:
    records = [{"loss": loss} for loss in losses]
    return Measured(Contestant(name, "none", tolerance=tolerance), {}, seconds, records)


@pytest.fixture(scope="module")
def work_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("work") / "work.npz"
    write(path, WORK)
    return path


def race(contestants: list[Contestant], work_file: Path, told: list[str]) -> tuple[list[Measured], dict[str, str]]:
    """One round; the race itself checks that the figures agree within the contestants' tolerances."""
    with team(contestants, told.append) as running:
        return running.race(work_file, 1, lambda _name: None), running.left_out


def losses(contestants: list[Contestant], work_file: Path) -> dict[str, list[float | None]]:
    finished, left_out = race(contestants, work_file, [])
    assert not left_out
    return {item.contestant.name: [record.get("loss") for record in item.records] for item in finished}


def test_loops_numpy_replicas_and_fit_do_the_same_work(work_file: Path):
    whole_epoch = keras_fit(WORK.steps)[-1]
    found = losses([OURS["graph"], BY_HAND, REPLICAS[1], whole_epoch, FLOORS[1]], work_file)
    assert found[BY_HAND.name] == pytest.approx(found["ours, graph"], rel=1e-5)
    assert found["two replicas"] == pytest.approx(found["ours, graph"], rel=1e-5)
    assert found["ours, graph"][1] < found["ours, graph"][0]
    assert found[FLOORS[1].name] == [None, None]


def test_every_contestant_has_a_file():
    folder = Path(benchmarks.__file__).parent / "contestants"
    everyone = [*OURS.values(), *keras_fit(4), BY_HAND, *FLOORS, *rivals("python")]
    assert {contestant.module for contestant in everyone} <= {path.stem for path in folder.glob("*.py")}


@pytest.mark.skipif(not RIVALS.exists(), reason="no .venv-rivals; make bench-rivals sets it up")
def test_rivals_do_the_same_work(work_file: Path):
    # Compiling with PyTorch takes longer than the other tests together.
    quick = [contestant for contestant in rivals(str(RIVALS)) if contestant.name != "PyTorch, compiled"]
    found = losses([BY_HAND, *quick], work_file)
    assert len(found) == 4
    for name, values in found.items():
        assert values == pytest.approx(found[BY_HAND.name], rel=1e-5), name


def test_one_that_fails_is_told_in_one_line_and_the_rest_go_on(work_file: Path):
    missing = Contestant("a missing module", "in_nothing")
    nowhere = Contestant("no interpreter", "in_numpy", python="/nowhere/python")
    dead = Contestant("one that dies", "in_numpy", python="/bin/false")
    told: list[str] = []
    finished, left_out = race([missing, nowhere, dead, BY_HAND], work_file, told)
    assert [item.contestant for item in finished] == [BY_HAND]
    assert left_out["a missing module"] == "No module named 'in_nothing'"
    assert "No such file" in left_out["no interpreter"]
    assert left_out["one that dies"].startswith("ended with exit status 1")
    assert [line.partition(" is left out: ")[0] for line in told] == list(left_out)
    assert not any("\n" in line for line in told)


def test_other_work_is_refused():
    reference = measured("ours", [0.5, 0.4], [1, 1])
    check_same_work([reference, measured("near", [0.502, 0.4], [1, 1]), measured("floor", [], [1, 1], None)])
    with pytest.raises(
        DocsError, match=r"far has done other work than ours: loss 0\.40500 against 0\.40000 in epoch 2"
    ):
        check_same_work([reference, measured("far", [0.5, 0.405], [1, 1])])
    with pytest.raises(DocsError, match="nan"):
        check_same_work([reference, measured("broken", [0.5, float("nan")], [1, 1])])
    check_same_work([reference, measured("own order", [0.5, 0.405], [1, 1], 0.05)])


def test_ratios_are_of_the_same_round_and_the_first_epoch_is_apart():
    graph = measured("graph", [1, 1, 1, 1], [9, 2, 4, 8])
    slow = measured("slow", [1, 1, 1, 1], [7, 6, 8, 40])
    floor = measured("floor", [1, 1, 1, 1], [5, 1, 1, 4], None)
    other = measured("other floor", [1, 1, 1, 1], [5, 3, 3, 3], None)
    fast_first = summaries.rows([slow, graph, other, floor], examples=100, base="graph")
    rows = {row["name"]: row for row in fast_first}
    assert [row["name"] for row in fast_first] == ["floor", "other floor", "graph", "slow"]
    assert rows["slow"]["ratio"] == {"median": 3, "min": 2, "max": 5}
    assert rows["slow"]["seconds"] == {"median": 8, "min": 6, "max": 40}
    assert rows["slow"]["first_seconds"] == 7
    assert rows["graph"]["share"] == 0.5
    assert rows["graph"]["examples_per_second"] == 25


def test_numbers_have_three_digits():
    assert [number(value) for value in (0.01234, 1.234, 12.34, 1234.4)] == ["0.0123", "1.23", "12.3", "1,234"]


def test_a_contest_gives_plain_data_that_its_table_shows():
    held = hold("numpy", [BY_HAND], {"": WORK}, Progress(lambda _line: None))
    rows = summaries.rows(held.measured[""], WORK.examples, BY_HAND.name)
    data = held.report("a test", rows, COLUMNS)
    assert json.loads(json.dumps(data)) == data
    assert data["rows"][0]["ratio"]["median"] == 1
    assert table(data).row_count == 1


@pytest.mark.parametrize("columns", [COLUMNS, scaling.RATES, scaling.SHARES], ids=["loops", "rates", "shares"])
def test_a_table_is_whole_in_the_width_of_a_terminal(columns: dict[str, str]):
    widest = {"median": 0.0123, "min": 0.0111, "max": 0.0199}
    values = {"label": "batch 4096", "seconds": widest, "ratio": widest, "share": 0.0123, "first_seconds": 28.13}
    values |= {"peak_mib": 1180.2, "examples_per_second": 1234567.0}
    names = [item.name for item in [*OURS.values(), *keras_fit(782), BY_HAND, *FLOORS, *rivals("python")]]
    data = {"part": "a part", "title": "a title", "columns": columns, "notes": [], "left_out": {}}
    rows = [{"name": name, **values} for name in names]
    console = Console(width=WIDTH, record=True, file=io.StringIO())
    console.print(table({**data, "machine": {"load_before": 0.1}, "rows": rows}))
    printed = console.export_text()
    assert WIDTH == 120
    assert "…" not in printed
    assert all(text in printed for text in [*names, *columns])
    assert printed.count("0.0123 (0.0111–0.0199)") == 2 * len(names)


def test_wrong_arguments_are_told_in_one_line():
    for only, named in (("loops,speed", "speed"), ("", "")):
        result = CliRunner().invoke(main, ["bench", "--only", only])
        assert isinstance(result.exception, DocsError)
        start = f"there is no part {named!r} of the bench; there are batch-size, docs, epochs"
        assert str(result.exception).startswith(start)
