"""Lighthouse finds nothing that keeps readers out: `make lighthouse`, since it needs Node and its packages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import served_from
from conftest import ROOT
from lighthouses import PAGES, PROGRAM, Compressing, report

CATEGORIES = ("accessibility", "best-practices", "seo")
LOCK = (ROOT / "tests/lighthouse/package-lock.json").read_text("utf-8")


@pytest.fixture(scope="module")
def compressed(site: Path) -> Iterator[str]:
    assert PROGRAM.exists(), "Lighthouse is not set up; run: make lighthouse"
    with served_from(site, Compressing) as found:
        yield found


@pytest.mark.lighthouse
@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_nobody_out(compressed: str, page: str):
    found = report(compressed + PAGES[page], *CATEGORIES)
    scores = {name: found["categories"][name]["score"] for name in CATEGORIES}
    wrong = [
        audit["title"]
        for audit in found["audits"].values()
        if audit["score"] is not None and audit["score"] < 1 and audit["scoreDisplayMode"] == "binary"
    ]
    assert min(scores.values()) >= 0.95, (scores, wrong)


def test_the_lock_of_lighthouse_holds_digests_and_no_address_of_a_registry():
    assert '"resolved"' not in LOCK
    assert LOCK.count('"integrity": "sha512-') > 50
