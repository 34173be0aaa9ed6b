"""What a process has read of the project, Python and the packages is looked at again for each test."""

import importlib.metadata
import platform
from pathlib import Path

import block_keys
import pytest
from block_keys import of_built_pages, of_program, of_text

import docsite.cache

CODE = "from training_loops.linear import train\n"


def looked_at() -> list[dict]:
    block_keys.look_again()
    block_keys._packages.cache_clear()
    return [of_program(CODE, CODE), of_text(CODE), of_built_pages()]


@pytest.mark.parametrize(("module", "name"), [(platform, "python_version"), (importlib.metadata, "version")])
def test_python_and_the_installed_packages_count(module, name: str, monkeypatch: pytest.MonkeyPatch):
    before = looked_at()
    monkeypatch.setattr(module, name, lambda *_: "0.0")
    after = looked_at()
    monkeypatch.undo()
    assert looked_at() == before
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_an_installation_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(tmp_path)
    [before, *_] = looked_at()
    (tmp_path / "keras-9.9.dist-info").mkdir()
    (tmp_path / "keras-9.9.dist-info/METADATA").write_text("Name: keras\nVersion: 9.9\n", "utf-8")
    block_keys.look_again()
    after = of_program(CODE, CODE)
    monkeypatch.undo()
    assert before["packages"]["keras"][1] != after["packages"]["keras"][1] == "9.9"


def test_every_edit_is_seen_at_the_next_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    page, other = tmp_path / "docs/en/page.md", tmp_path / "docs/en/new.md"
    page.parent.mkdir(parents=True)
    seen = []
    with monkeypatch.context() as changed:
        for module in (block_keys, docsite.cache):
            changed.setattr(module, "ROOT", tmp_path)
        changed.setattr(block_keys, "_seen", {"paths": [], "times": None, "digest": ""})
        for edit in (lambda: page.write_text("a"), lambda: page.write_text("b"), other.touch, page.unlink):
            edit()
            block_keys.look_again()
            seen.append(block_keys.every_file())
    block_keys.look_again()
    assert len({*seen, block_keys.every_file()}) == 5
