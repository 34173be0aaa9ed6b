"""On the built site each number that comes from a result is that number: in sentences, in tables and on figures."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from built import article
from made import html_of
from trees import Element, parsed
from written import PAGES, SHOWN, Asked, asked, looked_up, record, with_values, words_of

from docsite.languages import Language
from docsite.project import RESULTS

BLOCKS = {"p", "li", "td", "th", "dd", "dt", "figcaption", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}

# The numbers that a figure's drawing function writes as text, in the order in which it writes them. The other numbers
# on figures are ticks that Matplotlib chooses; where curves and bars lie is held by the drawing itself, below.
WRITTEN = {
    "bench-loops.bars": lambda result: [
        f"{multiple:.2g}" if multiple < 10 else f"{multiple:.0f}" for multiple in result["table"]["to_epoch"][::-1]
    ],
    "bench-batch-size.rates": lambda result: map(str, result["rates"]["batch_size"]),
    "bench-epochs.totals": lambda result: map(str, result["totals"]["epochs"]),
    "classifier.confusion": lambda result: [str(count) for row in result["confusion"] for count in row if count],
    "classifier.misread": lambda result: [
        f"{label} → {prediction}"
        for label, prediction in zip(result["misread_labels"], result["misread_predictions"], strict=True)
    ][:20],
    "gan.samples": lambda result: map(str, result["sample_epochs"]),
}
ALL_FIGURES = sorted(path.stem for path in RESULTS.glob("*.svg"))


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_each_number_in_a_sentence_is_its_result(site: Path, page: str, language: Language):
    expected = texts(parsed(html_of(with_values(page, language))))
    wanted = [(section, text) for section, text in expected if SHOWN.search(text)]
    assert sum(len(SHOWN.findall(text)) for _, text in wanted) == len(asked(page, language, "value", "claim"))
    built = iter(texts(article(site, page, language)))
    for section, text in wanted:
        plain = SHOWN.sub(r"\1", text)
        assert (section, plain) in built, f"section {section} does not say, or not in its turn: {plain}"


def texts(root: Element) -> list[tuple[str, str]]:
    """The text of each block, without that of blocks inside it, after the id of its section."""
    section, found = "", []
    for element in root.walk():
        if re.fullmatch(r"h[1-6]", element.tag):
            section = element.attributes.get("id", "")
        if element.tag in BLOCKS:
            found.append((section, " ".join("".join(own(element)).split())))
    return found


def own(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in BLOCKS:
            yield from own(child)


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_each_number_in_a_table_is_its_result(site: Path, page: str, language: Language):
    tables = article(site, page, language).all("div", having="numbers")
    markers = asked(page, language, "table")
    assert len(tables) == len(markers)
    for table, marker in zip(tables, markers, strict=True):
        rows = [[(cell.text, cell.attributes["style"]) for cell in row.all("th", "td")] for row in table.all("tr")]
        assert rows == rows_of(marker, words_of(language)), marker


def rows_of(marker: Asked, words: dict) -> list[list[tuple[str, str]]]:
    """The text and the alignment of each cell of a table, the heads first."""
    columns = looked_up(marker.arguments[0])
    decimals = marker.argument("decimals", 3, 4)
    chosen = marker.argument("columns", 1, None) or list(columns)
    sides = [f"text-align: {'left' if isinstance(columns[name][0], str) else 'right'};" for name in chosen]
    heads = [parsed(html_of(words["columns"].get(name, name))).text for name in chosen]
    cells = [[_cell(value, decimals, words) for value in columns[name]] for name in chosen]
    return [list(zip(row, sides, strict=True)) for row in (heads, *zip(*cells, strict=True))]


def _cell(value, decimals: int, words: dict) -> str:
    return f"{value:.{decimals}f}" if isinstance(value, float) else words.get("labels", {}).get(value, str(value))


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
        assert drawn(svg) == drawn(stored), name


def drawn(svg: Element) -> list[tuple[str, dict[str, str], str]]:
    """Each element of a figure with its attributes and the text right inside it."""
    return [
        (
            element.tag,
            element.attributes,
            "".join(child for child in element.children if isinstance(child, str)).strip(),
        )
        for element in svg.walk()
    ]


@pytest.mark.parametrize("name", ALL_FIGURES)
def test_a_stored_figure_is_the_drawing_of_its_result(name: str):
    """So also those numbers are right that stand on no label: where a curve, a bar or a tick lies."""
    from docsite import drawing, figures

    stored = (RESULTS / f"{name}.svg").read_text("utf-8").strip()
    fresh = drawing.draw(figures.find(name), record(name.partition(".")[0])["outcome"])
    assert re.sub(r' data-(?:key|digest)="\w+"', "", stored) == fresh


@pytest.mark.parametrize("name", WRITTEN)
def test_the_numbers_written_on_a_figure_are_those_of_its_result(name: str):
    [stored] = parsed((RESULTS / f"{name}.svg").read_text("utf-8")).all("svg")
    written = iter([text.text for text in stored.all("text")])
    for number in WRITTEN[name](record(name.partition(".")[0])["outcome"]):
        assert number in written, f"{name} does not show {number}, or not in its turn"
