"""Translations: the structure of the English page, how fresh each section is, and what a reader is told."""

import re

import pytest
import yaml
from conftest import Project

from docsite.languages import LANGUAGES
from docsite.pages.sections import sections
from docsite.project import DOCS
from docsite.translation import freshness, parity
from docsite.translation.freshness import written

CODES = [language.code for language in written()]


@pytest.mark.parametrize("language", written(), ids=CODES)
def test_every_page_has_the_structure_of_the_english_one(language):
    assert parity.all_findings(language) == []


@pytest.mark.parametrize("language", written(), ids=CODES)
def test_every_section_of_a_translated_page_is_there_and_fresh(language):
    """A page that is not translated at all is refused by a release: see the next test."""
    states = [state for state in freshness.all_states() if state.language == language.code]
    behind = [state for state in states if state.state != "fresh" and (DOCS / language.folder / state.page).exists()]
    assert behind == [], "\n".join(f"{state.page}#{state.section}: {state.state}" for state in behind)


@pytest.mark.builds
@pytest.mark.parametrize("behind", ["missing", "stale"])
def test_a_release_refuses_what_is_not_translated(english: Project, behind: str):
    if behind == "missing":
        (english.root / "docs/he/guides/gan.md").unlink()
    else:
        english.edit("docs/en/guides/gan.md", "{#two-networks}\n", "{#two-networks}\n\nNew words.\n")
    assert english.run("docsite", "stage").returncode == 0
    assert english.run("docsite", "stage", "--fresh").returncode == 1
    refused = english.python("from docsite.export.build import untranslated; print(*untranslated())").stdout
    assert re.match(r"translations: (zh|he)/[\w/-]+\.md#[\w-]+ is (missing|stale)", refused)
    assert f"he/guides/gan.md#two-networks: {behind}" in english.run("docsite", "translations").stdout


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("## ", "### ", "heading: "),
        ("{#step}", "{#one-step}", "heading: "),
        ('{{= source("training_loops.linear.train_step") =}}', "", "marker: "),
        ("](keras-fit.md", "](tensors-and-variables.md", "link: "),
        ("!!! ", "??? ", "admonition: "),
    ],
)
def test_a_difference_of_structure_names_both_places(project: Project, old: str, new: str, finding: str):
    page = "guides/basic-training-loops.md"
    project.edit(f"docs/zh/{page}", old, new)
    lines = project.python(
        "from docsite import languages; from docsite.translation import parity; "
        "print(*parity.findings(languages.find('zh'), 'guides/"
        "basic-training-loops.md'), sep='\\n')"
    ).stdout.splitlines()
    [line] = [line for line in lines if line.startswith(finding)]
    assert f"docs/zh/{page}" in line
    assert f"docs/en/{page}" in line


@pytest.mark.builds
def test_changed_english_prose_makes_its_section_stale_and_the_reader_is_told(project: Project):
    page = project.root / "docs/en/guides/keras-fit.md"
    section = sections(page.read_text("utf-8"))[1]
    heading = section.prose.splitlines()[0]
    project.edit("docs/en/guides/keras-fit.md", heading, f"{heading}\n\nA new sentence.")
    told = project.run("docsite", "translations").stdout
    for code in CODES:
        assert f"{code}/guides/keras-fit.md#{section.id}: stale" in told
        assert f"{code}: " in told
    built = project.run("mkdocs", "build")
    assert built.returncode == 0, built.stderr
    for language in LANGUAGES[1:]:
        html = (project.root / "site" / language.prefix / "guides/keras-fit/index.html").read_text("utf-8")
        assert html.count(language.words["stale_section"]) == 1
    for code in CODES:
        assert project.run("docsite", "translations", "--reviewed", f"{code}/guides/keras-fit.md#{section.id}")
    assert "stale" not in project.run("docsite", "translations").stdout.replace("0 stale", "")


def test_changed_code_and_line_breaks_make_no_section_stale(project: Project):
    page = "docs/en/guides/keras-fit.md"
    text = (project.root / page).read_text("utf-8")
    (project.root / page).write_text(text.replace("import keras\n", "import keras\n\n"), "utf-8")
    behind = [line for line in project.run("docsite", "translations").stdout.splitlines() if "keras-fit.md#" in line]
    assert behind == []


@pytest.mark.builds
def test_a_missing_page_shows_the_english_one_marked_as_such(project: Project):
    (project.root / "docs/he/guides/keras-fit.md").unlink()
    built = project.run("mkdocs", "build", DOCSITE_LANGUAGE="he")
    assert built.returncode == 0, built.stderr
    html = (project.root / "site/he/guides/keras-fit/index.html").read_text("utf-8")
    assert '<div dir="ltr" lang="en">' in html or '<div lang="en" dir="ltr">' in html
    assert "הדף הזה עדיין לא תורגם" in html
    assert "missing" in project.run("docsite", "translations").stdout


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("zh/guides/nothing.md", "no page zh/guides/nothing.md"),
        ("he/../en/index.md", "no page he/../en/index.md"),
        ("../../README.md", "no language '..'"),
        ("en/index.md", "no language 'en'"),
        ("he//index.md", "no page he//index.md"),
    ],
)
def test_a_page_that_does_not_exist_cannot_be_reviewed(page: str, told: str, project: Project):
    failed = project.run("docsite", "translations", "--reviewed", page)
    assert failed.returncode != 0
    assert told in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.builds
def test_a_fifth_language_is_one_entry_and_one_folder(project: Project):
    entry = '    Language("fr", "Français", "fr/", "fr"),\n)\nENGLISH'
    project.edit("src/docsite/languages/__init__.py", ")\nENGLISH", entry)
    folder = project.root / "docs/fr"
    folder.mkdir()
    words = yaml.safe_load((project.root / "docs/en/words.yml").read_text("utf-8"))
    (folder / "words.yml").write_text(yaml.safe_dump({**words, "site_name": "Boucles"}, allow_unicode=True), "utf-8")
    english = (project.root / "docs/en/index.md").read_text("utf-8")
    (folder / "index.md").write_text(english.replace("# TensorFlow training loops", "# Les boucles"), "utf-8")
    built = project.run("mkdocs", "build")
    assert built.returncode == 0, built.stderr
    home = (project.root / "site/fr/index.html").read_text("utf-8")
    assert 'lang="fr"' in home
    assert "Les boucles" in home
    assert (project.root / "site/fr/guides/keras-fit/index.html").exists()
    assert 'hreflang="fr"' in (project.root / "site/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("he/../en/index.md", "no page he/../en/index.md that is translated"),
        ("../../README.md", "no language '..'"),
        ("he/index.md#", "docs/en/index.md: no section '' on the English page"),
        ("he/./index.md", "no page he/./index.md that is translated"),
        ("he", "no page he/ that is translated"),
        ("en/index.md", "no language 'en'"),
        ("", "no language ''"),
    ],
)
def test_what_is_no_page_of_a_translation_cannot_be_reviewed(english: Project, place: str, why: str):
    record = (english.root / "docs/translations.yml").read_bytes()
    refused = english.run("docsite", "translations", "--reviewed", place)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"error: {why}; there are ")
    assert refused.stderr.count("\n") == 1
    assert (english.root / "docs/translations.yml").read_bytes() == record
