"""Builds: strict, quick when nothing changed, the same bytes, nothing from another host."""

import json
import re
import shutil
from pathlib import Path

import pytest
from built import BuiltPage
from conftest import Project

from docsite.languages import LANGUAGES, Language

BUILD = ("mkdocs", "build")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.builds
def test_a_fresh_build_imports_neither_tensorflow_nor_matplotlib_and_writes_nothing_into_docs(english: Project):
    """Either would fail: modules of those names that cannot be imported stand first on the path."""
    before = tree(english.root / "docs")
    for name in ("tensorflow", "keras", "matplotlib", "numpy"):
        (english.root / f"src/{name}.py").write_text(f"raise RuntimeError('{name} was imported')\n", "utf-8")
    built = english.run(*BUILD)
    assert built.returncode == 0, built.stderr
    assert tree(english.root / "docs") == before
    english.edit("src/training_loops/linear.py", "b: float = 0.0", "b: float = 0.5")
    failed = english.run(*BUILD)
    assert failed.returncode != 0
    assert "was imported" in failed.stderr, "a stale result should have been run"


@pytest.mark.builds
def test_a_language_can_be_built_alone_before_english_ever_was(project: Project):
    built = project.run(*BUILD, DOCSITE_LANGUAGE="zh")
    assert built.returncode == 0, built.stderr
    guide = (project.root / "site/zh/guides/basic-training-loops/index.html").read_text("utf-8")
    assert '<a class="name" href="../../reference/' in guide
    assert "返回这一步之前的损失" in guide, "a docstring is in the language of the page"


def test_a_site_that_cannot_be_written_is_told_in_one_line(english: Project):
    (english.root / "site").write_text("not a folder", "utf-8")
    failed = english.run(*BUILD)
    assert failed.returncode == 1
    [line] = [line for line in failed.stderr.splitlines() if not line.startswith(("INFO", "docsite: "))]
    assert re.fullmatch(r"Error: \S*/site\S*: \w[\w ]+; the site is not whole: mend it, and build again", line)


@pytest.mark.builds
def test_two_builds_give_the_same_bytes(project: Project, site: Path):
    """One of them from an empty cache."""
    shutil.rmtree(project.root / ".cache")
    built = project.run(*BUILD)
    assert built.returncode == 0, built.stderr
    ours, other = tree(project.root / "site"), tree(site)
    assert sorted(ours) == sorted(other)
    assert [name for name in ours if ours[name] != other[name]] == []


@pytest.mark.builds
def test_a_stale_result_is_run_again_and_its_figures_are_drawn(english: Project):
    before = tree(english.root / "docs/results")
    english.edit("src/docsite/studies/line.py", "seed=22", "seed=23")
    built = english.run(*BUILD)
    assert built.returncode == 0, built.stderr
    after = tree(english.root / "docs/results")
    changed = {name for name in after if after[name] != before.get(name)}
    experiments = {name.partition(".")[0] for name in changed}
    assert len(experiments) == 1, changed
    [name] = experiments
    assert json.loads(after[f"{name}.json"])["made_from"]["parameters"]["seed"] == 23


@pytest.mark.parametrize(
    ("page", "old", "new", "message"),
    [
        ("docs/en/index.md", "# TensorFlow", "{{= nothing() =}}\n\n# TensorFlow", "docs/en/index.md:"),
        ("docs/en/index.md", "(guides/built-in-training.md)", "(guides/built-in.md)", "guides/built-in.md"),
        ("docs/en/index.md", "(guides/built-in-training.md)", "(guides/built-in-training.md#nowhere)", "nowhere"),
    ],
)
def test_a_mistake_stops_a_build_in_one_line(english: Project, page: str, old: str, new: str, message: str):
    english.edit(page, old, new)
    failed = english.run(*BUILD)
    assert failed.returncode != 0
    assert "Traceback" not in failed.stderr
    assert message in failed.stderr


def test_a_failing_experiment_stops_a_build_and_keeps_the_old_result(english: Project):
    before = tree(english.root / "docs/results")
    english.edit(
        "src/training_loops/network.py", "loss = cross_entropy(labels, logits)\n    var", "loss = 1 / 0\n    var"
    )
    failed = english.run(*BUILD)
    assert failed.returncode != 0
    assert re.search(
        r"experiment [\w-]+ failed: src/training_loops/network\.py:\d+: ZeroDivisionError", failed.stderr
    ), failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(english.root / "docs/results") == before


def test_a_result_edited_by_hand_is_named(english: Project):
    path = next((english.root / "docs/results").glob("*.json"))
    text = path.read_text("utf-8")
    path.write_text(re.sub(r'("duration": )\S+', r"\g<1>1.0,", text), "utf-8")
    failed = english.run(*BUILD)
    assert failed.returncode != 0
    assert f"docs/results/{path.name}: edited by hand" in failed.stderr
    path.write_text(text[: len(text) // 2], "utf-8")
    assert re.search(rf"docs/results/{path.name}:\d+: not a result", english.run(*BUILD).stderr)


def test_no_page_asks_another_host(site: Path):
    """Links that a reader follows may lead elsewhere; what a browser fetches by itself may not."""
    for path in site.rglob("*.html"):
        for tag, name, address in BuiltPage(path).addresses:
            fetched = tag not in {"a"} and not (tag == "link" and name == "href" and "example.org" in address)
            assert not (fetched and re.match(r"(https?:)?//", address)), f"{path}: {tag} {name}={address}"
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import", path.read_text("utf-8")), path


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_themes_own_words_are_those_of_the_language(site: Path, language: Language):
    text = (site / language.prefix / "guides/gan/index.html").read_text("utf-8")
    for english, word in language.words["interface"].items():
        assert f'"{word}"' in text
        assert word == english or f'"{english}"' not in text


def test_ids_are_unique_on_every_page(site: Path):
    for path in site.rglob("*.html"):
        ids = BuiltPage(path).ids
        assert len(ids) == len(set(ids)), (path, sorted(name for name in ids if ids.count(name) > 1))
