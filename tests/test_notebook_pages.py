"""Notebooks as pages: what is replaced in mkdocs-jupyter is there, is called, and shows the site's Markdown.

A release that changes the names, what they are given, or what calls them fails here.
"""

import inspect
from pathlib import Path

import nbformat
import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs_jupyter import convert, plugin

from docsite.export.addresses import notebook_path
from docsite.export.addresses import site as site_settings
from docsite.generator import notebooks
from docsite.languages import LANGUAGES
from docsite.project import ROOT

CALLED_WITH = {
    "execute": False,
    "kernel_name": "",
    "theme": "",
    "allow_errors": False,
    "show_input": True,
    "no_input": False,
    "no_prompt": False,
    "remove_tag_config": {},
    "highlight_extra_classes": "",
    "include_requirejs": False,
    "custom_mathjax_url": "",
}
EVERYWHERE = [(language.prefix, guide) for language in LANGUAGES for guide in site_settings().guides]


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch):
    """The functions of mkdocs-jupyter are put back after each test."""
    monkeypatch.setattr(plugin.convert, "nb2html", plugin.convert.nb2html)
    monkeypatch.setattr(plugin, "_get_nb_toc_tokens", plugin._get_nb_toc_tokens)


def settings() -> dict:
    """What the project says to the plugin."""
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    [found] = [
        item["mkdocs-jupyter"] for item in config["plugins"] if isinstance(item, dict) and "mkdocs-jupyter" in item
    ]
    return found


def built(folder: Path, **more: dict) -> Path:
    """A site with one notebook, built by MkDocs and the plugin as the project sets it; the Markdown is not its text."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Of the notebook")])
    (folder / "docs").mkdir()
    (folder / "shown").mkdir()
    nbformat.write(notebook, folder / "docs" / "some.ipynb")
    (folder / "shown" / "some.md").write_text("# Of the *site* {#own}\n\n## Next {#next}\n\nWords.\n", "utf-8")
    written = {
        "site_name": "S",
        "plugins": [{"mkdocs-jupyter": settings()}],
        "markdown_extensions": ["attr_list"],
        **more,
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(written), "utf-8")
    config = load_config(str(folder / "mkdocs.yml"))
    notebooks.render_with(config, folder / "shown")
    build(config)
    return folder / "site" / "some" / "index.html"


def test_what_is_replaced_takes_what_it_took():
    parameters = list(inspect.signature(convert.nb2html).parameters)
    assert parameters[0] == "nb_path"
    assert set(CALLED_WITH) <= set(parameters)
    assert list(inspect.signature(plugin._get_nb_toc_tokens).parameters) == ["fpath", "toc_depth"]
    assert plugin.convert is convert


def test_the_plugin_shows_the_markdown_beside_the_notebook(tmp_path: Path):
    page = built(tmp_path).read_text("utf-8")
    assert '<h1 id="own">Of the <em>site</em></h1>' in page
    assert "Of the notebook" not in page
    assert "<title>Of the site - S</title>" in page
    assert 'href="#next"' in page  # the contents of the page
    assert "jp-" not in page


def test_the_plugin_asks_once_for_a_notebook_with_what_the_project_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked = []
    replace = notebooks.render_with

    def recording(config, pages: Path) -> None:
        replace(config, pages)
        html, tokens = plugin.convert.nb2html, plugin._get_nb_toc_tokens
        plugin.convert.nb2html = lambda path, **named: asked.append((path, named)) or html(path, **named)
        plugin._get_nb_toc_tokens = lambda path, depth: asked.append((path, depth)) or tokens(path, depth)

    monkeypatch.setattr(notebooks, "render_with", recording)
    built(tmp_path)
    path = str(tmp_path / "docs" / "some.ipynb")
    assert asked == [(path, CALLED_WITH), (path, 6)]


def test_the_plugin_keeps_no_pages_from_build_to_build():
    """Its cache knows the notebook, and not the Markdown that is shown in its place."""
    assert settings()["cache"] is False
    assert plugin.Plugin().load_config(settings()) == ([], [])


@pytest.mark.parametrize(("prefix", "guide"), EVERYWHERE)
def test_the_page_of_a_notebook_is_one_of_the_sites_own(site: Path, prefix: str, guide: str):
    page = (site / prefix / notebook_path(guide).removesuffix(".ipynb") / "index.html").read_text("utf-8")
    assert 'class="language-python' in page
    assert 'class="take"' in page
    assert "jp-Cell" not in page
    assert "jp-RenderedHTML" not in page
