"""What is kept by the digest of what it is made from: read back, bounded, and thrown away where it is damaged."""

import os
from pathlib import Path

import pytest

from docsite import cache
from docsite.cache import Cache, digest_of, digest_of_files


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    monkeypatch.setattr(cache, "CACHE", tmp_path)
    return Cache("things")


def test_a_value_is_made_once(kept: Cache):
    made = []

    def make():
        made.append(1)
        return {"text": "עברית 中文", "list": [1, [2.5, None]]}

    first = kept.get_or_make("key", make)
    assert kept.get_or_make("key", make) == first == Cache("things").get("key")
    assert made == [1]
    assert kept.get("other") is None


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda _: b"", lambda _: b"\xff\xfe", lambda data: data + b" "]
)
def test_what_is_damaged_counts_as_missing_and_is_made_again(kept: Cache, damage):
    kept.put("key", "value")
    path = kept.folder / "key.json"
    path.write_bytes(damage(path.read_bytes()))
    assert kept.get("key") is None
    assert kept.get_or_make("key", lambda: "again") == "again"
    assert kept.get("key") == "again"


def test_a_folder_in_the_place_of_a_file_and_a_disk_that_is_read_only_fail_nothing(kept: Cache, monkeypatch):
    (kept.folder / "key.json").mkdir(parents=True)
    assert kept.get_or_make("key", lambda: "made") == "made"

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "write_if_changed", full)
    assert kept.get_or_make("new", lambda: "made") == "made"


def test_the_oldest_are_removed_and_so_is_what_was_half_written(kept: Cache):
    for number in range(5):
        kept.put(f"key{number}", number)
        os.utime(kept.folder / f"key{number}.json", (number, number))
    kept.get("key0")  # what is read counts as new
    (kept.folder / ".key9.json.1.tmp").touch()
    kept.prune(2)
    assert sorted(path.name for path in kept.folder.iterdir()) == ["key0.json", "key4.json"]


def test_digests_tell_texts_and_files_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert digest_of("ab", "c") != digest_of("a", "bc")
    monkeypatch.setattr(cache, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("one")
    before = digest_of_files("docs")
    (tmp_path / "docs/a.md").rename(tmp_path / "docs/b.md")
    renamed = digest_of_files("docs")
    (tmp_path / "docs/b.md").write_text("two!")
    assert len({before, renamed, digest_of_files("docs")}) == 3
