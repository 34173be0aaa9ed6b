"""The row below a page's title: what a reader can take along from here."""

import html
import posixpath
from urllib.parse import urlsplit

from docsite.export.addresses import folder, notebook_path, script_path, site
from docsite.languages import Language


def with_row(content: str, page: str, language: Language, colab: str) -> str:
    """The page's HTML with the row after its title; `colab` is where Colab finds the language's files, or empty."""
    row = _row(page, language, colab)
    return content.replace("</h1>", f"</h1>\n{row}", 1)


def colab_address(repository: str | None, branch: str, language: Language) -> str:
    """Where Colab opens files of the deployed branch from; empty where the repository is not one that it opens."""
    parts = urlsplit(repository or "")
    path = parts.path.strip("/").removesuffix(".git")
    if parts.hostname != "github.com" or path.count("/") != 1:
        return ""
    return f"https://colab.research.google.com/github/{path}/blob/{branch}/{language.prefix}"


def _row(page: str, language: Language, colab: str) -> str:
    words = language.words["take"]
    guide = f"guides/{posixpath.basename(page).removesuffix('.ipynb')}.md" if page.endswith(".ipynb") else page
    here = page.removesuffix(".ipynb") + "/" if page != guide else folder(page)
    links = []
    if guide != page:
        links.append(_link(_from(here, folder(guide)), words["guide"]))
    elif guide in site().guides:
        links.append(_link(_from(here, notebook_path(guide).removesuffix(".ipynb") + "/"), words["notebook"]))
    if guide in site().guides:
        file = posixpath.join(notebook_path(guide).removesuffix(".ipynb"), posixpath.basename(notebook_path(guide)))
        links.append(_link(_from(here, file), ".ipynb", download=True, label=words["download_notebook"]))
        links.append(_link(_from(here, script_path(guide)), words["script"], download=True))
        links += [_link(colab + file, words["colab"])] if colab else []
    if guide != page:
        return f'<p class="take">{"".join(links)}</p>'
    links.append(_link("index.md", words["text"]))
    copy = f'<button type="button" data-copy-page hidden>{html.escape(words["copy"])}</button>'
    return f'<p class="take" data-copied="{html.escape(words["copied"])}">{"".join(links)}{copy}</p>'


def _from(here: str, there: str) -> str:
    return posixpath.relpath(there, here or ".") + "/" * there.endswith("/")


def _link(address: str, text: str, *, download: bool = False, label: str = "") -> str:
    more = ' download dir="ltr"' * download + (f' aria-label="{html.escape(label)}"' if label else "")
    return f'<a href="{address}"{more}>{html.escape(text)}</a>'
