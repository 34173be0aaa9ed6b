"""What the built site gives away beside its pages: notebooks, scripts, plain texts, the wheel.

That they are the same bytes from build to build is seen in test_building.py, as for the whole site.
"""

import ast
import re
import zipfile
from pathlib import Path
from urllib.parse import quote

import nbformat
import pytest
from built import BuiltPage
from conftest import ROOT, Project

from docsite.code.imports import imported_modules
from docsite.code.syntax import canonical
from docsite.export.actions import colab_address
from docsite.export.addresses import folder, notebook_path, script_path
from docsite.export.addresses import site as site_settings
from docsite.export.version import version
from docsite.languages import LANGUAGES, find
from docsite.pages import expected

GUIDES = site_settings().guides
LEFT_OVER = r"\{\{=|=\}\}|^!!! |^\?\?\?|\{ ?[.#]|\\[\[\](]|markdown>|<!--|figure:"
EVERYWHERE = [(language.prefix, guide) for language in LANGUAGES for guide in GUIDES]


def notebook(site: Path, prefix: str, guide: str) -> nbformat.NotebookNode:
    path = Path(notebook_path(guide))
    return nbformat.read(site / prefix / path.with_suffix("") / path.name, as_version=4)


def code_of(found: nbformat.NotebookNode) -> list[tuple[str, str, str]]:
    cells = [cell for cell in found.cells if cell.cell_type == "code"]
    printed = ["".join(output.get("text", "") for output in cell.outputs) for cell in cells]
    return [(cell.id, python_of(cell.source), output) for cell, output in zip(cells, printed, strict=True)]


def python_of(source: str) -> str:
    """What of a cell is Python: a program that goes into a file is, and the line that runs the file is not."""
    return "" if source.startswith("!") else re.sub(r"^%%writefile .*\n", "", source)


def programs(found: nbformat.NotebookNode) -> list[tuple[str, str, str]]:
    """The code without comments and docstrings, which are in the language of the notebook."""
    return [(name, canonical(ast.parse(source)), output) for name, source, output in code_of(found)]


@pytest.mark.parametrize(("prefix", "guide"), EVERYWHERE)
def test_a_notebook_is_valid_and_its_code_is_that_of_every_language(prefix: str, guide: str, site: Path):
    """The English ones are executed by `make test-downloads`, and so these are."""
    found = notebook(site, prefix, guide)
    nbformat.validate(found)
    assert found.cells[0].cell_type == "code"
    assert version() in found.cells[0].source
    assert programs(found) == programs(notebook(site, "", guide))


@pytest.mark.parametrize("guide", GUIDES)
def test_a_notebook_has_every_block_of_its_guide_with_its_output(guide: str, site: Path):
    cells = code_of(notebook(site, "", guide))
    sources, outputs = {source for _, source, _ in cells}, {output for _, _, output in cells}
    for block in BuiltPage(site / folder(guide) / "index.html").blocks:
        if not {"figure-code", "alone"} & set(block.classes):
            assert expected.without(block.code).strip() in sources, block.code
            lines = expected.lines(block.code)
            assert not lines or "\n".join(lines) + "\n" in outputs


@pytest.mark.parametrize(("prefix", "guide"), EVERYWHERE)
def test_nothing_of_the_site_is_left_in_plain_texts_and_notebooks(prefix: str, guide: str, site: Path):
    prose = [cell.source for cell in notebook(site, prefix, guide).cells if cell.cell_type == "markdown"]
    text = (site / prefix / folder(guide) / "index.md").read_text("utf-8")
    for found in [text, *prose]:
        outside = re.sub(r"^(`{3,}).*?^\1$|`[^`\n]*`", "", found, flags=re.M | re.S)
        left = re.search(LEFT_OVER, outside, re.M)
        assert not left, outside[max(left.start() - 80, 0) : left.end() + 80]


@pytest.mark.parametrize(("prefix", "guide"), EVERYWHERE)
def test_a_script_is_the_english_one_but_for_its_comments(prefix: str, guide: str, site: Path):
    def code(start: str) -> str:
        return canonical(ast.parse((site / start / script_path(guide)).read_text("utf-8")))

    assert code(prefix) == code("")
    assert not list(imported_modules(ast.parse((site / prefix / script_path(guide)).read_text("utf-8"))))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_links_of_a_plain_text_lead_somewhere(guide: str, site: Path):
    for language in LANGUAGES:
        path = site / language.prefix / folder(guide) / "index.md"
        prose = re.sub(r"^( *)(`{3,}).*?^\1\2$", "", path.read_text("utf-8"), flags=re.M | re.S)
        links = re.findall(r"\]\(([^)\s#]+)", prose)
        local = [link for link in links if "://" not in link]
        assert local
        for link in local:
            assert (path.parent / link).exists(), f"{path}: {link}"


