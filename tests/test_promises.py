"""What the site promises: each promise names tests, and they exist."""

import ast
import re

import pytest
from conftest import ROOT

from docsite.languages import LANGUAGES, Language
from docsite.pages.sections import sections
from docsite.project import DOCS
from docsite.translation.freshness import written

PAGE = "promises.md"
NAMED = re.compile(r"`(tests/\w+\.py::\w+)`")
PROMISE = re.compile(r"^(?=\S.*\n: )", re.M)  # a term of a definition list


def text_of(language: Language) -> str:
    return (DOCS / language.folder / PAGE).read_text("utf-8")


def named(language: Language) -> list[tuple[str, list[str]]]:
    """Each section with the tests that it names."""
    return [(section.id, NAMED.findall(section.prose)) for section in sections(text_of(language))]


def collected() -> set[str]:
    """Every test there is, read from the files and not imported."""
    return {
        f"tests/{path.name}::{node.name}"
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_test_that_a_promise_names_exists():
    found = NAMED.findall(text_of(LANGUAGES[0]))
    assert found
    assert sorted(set(found) - collected()) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_promise_names_a_test(language: Language):
    _, *promises = PROMISE.split(text_of(language))
    assert len(promises) > 10
    assert [promise.splitlines()[0] for promise in promises if not NAMED.search(promise)] == []


@pytest.mark.parametrize("language", written(), ids=lambda language: language.code)
def test_every_language_names_the_same_tests(language: Language):
    assert named(language) == named(LANGUAGES[0])
