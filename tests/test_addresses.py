"""Links as a page writes them, as they read elsewhere."""

import re
from pathlib import Path

import pytest

from docsite.export.addresses import absolute, between_texts, folder, from_notebook, script_path
from docsite.languages import ENGLISH, LANGUAGES, find


def test_links_lead_to_the_site():
    assert absolute("gan.md#data", "guides/keras-fit.md", find("he")) == (
        "https://example.org/training-loops/he/guides/gan/#data"
    )
    assert absolute("../index.md", "guides/gan.md", ENGLISH) == "https://example.org/training-loops/"
    assert absolute("https://keras.io/a.md", "index.md", ENGLISH) == "https://keras.io/a.md"


@pytest.mark.parametrize(
    ("link", "page", "expected"),
    [
        ("gan.md#data", "guides/keras-fit.md", "../gan/index.md#data"),
        ("../index.md", "guides/gan.md", "../../index.md"),
        ("guides/gan.md", "index.md", "guides/gan/index.md"),
        ("#data", "guides/gan.md", "#data"),
    ],
)
def test_links_lead_to_other_texts(link: str, page: str, expected: str):
    assert between_texts(link, page) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("gan.md#data", "../../guides/gan/#data"),
        ("../index.md", "../../"),
        ("../reference/index.md", "../../reference/"),
        ("https://keras.io/a.md", "https://keras.io/a.md"),
        ("#data", "#data"),
    ],
)
def test_links_of_a_guide_lead_from_its_notebook(link: str, expected: str):
    assert from_notebook(link, "guides/keras-fit.md") == expected


def test_a_heading_has_the_english_id_in_every_language(site: Path):
    for path in [*site.glob("*/index.html"), *site.glob("guides/*/index.html"), *site.glob("notebooks/*/index.html")]:
        page = path.relative_to(site)
        if page.parts[0] in {language.prefix.strip("/") for language in LANGUAGES}:
            continue
        english, *others = (
            re.findall(r'<h[1-6][^>]* id="([^"]*)"', (site / language.prefix / page).read_text("utf-8"))
            for language in LANGUAGES
        )
        assert english
        assert all(found == english for found in others), page


def test_the_folder_of_a_page():
    assert [folder(page) for page in ("index.md", "guides/gan.md", "reference/index.md")] == [
        "",
        "guides/gan/",
        "reference/",
    ]


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("guides/gan.md", "scripts/gan.py"),
        ("guides/tensorboard.md", "scripts/tensorboard-guide.py"),
        ("guides/queue.md", "scripts/queue-guide.py"),
    ],
)
def test_no_script_hides_a_module_that_it_may_import(page: str, path: str):
    assert script_path(page) == path