def article_of(page: Path) -> str:
    text = page.read_text("utf-8")
    return text[text.index("<article") : text.index("</article>")]


def test_a_notebook_page_is_light_and_its_contents_have_targets(site: Path):
    for prefix, guide in EVERYWHERE:
        page = site / prefix / Path(notebook_path(guide)).with_suffix("") / "index.html"
        article = article_of(page)
        assert len(article) < len(article_of(site / prefix / folder(guide) / "index.html")), page
        assert "figure-code" not in article  # no program stands twice
        assert "<style" not in article
        assert "<script" not in article
        built = BuiltPage(page)
        inside = [address for tag, _, address in built.addresses if tag == "a" and address.startswith("#")]
        assert {address[1:] for address in inside if len(address) > 1} <= set(built.ids), page
        assert {section.id for section in sections_of(guide)} <= set(built.ids), page


def sections_of(guide: str) -> list:
    from docsite.pages.sections import TOP, sections
    from docsite.project import DOCS

    return [section for section in sections((DOCS / "en" / guide).read_text("utf-8")) if section.id != TOP]


def test_notebooks_are_not_searched(site: Path):
    for language in LANGUAGES:
        index = (site / language.prefix / "search" / "search_index.js").read_text("utf-8")
        assert '"location":"notebooks/' not in index.replace('": "', '":"')


def test_every_page_is_listed_as_plain_text(site: Path):
    for language in LANGUAGES:
        listed = (site / language.prefix / "llms.txt").read_text("utf-8")
        whole = (site / language.prefix / "llms-full.txt").read_text("utf-8")
        for page in site_settings().pages:
            assert f"]({site_settings().url}{language.prefix}{folder(page)}index.md)" in listed
            text = (site / language.prefix / folder(page) / "index.md").read_text("utf-8")
            assert text.splitlines()[0] in whole
        assert whole.count("\n# ") >= len(site_settings().pages)


def test_the_site_carries_the_wheel_of_its_package(site: Path):
    [wheel] = (site / "wheels").iterdir()
    assert wheel.name == f"training_loops-{version()}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        for path in (ROOT / "src" / "training_loops").glob("*.*"):
            assert archive.read(f"training_loops/{path.name}") == path.read_bytes()
    for language in LANGUAGES:
        home = (site / language.prefix / "index.html").read_text("utf-8")
        assert f"training-loops[plots] @ {site_settings().url}wheels/{wheel.name.replace('+', '%2B')}" in home


def test_another_content_is_another_version(project: Project):
    def told() -> str:
        return project.python("from docsite.export.version import version; print(version())").stdout

    before = told()
    assert before.strip() == version()
    project.edit("src/training_loops/history.py", "An append-only table", "A table")
    assert told() != before


def test_colab_is_offered_where_the_repository_is_one_that_it_opens():
    opened = colab_address("https://github.com/someone/loops", "gh-pages", find("he"))
    assert opened == "https://colab.research.google.com/github/someone/loops/blob/gh-pages/he/"
    for repository in (None, "", "https://gitlab.com/someone/loops", "https://github.com/someone"):
        assert colab_address(repository, "gh-pages", find("en")) == ""


def test_a_configured_repository_puts_colab_on_guides_and_notebooks(project: Project, site: Path):
    assert "colab" not in (site / "guides" / "gan" / "index.html").read_text("utf-8")
    project.edit(
        "mkdocs.yml", "# repo_url: https://github.com/OWNER/NAME", "repo_url: https://github.com/someone/loops"
    )
    built = project.run("mkdocs", "build", "--quiet", DOCSITE_LANGUAGE="zh")
    assert built.returncode == 0, built.stderr
    link = "https://colab.research.google.com/github/someone/loops/blob/gh-pages/zh/notebooks/gan/gan.ipynb"
    for page in ("zh/guides/gan", "zh/notebooks/gan"):
        html = (project.root / "site" / page / "index.html").read_text("utf-8")
        assert link in html
        [row] = re.findall(r'<p class="take".*?</p>', html, re.S)
        assert row.index(link) == row.index("http")
        [footer] = re.findall(r'<p class="md-copyright.*?</p>', html, re.S)
        assert 'href="https://github.com/someone/loops/edit/main/docs/zh/guides/gan.md"' in footer
        assert "/issues/new?title=%E4%BB%8E" in footer
        assert f"%2F{page.replace('/', '%2F')}%2F%0Atraining_loops+{quote(version())}" in footer
        assert 'data-md-component="source"' not in html, "Material would ask GitHub for the count of stars"
