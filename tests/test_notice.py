"""NOTICE names what the site and the wheel hold that others wrote, and SECURITY.md is where the site says it is."""

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from conftest import ROOT

from docsite.generator.assets import APART, FIRST
from docsite.languages import LANGUAGES, Language
from docsite.project import DOCS

NOTICE = " ".join((ROOT / "NOTICE").read_text("utf-8").split())
SHEETS = (FIRST, *APART)  # the others are parts of the first
OURS = {path.name for path in (DOCS / "assets").iterdir() if path.is_file()}
OURS -= {name for name in OURS if name.endswith(".css") and name not in SHEETS}
PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/(?!.*node_modules)")  # the innermost
HOLDER = re.compile(r"(?:Copyright|\(c\)|©)[\s(cC)©]*[\d-]*,?\s+([A-Z]\w+ [A-Z]\w+)")


def names(path: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(path)}(?![\w/])", NOTICE) is not None


def test_every_folder_that_others_wrote_is_named(site: Path):
    folders = {path.parent.relative_to(site).as_posix() for path in (site / "assets").rglob("*") if path.is_file()}
    assert {path.name for path in (site / "assets").iterdir() if path.is_file()} == OURS
    assert len(folders) >= 4
    assert [folder for folder in sorted(folders - {"assets"}) if not names(folder)] == []


def test_every_package_and_every_holder_inside_a_script_is_named(site: Path):
    packages: set[str] = set()
    for path in (site / "assets").rglob("*.map"):
        sources = json.loads(path.read_text("utf-8"))["sources"]
        packages |= {match[1] for match in map(PACKAGE.search, sources) if match}
    holders = {name for path in (site / "assets").rglob("*.js") for name in HOLDER.findall(path.read_text("utf-8"))}
    assert {"clipboard", "rxjs"} <= packages
    assert {"Luca Ongaro", "Titus Wormer"} <= holders
    assert [package for package in sorted(packages) if package.removesuffix(".js") not in NOTICE] == []
    assert [holder for holder in sorted(holders) if holder not in NOTICE] == []


def test_data_in_the_package_and_on_the_site_are_named(site: Path):
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "src/training_loops").iterdir() if path.is_file()}
    data = {path for path in package if not path.endswith((".py", "/py.typed"))}
    data |= {path.relative_to(site).as_posix() for path in (site / "data").iterdir()}
    assert len(data) > 1
    assert [path for path in sorted(data) if not names(path)] == []


def test_versions_are_those_that_are_shipped():
    assert f"Material for MkDocs {version('mkdocs-material')}," in NOTICE


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_what_the_page_of_promises_names_exists(language: Language):
    text = (DOCS / language.folder / "promises.md").read_text("utf-8")
    for name in ("NOTICE", "SECURITY.md"):
        assert f"`{name}`" in text
        assert (ROOT / name).is_file()
