"""On the built site each number that comes from a result is that number: in sentences, in tables and on figures."""

import re
from pathlib import Path

import pytest
from built import article
from trees import Element, parsed, texts
from written import PAGES, asked, record, rows_of, sentences, words_of

from docsite.languages import Language
from docsite.project import RESULTS

# The numbers that a figure's drawing function writes as text, in the order in which it writes them. The other numbers
# on figures are ticks that Matplotlib chooses; where curves and bars lie is held by the drawing itself, below.
WRITTEN = {
    "bench-loops.bars": lambda result: [
        f"{multiple:.2g}" if multiple < 10 else f"{multiple:.0f}"
        for multiple in sorted(result["table"]["to_epoch"], reverse=True)
    ],
    "bench-batch-size.rates": lambda result: map(str, result["rates"]["batch_size"]),
    "bench-epochs.totals": lambda result: map(str, result["totals"]["epochs"]),
    "classifier.confusion": lambda result: [str(count) for row in result["confusion"] for count in row if count],
    "classifier.misread": lambda result: [
        f"{label} → {prediction}"
        for label, prediction in zip(result["misread_labels"], result["misread_predictions"], strict=True)
    ][:20],
    "network-by-hand.samples": lambda _: map(str, range(10)),
    "network-by-hand.weights": lambda _: map(str, range(10)),
    "gan.samples": lambda result: map(str, result["sample_epochs"]),
}
ALL_FIGURES = sorted(path.stem for path in RESULTS.glob("*.svg"))


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_each_number_in_a_sentence_is_its_result(site: Path, page: str, language: Language):
    built = iter(texts(article(site, page, language)))
    for section, text in sentences(page, language):
        assert (section, text) in built, f"section {section} does not say, or not in its turn: {text}"


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_each_number_in_a_table_is_its_result(site: Path, page: str, language: Language):
    tables = article(site, page, language).all("div", having="numbers")
    markers = asked(page, language, "table")
    assert len(tables) == len(markers)
    for table, marker in zip(tables, markers, strict=True):
        rows = [[(cell.text, cell.attributes["style"]) for cell in row] for row in table.rows]
        assert rows == rows_of(marker, words_of(language)), marker


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_each_figure_is_the_stored_one_with_the_words_of_the_language(site: Path, page: str, language: Language):
    built = article(site, page, language).all("figure", having="plot")
    markers = asked(page, language, "figure")
    assert len(built) == len(markers)
    labels = words_of(language).get("labels", {})
    for figure, marker in zip(built, markers, strict=True):
        name, alternative = marker.arguments[0], marker.argument("alternative", 1, "")
        [svg] = figure.all("svg")
        [stored] = parsed((RESULTS / f"{name}.svg").read_text("utf-8")).all("svg")
        stored.attributes |= {"role": "img", "aria-label": alternative}
        for text in stored.all("text"):
            text.children = [labels.get(child, child) if isinstance(child, str) else child for child in text.children]
        assert drawn(svg) == drawn(stored), name  # but for the marks of a label that is read from the right


MARKS = "\u2067\u2069"  # around a label that is read from the right, whatever it begins with


def drawn(svg: Element) -> list[tuple[str, dict[str, str], str]]:
    """Each element of a figure with its attributes and the text right inside it."""
    return [
        (
            element.tag,
            element.attributes,
            "".join(child for child in element.children if isinstance(child, str)).strip(MARKS + " \n"),
        )
        for element in svg.walk()
    ]


@pytest.mark.parametrize("name", ALL_FIGURES)
def test_a_stored_figure_is_the_drawing_of_its_result(name: str):
    """So also those numbers are right that stand on no label: where a curve, a bar or a tick lies."""
    from docsite.figures import render
    from docsite.studies import figures

    stored = (RESULTS / f"{name}.svg").read_text("utf-8").strip()
    fresh = render.draw(figures.find(name), record(name.partition(".")[0])["outcome"])
    assert re.sub(r' data-(?:key|digest)="\w+"', "", stored) == fresh


@pytest.mark.parametrize("name", WRITTEN)
def test_the_numbers_written_on_a_figure_are_those_of_its_result(name: str):
    [stored] = parsed((RESULTS / f"{name}.svg").read_text("utf-8")).all("svg")
    written = iter([text.text for text in stored.all("text")])
    for number in WRITTEN[name](record(name.partition(".")[0])["outcome"]):
        assert number in written, f"{name} does not show {number}, or not in its turn"
