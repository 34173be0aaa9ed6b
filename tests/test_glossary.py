"""The glossary: only terms that guides use, each explained somewhere, defined in words that its language may use."""

import re

import pytest
from made import html_of

from docsite.export.site import SiteWriter
from docsite.languages import LANGUAGES
from docsite.pages.glossary import TERM_KEYS, Term, glossary, terms
from docsite.pages.page import page_of
from docsite.project import DOCS
from docsite.translation import style

GUIDES = {path.name: path.read_text("utf-8") for path in sorted((DOCS / "en" / "guides").glob("*.md"))}


def unused(entries: list[dict], pages: list[str]) -> list[str]:
    """The terms that no page names in its words or leads to."""
    words = re.sub(r"\s+", " ", " ".join(style.prose(page, strip=False) for page in pages)).lower()
    linked = {anchor for page in pages for anchor in re.findall(r"glossary\.md#([\w-]+)", page)}
    return [entry["en"] for entry in entries if entry["en"].lower() not in words and entry["id"] not in linked]


def test_every_term_is_used_in_a_guide():
    assert unused(glossary(), list(GUIDES.values())) == []


def test_a_term_that_no_guide_uses_is_refused():
    page = "# T\n\nThe Loss\nfunction, a [**batch**](../glossary.md#mini-batch).\n\n```python\nepoch = 1\n```\n"
    entries = [{"en": name, "id": name.replace(" ", "-")} for name in ("loss function", "mini-batch", "epoch")]
    assert unused(entries, [page]) == ["epoch"]


def test_every_link_of_a_guide_to_a_term_leads_to_one():
    known = {entry["id"] for entry in glossary()}
    for name, page in GUIDES.items():
        for anchor in re.findall(r"glossary\.md#([\w-]+)", page):
            assert anchor in known, f"{name}: no term {anchor}; the terms are {', '.join(sorted(known))}"


def test_each_term_has_an_anchor_of_its_own_and_a_definition_in_each_language():
    entries = glossary()
    assert len({entry["id"] for entry in entries}) == len({entry["en"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["id"] == re.sub(r"[^a-z0-9]+", "-", entry["en"].lower())
        assert {"en", "zh", "he"} <= set(entry["means"]), entry["en"]
        assert entry["means"]["en"].endswith((".", ".)")), entry["en"]
        assert (DOCS / "en" / entry["at"].partition("#")[0]).is_file(), f"{entry['en']}: no page {entry['at']}"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_definitions_have_no_findings(language):
    found = [
        f"{term.id}: {what}" for term in terms(language) for _, what in style.findings(term.means + "\n", language.code)
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_each_term_can_be_led_to_and_leads_to_where_it_is_explained(language):
    page = page_of("# G\n\n{{= glossary() =}}\n", "glossary.md", language, DOCS / language.folder / "glossary.md")
    html = html_of(SiteWriter(page).write())
    for entry in glossary():
        word = entry[TERM_KEYS.get(language.code, "en")]
        assert f'<dt id="{entry["id"]}"><a href="{entry["at"]}">{word}</a></dt>' in html


def test_a_word_of_other_languages_is_told_once_and_not_where_it_is_the_same():
    words = {"en": "kernel", "zh": "内核", "zh-TW": "內核", "he": "kernel"}
    assert Term("kernel", words, "", "").elsewhere("he") == {"zh": "内核", "zh-TW": "內核"}
    assert Term("batch", words | {"zh-TW": "内核"}, "", "").elsewhere("en") == {"zh": "内核"}
    assert Term("relu", dict.fromkeys(words, "ReLU"), "", "").elsewhere("zh") == {}
