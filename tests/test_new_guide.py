"""The skeleton of a guide: it is built and tested as it is, and nothing that exists is in danger."""

import pytest
import yaml
from conftest import Project

from docsite.new_guide import create
from docsite.project import DocsError


@pytest.fixture
def project(english: Project) -> Project:
    (english.root / "tests").mkdir()
    (english.root / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- A line.\n", "utf-8")
    return english


def test_the_skeleton_is_a_page_with_its_result_and_its_figure(project: Project):
    made = project.run("docsite", "new-guide", "my-guide", "--title", 'Loops: a # "short" recipe')
    assert made.returncode == 0, made.stderr
    written = [line.removeprefix("wrote ") for line in made.stdout.splitlines() if line.startswith("wrote ")]
    assert len(written) == 5
    front = (project.root / "docs/en/guides/my-guide.md").read_text("utf-8").split("---")[1]
    assert yaml.safe_load(front)["title"] == "Loops: a # 'short' recipe"
    assert "      - guides/my-guide.md\n" in (project.root / "mkdocs.yml").read_text("utf-8")
    built = project.run("mkdocs", "build")
    assert built.returncode == 0, built.stderr
    page = (project.root / "site/guides/my-guide/index.html").read_text("utf-8")
    assert 'id="my-guide"' in page
    assert "<figure" in page
    tested = project.run("pytest", "tests/test_guide_my_guide.py", "-p", "no:cacheprovider", "-o", "addopts=")
    assert tested.returncode == 0, tested.stdout


@pytest.mark.parametrize("title", ["[x", '{{= value("a.b") =}}', "a\\", "a\u202eb", "*a*", "<b>", "3"])
def test_a_title_that_would_be_more_than_words_is_refused(title: str):
    with pytest.raises(DocsError, match="is no title"):
        next(create("another-guide", title))


@pytest.mark.parametrize("name", ["gan", "My Guide", "../x", "3d", "a--b", ""])
def test_a_name_that_is_taken_or_none_writes_nothing(project: Project, name: str):
    before = {path: path.stat().st_mtime_ns for path in project.root.rglob("*.md")}
    refused = project.run("docsite", "new-guide", name)
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: ")
    assert len(refused.stderr.splitlines()) == 1
    assert {path: path.stat().st_mtime_ns for path in project.root.rglob("*.md")} == before
