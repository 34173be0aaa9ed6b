"""Where things are on the site: addresses of pages, files and the wheel, absolute and relative."""

import posixpath
import sys
from dataclasses import dataclass
from functools import cache

from docsite.languages import Language
from docsite.loading import load_yaml
from docsite.pages.settings import EXTRAS
from docsite.project import ROOT


@dataclass(frozen=True)
class Site:
    """`url` ends with a slash; `pages` are names such as `guides/gan.md`, in the order of the navigation.

    `repository` and `branch` say where the deployed files are; the first is empty where `mkdocs.yml` names none.
    """

    url: str
    pages: tuple[str, ...]
    repository: str
    branch: str

    @property
    def guides(self) -> list[str]:
        return [page for page in self.pages if page.startswith("guides/")]


@cache
def site() -> Site:
    """What `mkdocs.yml` says of the site; raises `DocsError` where it has no address or no pages."""
    config = load_yaml(ROOT / "mkdocs.yml", "mkdocs")
    return Site(
        config["site_url"].rstrip("/") + "/",
        tuple(_pages(config["nav"])),
        config.get("repo_url") or "",
        config.get("remote_branch") or "gh-pages",
    )


def _pages(item) -> list[str]:
    if isinstance(item, str):
        return [item]
    return [page for inner in (item.values() if isinstance(item, dict) else item) for page in _pages(inner)]


def address(page: str, language: Language) -> str:
    """The address of a page, `page` being its path such as `guides/gan.md`, in a language."""
    return site().url + language.prefix + folder(page)


def folder(page: str) -> str:
    """The folder of a page below its language: `guides/gan/`; that of the home page is empty."""
    stem = page.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


def absolute(link: str, page: str, language: Language) -> str:
    """A link as written on a page, such as `keras-fit.md#data`, as an address; links to elsewhere stay."""
    target, mark, section = _resolved(link, page)
    return address(target, language) + mark + section if target else link


def between_texts(link: str, page: str) -> str:
    """A link as written on a page, as one from the plain text of that page to that of the other."""
    start = folder(page) or "."
    target, mark, section = _resolved(link, page)
    return posixpath.relpath(text_path(target), start) + mark + section if target else link


def from_notebook(link: str, page: str) -> str:
    """A link as written on a guide, as one from the page of its notebook."""
    target, mark, section = _resolved(link, page)
    return f"../../{folder(target)}{mark}{section}" if target else link


def text_path(page: str) -> str:
    return folder(page) + "index.md"


def figure_path(name: str) -> str:
    return f"figures/{name}.svg"


def notebook_path(page: str) -> str:
    """`guides/gan.md` as a notebook: `notebooks/gan.ipynb`."""
    return f"notebooks/{posixpath.basename(page).removesuffix('.md')}.ipynb"


def script_path(page: str) -> str:
    """`guides/tf-function.md` as a script: `scripts/tf-function.py`; one that would hide a module is `…-guide.py`.

    Python looks for what a script imports beside the script first.
    """
    stem = posixpath.basename(page).removesuffix(".md")
    hides = stem in sys.stdlib_module_names or stem in EXTRAS
    return f"scripts/{stem}{'-guide' * hides}.py"


def _resolved(link: str, page: str) -> tuple[str, str, str]:
    """The page that a link leads to, empty where it is none of the site's; then `#` and the section."""
    path, mark, section = link.partition("#")
    if not path.endswith(".md") or "://" in path:
        return "", mark, section
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)), mark, section
