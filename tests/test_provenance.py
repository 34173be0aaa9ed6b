"""What the control below each table and figure of the built site shows is true of its result, and so is their list."""

from itertools import pairwise
from pathlib import Path

import pytest
from built import article
from trees import Element
from written import PAGES, asked, device_of, is_fresh, provenance_of, record, recorded, versions_of, words_of

from docsite.languages import LANGUAGES, Language


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_the_line_below_a_number_is_that_of_its_result(site: Path, page: str, language: Language):
    lines = [below for _, below in told(article(site, page, language))]
    markers = [marker for marker in asked(page, language, "table", "figure") if not marker.named.get("compact")]
    assert len(lines) == len(markers)
    for line, marker in zip(lines, markers, strict=True):
        assert line is not None, marker
        assert "about" in line.classes, marker
        [summary], told_of = line.all("summary"), line.all("p", having="provenance")[0]
        words = words_of(language)
        stale = "" if is_fresh(marker.experiment) else f" · {words['results']['stale']}"
        assert summary.text == words["about"] + stale, marker
        assert told_of.text == provenance_of(marker.experiment, language), marker


def told(root: Element) -> list[tuple[Element, Element | None]]:
    """Each table of numbers and each figure, with the element that follows it; compact ones stand without."""
    found = []
    for parent in root.walk():
        elements = [child for child in parent.children if isinstance(child, Element)]
        found += pairwise([*elements, None])
    order = {id(element): place for place, element in enumerate(root.walk())}
    chosen = [pair for pair in found if pair[0].classes & {"numbers", "plot"} and not is_compact(pair[0])]
    return sorted(chosen, key=lambda pair: order[id(pair[0])])


def is_compact(item: Element) -> bool:
    return '"compact":true' in item.attributes.get("data-stepper", "")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_result_is_listed_once_with_its_true_state(site: Path, language: Language):
    [table] = article(site, "results.md", language).all("div", having="results")
    _, *rows = [[cell.text for cell in row] for row in table.rows]
    assert [row[0] for row in rows] == recorded()
    for row in rows:
        assert row == expected_row(row[0], language)


def expected_row(experiment: str, language: Language) -> list[str]:
    stored, all_words = record(experiment), words_of(language)
    words = all_words["results"]
    return [
        experiment,
        words["fresh" if is_fresh(experiment) else "stale"],
        stored["date"],
        all_words["between"].join([device_of(stored, language), versions_of(stored, language)]),
        f"{stored['duration']:.1f} s",
        stored["data"] or "–",
        " ".join(f"{name}={value}" for name, value in stored["made_from"]["parameters"].items()),
        stored["key"],
    ]
