"""What a reader takes from the site, plain text and notebooks, has the numbers of the results too."""

import json
import re
from pathlib import Path

import pytest
from made import html_of
from trees import Element, parsed, texts
from written import PAGES, asked, provenance_of, rows_of, sentences, words_of

from docsite.languages import Language

# What the formats add: quotes for notes, and for text from right to left a wrapper and isolates.
ADDED = re.compile(r'^> ?|^<div dir="rtl">$|^</div>$', re.M)
FORMULA = re.compile(r"\$\$?[^$\n]+\$\$?")
ISOLATES = str.maketrans("", "", "\u2066\u2069")


def plain(site: Path, page: str, language: Language) -> str:
    name = page.removesuffix(".md").removesuffix("index")
    return (site / language.prefix / name / "index.md").read_text("utf-8")


def notebook(site: Path, page: str, language: Language) -> str:
    name = Path(page).stem
    text = (site / language.prefix / "notebooks" / name / f"{name}.ipynb").read_text("utf-8")
    return "\n\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown")


FORMS = [
    pytest.param(form, *page.values, id=f"{form.__name__}-{page.id}")
    for page in PAGES
    for form in ((plain, notebook) if page.values[0].startswith("guides/") else (plain,))
]


@pytest.mark.parametrize(("form", "page", "language"), FORMS)
def test_each_number_and_its_provenance_are_those_of_its_result(form, site: Path, page: str, language: Language):
    text = FORMULA.sub("", ADDED.sub("", form(site, page, language)))
    taken = without_isolates(parsed(html_of(text)))
    said = iter([text for _, text in texts(taken)])
    for _, text in sentences(page, language):
        assert text.translate(ISOLATES) in said, f"it does not say, or not in its turn: {text}"
    tables = iter([cells_of(table) for table in taken.all("table")])
    for marker in asked(page, language, "table"):
        assert [[text for text, _ in row] for row in rows_of(marker, words_of(language))] in tables, marker
    lines = iter([small.text for small in taken.all("small")])
    for marker in asked(page, language, "table", "figure"):
        assert provenance_of(marker.experiment, language) in lines, marker


def cells_of(table: Element) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def without_isolates(root: Element) -> Element:
    for element in root.walk():
        element.children = [
            child.translate(ISOLATES) if isinstance(child, str) else child for child in element.children
        ]
    return root
