"""docs/coverage.yml: every section of the published tutorials is taught somewhere, or says why not."""

from functools import cache
from pathlib import Path

import pytest
from built import BuiltPage

from docsite.loading import load_yaml
from docsite.project import DOCS

TUTORIALS = load_yaml(DOCS / "coverage.yml", "coverage")
ROWS = [
    (number, row)
    for number, tutorial in TUTORIALS.items()
    for row in [*tutorial["sections"], *tutorial.get("links", [])]
]


@cache
def ids_of(page: Path) -> list[str]:
    return BuiltPage(page).ids


def name_of(row: dict) -> str:
    return row.get("section") or row.get("link")


@pytest.mark.parametrize(("number", "row"), ROWS, ids=[f"{number} {name_of(row)}" for number, row in ROWS])
def test_a_section_has_its_place_or_a_reason(number: str, row: dict, site: Path):
    assert name_of(row), f"{number}: a row without a section"
    if "left_out" in row:
        assert len(row["left_out"]) > 10, f"{number}, {name_of(row)}: leaving it out needs a reason"
        assert "page" not in row
        return
    ids = ids_of(site / row["page"] / "index.html")
    assert row["anchor"] in ids, f"{number}, {name_of(row)}: no #{row['anchor']} on {row['page']}"


def test_the_headings_of_the_tutorials_are_all_listed():
    """The number of headings of each text, counted by hand from the published pages."""
    headings = {"004": 8, "001": 8, "000": 8, "002": 7, "003": 8}
    for number, count in headings.items():
        sections = {row["section"] for row in TUTORIALS[number]["sections"]}
        assert len(sections) >= count, f"{number} lists {len(sections)} sections; the tutorial has {count} headings"
