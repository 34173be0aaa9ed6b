"""The reference: an entry for every public name of the package, and for no other."""

import ast
import re
from html import unescape
from pathlib import Path

import pytest
from built import BuiltPage

from docsite.code import signatures as stubs
from docsite.export.site import SiteWriter
from docsite.languages import ENGLISH, LANGUAGES, find
from docsite.pages import reference
from docsite.project import SOURCE

PATHS = sorted((SOURCE / "training_loops").glob("[a-z]*.py"))
CODES = [language.code for language in LANGUAGES]
Definition = ast.FunctionDef | ast.ClassDef


def public(body: list[ast.stmt]) -> dict[str, ast.stmt]:
    """The public names of a module or class, read from its syntax: the oracle, which knows nothing of the pages."""
    found: dict[str, ast.stmt] = {node.name: node for node in body if isinstance(node, Definition)}
    for node in body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        found |= {target.id: node for target in targets if isinstance(target, ast.Name)}
    return {name: node for name, node in found.items() if not name.startswith("_")}


def names(path: Path) -> dict[str, ast.stmt]:
    """The public names of a module, and after a dot those of its classes."""
    found = public(ast.parse(path.read_text("utf-8")).body)
    for name, node in list(found.items()):
        if isinstance(node, ast.ClassDef):
            found |= {f"{name}.{inner}": member for inner, member in public(node.body).items()}
    return found


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def built(site: Path, code: str, page: str) -> Path:
    return site / find(code).prefix / "reference" / page / "index.html"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_public_name_has_an_entry_with_its_docstring(path: Path, code: str, site: Path):
    page = built(site, code, path.stem)
    ids, said = BuiltPage(page).ids, words(page.read_text("utf-8").partition('id="source"')[0])
    for name, node in names(path).items():
        assert name.replace(".", "-") in ids
        text = ast.get_docstring(node) if isinstance(node, Definition) else None
        assert " ".join((text or "").replace("`", "").split()) in said, name
    assert " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").replace("`", "").split()) in said


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_is_private_or_imported_has_no_entry(path: Path, site: Path):
    text = built(site, "en", path.stem).read_text("utf-8").partition('id="source"')[0]
    entries = set(re.findall(r'<h[23] id="([^"]+)"', text)) | set(re.findall(r'<li><code id="([^"]+)"', text))
    own = re.findall(r"self\.([a-z]\w*)(?:: [^=]+)? = ", path.read_text("utf-8"))
    allowed = {name.replace(".", "-") for name in names(path)}
    assert {name for name in entries - allowed if name.partition("-")[2] not in own} == set()


@pytest.mark.parametrize("code", CODES)
def test_the_index_lists_every_name(code: str, site: Path):
    links = {address for tag, _, address in BuiltPage(site / find(code).prefix / "reference/index.html").addresses}
    for path in PATHS:
        assert f"{path.stem}/" in links
        assert {f"{path.stem}/#{name}" for name in names(path) if "." not in name} <= links


def test_signatures_are_those_of_the_source():
    for module, path in zip(reference.modules(), PATHS, strict=True):
        for name, node in names(path).items():
            if isinstance(node, ast.FunctionDef):
                item = module[name]
                stub = ast.parse(stubs.stub(item)).body[0]
                assert isinstance(stub, ast.FunctionDef)
                assert ast.dump(stub.args) == ast.dump(node.args), name
                assert ast.dump(stub.returns or ast.Pass()) == ast.dump(node.returns or ast.Pass()), name
                assert [ast.dump(one) for one in stub.decorator_list] == [ast.dump(one) for one in node.decorator_list]


@pytest.mark.parametrize("code", CODES)
def test_docstrings_are_marked_as_english_elsewhere(code: str):
    [page] = [page for page in reference.pages(find(code)) if page.name == "reference/linear.md"]
    assert ('lang="en"' in SiteWriter(page).write()) == (code != ENGLISH.code)
