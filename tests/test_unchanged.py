"""A build in which nothing has changed ends at once; what has changed, in the sources or in the site, is built."""

import re
import time
from collections.abc import Callable

import pytest
from conftest import Project, copied

pytestmark = pytest.mark.builds

NOTHING = "Nothing has changed since the site was built"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One for all: what a test has changed is no change for the next."""
    return copied(tmp_path_factory.mktemp("unchanged") / "english", DOCSITE_LANGUAGE="en")


@pytest.fixture
def built(copy: Project) -> Project:
    assert copy.run("mkdocs", "build").returncode == 0
    return copy


def build(project: Project, **environment: str) -> str:
    done = project.run("mkdocs", "build", **environment)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_nothing_is_done_twice(built: Project):
    page = built.root / "site/index.html"
    before = page.stat().st_mtime_ns
    assert NOTHING in build(built)
    assert page.stat().st_mtime_ns == before
    assert NOTHING not in build(built, FORCE="1")
    assert NOTHING not in build(built, DOCSITE_LANGUAGE="he"), "another language is another site"


CHANGES: dict[str, Callable[[Project], object]] = {
    "a page": lambda project: project.edit("docs/en/guides/gan.md", "\n## ", "\nNew words.\n\n## "),
    "a style": lambda project: project.edit("docs/assets/site.css", "{", "{ "),
    "the theme": lambda project: project.edit("src/docsite/generator/theme/main.html", "{%", "\n{%"),
    "a setting": lambda project: project.edit("mkdocs.yml", "site_name: ", "site_name: A "),
    "a file of the site": lambda project: (project.root / "site/index.html").write_text("edited"),
    "a file of the site removed": lambda project: (project.root / "site/guides/gan/index.html").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_built(built: Project, change: str):
    time.sleep(0.01)  # another time for a file that keeps its size
    CHANGES[change](built)
    assert NOTHING not in build(built)
    assert re.search(r"<h1", (built.root / "site/guides/gan/index.html").read_text("utf-8"))
    assert (built.root / "site/index.html").read_text("utf-8") != "edited"
    assert NOTHING in build(built)


def test_a_build_with_a_mistake_is_not_taken_for_one_without(built: Project):
    built.edit("docs/en/index.md", "(guides/built-in-training.md)", "(guides/built-in.md)")
    for _ in range(2):
        failed = built.run("mkdocs", "build")
        assert failed.returncode != 0
        assert "guides/built-in.md" in failed.stderr
    built.edit("docs/en/index.md", "(guides/built-in.md)", "(guides/built-in-training.md)")
