"""Proofs under several releases: run, judged, stored, and shown."""

import sys
from pathlib import Path

import pytest
from made import GAVE, HELD, NEW, OLDER, PAGE, RAISED, Made, make, table_of
from paged import plain_of

from docsite.export.site import SiteWriter
from docsite.languages import ENGLISH
from docsite.pages import facts, proved
from docsite.pages.page import page_of
from docsite.progress import Progress
from docsite.project import ROOT, DocsError
from docsite.proofs import environments
from docsite.proofs.environments import check_python, environment
from docsite.proofs.running import judged, prove, prove_all

QUIET = Progress(lambda _: None)
TWO = """\
# P

### Ones {#ones}

```{.python #ones-proof}
import tensorflow as tf

print(tf.ones(2).numpy())
#> [1. 1.]
```

### Wrong {#wrong}

```{.python #wrong-proof}
import keras

print(keras.ops.ones(1).shape)
#> (2,)
```
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    return make(tmp_path, monkeypatch)


def test_the_locked_release_runs_two_proofs_and_the_table_says_what_they_gave(made: Made, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(proved, "LOCKS", tmp_path)  # no older release
    (made.docs / "en" / facts.PAGE).write_text(TWO, "utf-8")
    said: list[str] = []
    record = prove_all("/no/python", Progress(said.append))
    [name] = record["made_from"]["releases"]
    assert record["outcome"]["ones"] == {name: {"holds": True}}
    assert record["outcome"]["wrong"] == {name: {"holds": False, "printed": "(1,)\n", "error": ""}}
    assert said == [f"TensorFlow {name} with Keras {proved.releases()[name]['keras']}: 1 of 2 facts hold"]
    assert proved.read() == record
    assert proved.fresh(record)
    assert not proved.stale()
    (made.docs / "en" / facts.PAGE).write_text(TWO.replace("ones(2)", "zeros(2)"), "utf-8")
    assert "run: make facts" in str(proved.stale()[0])


def test_a_proof_that_fails_ends_or_exits_is_an_error_and_the_others_run():
    programs = {
        "raises": "print(1)\nraise ValueError('no\\nmore')",
        "exits": "import os\nos._exit(3)",
        "holds": "print(2)\n#> 2",
    }
    found = prove(proved.current(), Path(sys.executable), programs, QUIET)
    assert found["raises"] == {"holds": False, "printed": "1\n", "error": "ValueError: no"}
    assert found["exits"]["error"] == "the process ended with exit status 3"
    assert found["holds"] == {"holds": True}


def test_an_environment_of_other_versions_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(proved, "releases", lambda: {"2.1": OLDER})
    with pytest.raises(DocsError, match=r"and not \{'tensorflow': '2\.1\.0'"):
        prove("2.1", Path(sys.executable), {"holds": "print(2)\n#> 2"}, QUIET)


@pytest.mark.parametrize(
    ("printed", "error", "holds"),
    [
        ("0.5000001\n", "", True),
        ("0.60\n", "", False),
        ("", "", False),
        ("0.5\nmore\n", "", False),
        ("0.5\n", "E: e", False),
    ],
)
def test_what_is_printed_is_compared_whole_numbers_within_a_tolerance(printed: str, error: str, holds: bool):
    assert judged("print(x)\n#> 0.50", printed, error)["holds"] is holds


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("row", "since", "gave"),
    [
        ((GAVE, HELD, HELD), "2.2.0", "0 / `x`"),
        ((HELD, RAISED, HELD), "2.3.0", "TypeError: a | b"),
        ((GAVE, RAISED, HELD), "2.3.0", "TypeError: a | b"),
        ((HELD, HELD, HELD), None, None),
        ((HELD, HELD, GAVE), None, None),
    ],
)
def test_a_fact_that_a_release_changed_names_it(row: tuple, since: str | None, gave: str | None):
    found = proved.changes(table_of({"two": row})).get("two")
    assert (found and found.since["tensorflow"], found and found.gave) == (since, gave)


def test_the_page_of_proofs_says_which_release_changed_a_fact_below_its_proof(made: Made):
    written = SiteWriter(read_here(made)).write()
    before, _, after = written.partition(
        "Since TensorFlow 2.2.0, Keras 3.2.1. Under TensorFlow 2.1.0, Keras 3.1.1 the same"
    )
    assert before.rstrip().endswith("```")
    assert after.startswith(" lines gave <code>0 / &#96;x&#96;</code>\n{ .provenance }\n\n### Two")


def read_here(made: Made):
    path = made.docs / "en" / facts.PAGE
    return page_of(path.read_text("utf-8"), facts.PAGE, ENGLISH, path)


def test_the_table_in_plain_text_has_signs_differences_and_provenance(made: Made):
    text = plain_of(page_of("{{= releases() =}}\n", PAGE, ENGLISH, made.docs / "en" / PAGE))
    assert (
        f"| Fact | TensorFlow 2.1.0, Keras 3.1.1 | TensorFlow 2.2.0, Keras 3.2.1 | TensorFlow {NEW['tensorflow']}"
        in text
    )
    assert "| [One is `one`](<../proofs.md#one-is-one>) | ✗ | ✓ | ✓ |" in text
    assert "| [Three](<../proofs.md#three>) | – | – | – |" in text
    assert (
        "- [Two & more](<../proofs.md#two>) · TensorFlow 2.3.0, Keras 3.3.1: <code>TypeError: a &#124; b</code>" in text
    )
    assert "TensorFlow 2.1.0, 2.2.0, 2.3.0 · key `fac75` · **stale; `make facts` renews it**" in text


def test_a_table_that_was_edited_cut_off_or_never_made_gets_one_line(made: Made):
    whole = proved.TABLE.read_text("utf-8")
    for text, message in (
        (whole.replace("2001", "2002"), "edited by hand"),
        (whole[:50], "not a table that can be read"),
    ):
        proved.TABLE.write_text(text, "utf-8")
        with pytest.raises(DocsError, match=f"{message}.*make facts"):
            proved.read()
    proved.TABLE.unlink()
    with pytest.raises(DocsError, match=r"example\.md:1: the proofs have not been run yet; run: make facts"):
        page_of("{{= releases() =}}\n", PAGE, ENGLISH, made.docs / "en" / PAGE)


def test_every_lock_file_pins_its_release_by_hashes_and_names_no_address():
    for path in sorted(proved.LOCKS.glob("*.lock")):
        text = path.read_text("utf-8")
        assert proved.releases()[path.stem]["tensorflow"].startswith(f"{path.stem}.")
        assert text.count("==") <= text.count("--hash=sha256:")
        assert "://" not in text
        assert "index-url" not in text
    assert [*proved.releases()] == ["2.18", "2.19", "2.20", proved.current()]


def test_the_stored_table_has_every_release():
    record = proved.read()
    assert record
    assert record["made_from"]["releases"] == proved.releases()


def test_a_python_that_is_missing_broken_or_another_gets_one_line(tmp_path: Path):
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 3.10\n", "utf-8")
    other.chmod(0o755)
    for python, message in (
        (str(other), "is 3.10"),
        ("/no/python", "No such file"),
        ("false", "is no Python that makes"),
    ):
        with pytest.raises(DocsError, match=rf"{message}.*; Python 3.12 is needed.*PYTHON312=") as raised:
            check_python(python)
        assert "\n" not in str(raised.value)


def test_an_environment_is_removed_after_use_and_after_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    lock = tmp_path / "2.1.lock"
    lock.write_text("", "utf-8")
    with environment(lock, sys.executable, QUIET) as python:
        assert python.is_file()
        folder = python.parents[1]
    assert not folder.exists()
    with pytest.raises(KeyboardInterrupt), environment(lock, sys.executable, QUIET):
        raise KeyboardInterrupt
    assert not folder.exists()
    lock.write_text("not a requirement\n", "utf-8")
    with (
        pytest.raises(DocsError, match=r"-m pip install failed: ERROR: Invalid requirement"),
        environment(lock, sys.executable, QUIET),
    ):
        pass
    assert not folder.exists()


def test_make_names_the_python_and_resolves_each_release():
    text = (ROOT / "Makefile").read_text("utf-8")
    assert "PYTHON312 ?= python3.12" in text
    named = text.partition("RELEASES := ")[2].partition("\n")[0]
    assert [release.partition("=")[0] for release in named.split()] == ["2.18", "2.19", "2.20"]
