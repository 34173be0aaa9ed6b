"""The row below a page's first paragraph: what a reader can take along from here."""

import html
import posixpath
from urllib.parse import urlsplit

from docsite.export.addresses import folder, notebook_path, script_path, site
from docsite.languages import Language
from docsite.pages.page import Page


def row(page: Page) -> str:
    """A line of HTML: the forms of the page, and on a guide the notebook, the script and Colab."""
    words = page.language.words["take"]
    here = folder(page.name)
    links = []
    if page.name in site().guides:
        shown = _link(_from(here, _notebook_folder(page.name)), words["notebook"])
        links = _of_guide(page.name, page.language, here, shown)
    links.append(_link("index.md", words["text"]))
    copy = f'<button type="button" data-copy-page>{html.escape(words["copy"])}</button>'
    return (
        f'<p class="take" data-search-exclude data-copied="{html.escape(words["copied"])}">{"".join(links)}{copy}</p>'
    )


def notebook_row(guide: str, language: Language) -> str:
    """The same on the page of a notebook: the guide that it was made from, and its files."""
    here = _notebook_folder(guide)
    origin = _link(_from(here, folder(guide)), language.words["take"]["guide"])
    return f'<p class="take" data-search-exclude>{"".join(_of_guide(guide, language, here, origin))}</p>'


def _notebook_folder(guide: str) -> str:
    return notebook_path(guide).removesuffix(".ipynb") + "/"


def _of_guide(guide: str, language: Language, here: str, link: str) -> list[str]:
    """The notebook in Colab, where that opens it, a link between guide and notebook, and both files."""
    words = language.words["take"]
    notebook = _notebook_folder(guide) + posixpath.basename(notebook_path(guide))
    colab = colab_address(site().repository, site().branch, language)
    return [
        *[_link(colab + notebook, words["colab"])] * bool(colab),
        link,
        _link(_from(here, notebook), ".ipynb", download=True, label=words["download_notebook"]),
        _link(_from(here, script_path(guide)), words["script"], download=True),
    ]


def colab_address(repository: str | None, branch: str, language: Language) -> str:
    """Where Colab opens files of the deployed branch from; empty where the repository is not one that it opens."""
    parts = urlsplit(repository or "")
    path = parts.path.strip("/").removesuffix(".git")
    if parts.hostname != "github.com" or path.count("/") != 1:
        return ""
    return f"https://colab.research.google.com/github/{path}/blob/{branch}/{language.prefix}"


def _from(here: str, there: str) -> str:
    return posixpath.relpath(there, here or ".") + "/" * there.endswith("/")


def _link(address: str, text: str, *, download: bool = False, label: str = "") -> str:
    more = ' download dir="ltr"' * download + (f' aria-label="{html.escape(label)}"' if label else "")
    return f'<a href="{address}"{more}>{html.escape(text)}</a>'
