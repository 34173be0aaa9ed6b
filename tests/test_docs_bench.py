"""The bench of the documentation: its copies, its rival, and failures in one line."""

import sys
from pathlib import Path

import pytest

from docsite.benchmarks.copies import Copy, copied
from docsite.benchmarks.docs import COMPARISONS, PYTEST, RIVAL, contestants
from docsite.benchmarks.site import steps
from docsite.project import DocsError

pytestmark = pytest.mark.bench

PAGE = """
```python
def draw(canvas, number): print(number)
def gan(epochs, **_): return epochs
canvas = 0
draw(canvas, gan())
```

```{.python}
print(1 / 0)
```
"""


def test_every_comparison_is_measured_in_copies_of_all_languages_and_of_one(tmp_path: Path):
    found = contestants(tmp_path)
    assert {name for pair in COMPARISONS for name in pair} == set(found) - {"build"}
    count = [sys.executable, "-c", "from docsite.languages import LANGUAGES; print(len(LANGUAGES))"]
    assert [Copy(tmp_path / name).run(count) for name in ("all", "one")] == ["4", "1"]


def test_the_rival_runs_every_block_and_what_trains_for_long_is_shorter(tmp_path: Path):
    stage = tmp_path / "stage"
    stage.mkdir()
    (stage / "page.md").write_text(PAGE, "utf-8")
    file = tmp_path / "test_staged.py"
    file.write_text(RIVAL.format(folders=[str(stage)]), "utf-8")
    contestants(tmp_path)
    command = [*PYTEST, "-c", "/dev/null", "--rootdir", str(tmp_path), str(file)]
    told = Copy(tmp_path / "all").run(command, may_fail=True)
    assert told.startswith("1 failed, 1 passed"), told


def test_what_cannot_be_run_is_told_in_one_line(tmp_path: Path):
    command = [sys.executable, "-c", "print('much'); raise SystemExit('the last line')"]
    with pytest.raises(DocsError, match=r"cannot be measured: the last line$"):
        Copy(tmp_path).run(command)


def test_what_earlier_runs_have_made_is_forgotten(tmp_path: Path):
    for name in (".cache", ".stage", "site", "docs"):
        (tmp_path / name).mkdir()
    Copy(tmp_path).forget()
    assert [path.name for path in tmp_path.iterdir()] == ["docs"]


def test_each_build_that_is_measured_finds_the_caches_that_it_should(tmp_path: Path):
    for name, step in steps(copied(tmp_path / "project")).items():
        step()
        assert (tmp_path / "project" / (".alone" if name == "MkDocs alone" else "site") / "index.html").exists(), name
    assert "number 0" in (tmp_path / "project/site/guides/gan/index.html").read_text("utf-8")
