"""The census of facts: which sections a person has read since their prose changed."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from docsite.cli import main
from docsite.pages import facts
from docsite.project import DocsError
from docsite.proofs import census

GUIDE = "guides/one.md"
TEXT = """\
# One

Opening.

## First {#first}

It is so.{{= fact("a") =}} And so.{{= fact("b") =}} Again.{{= fact("a") =}}

## Second {#second}

Nothing.
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guide of three sections, none of them read."""
    monkeypatch.setattr(census, "DOCS", tmp_path)
    monkeypatch.setattr(census, "CENSUS", tmp_path / "facts.yml")
    monkeypatch.setattr(census, "CACHE", tmp_path / "cache")
    path = tmp_path / "en" / GUIDE
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, "utf-8")
    return path


def unread() -> dict[str, str]:
    return {section.id: section.reason for section in census.unread()}


@pytest.mark.usefixtures("page")
def test_a_page_is_read_at_once_or_by_section():
    assert unread() == dict.fromkeys(["top", "first", "second"], "not read")
    assert census.read(GUIDE, {"first"}) == 1
    assert unread() == dict.fromkeys(["top", "second"], "not read")
    assert census.read(GUIDE, set()) == 3
    assert unread() == {}
    assert census.census()[GUIDE]["first"]["facts"] == ["a", "b"]
    assert [*census.census()[GUIDE]] == ["top", "first", "second"]


def test_a_section_whose_prose_changes_is_to_be_read_again_and_its_code_does_not_count(page: Path):
    census.read(GUIDE, set())
    page.write_text(TEXT.replace("Nothing.", "Nothing.\n\n```text\ncode\n```"), "utf-8")
    assert unread() == {}
    page.write_text(TEXT.replace("Nothing.", "Something."), "utf-8")
    assert unread() == {"second": "changed since it was read"}


def test_a_section_that_goes_is_named_until_its_page_is_read(page: Path):
    census.read(GUIDE, set())
    page.write_text(TEXT.partition("## Second")[0], "utf-8")
    assert census.gone() == [f"{GUIDE}#second"]
    census.read(GUIDE, {"first"})
    assert census.gone() == []
    assert unread() == {}


@pytest.mark.usefixtures("page")
def test_the_commands_list_and_record():
    listed = CliRunner().invoke(main, ["facts", "list"])
    assert listed.output.splitlines() == [f"{GUIDE}#{name}: not read" for name in ("top", "first", "second")]
    assert "3 sections recorded as read" in CliRunner().invoke(main, ["facts", "read", GUIDE]).output
    assert CliRunner().invoke(main, ["facts", "list"]).output == ""


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("guides/two.md", "no guide 'guides/two.md'; there are guides/one.md"),
        ("index.md", "no guide 'index.md'; there are guides/one.md"),
        (f"{GUIDE}#third", "no section 'third'; there are first, second, top"),
    ],
)
def test_what_does_not_exist_is_refused(place: str, message: str):
    result = CliRunner().invoke(main, ["facts", "read", place])
    assert isinstance(result.exception, DocsError)
    assert message in str(result.exception)
    assert not census.CENSUS.exists()


@pytest.mark.usefixtures("page")
def test_a_census_that_is_no_yaml_gets_one_line():
    census.CENSUS.write_text("a: [\n", "utf-8")
    with pytest.raises(DocsError, match=r"facts\.yml:2: .*; mend the YAML"):
        census.census()


def test_every_section_of_every_guide_was_read_since_it_changed():
    assert [f"{section.page}#{section.id}: {section.reason}" for section in census.unread()] == []
    assert census.gone() == []


def test_every_fact_of_the_census_has_a_proof():
    found = {fact for page in census.census().values() for section in page.values() for fact in section["facts"]}
    assert found <= set(facts.proofs())
