"""One page in every form that a reader can take, as plain data that is kept from build to build."""

from functools import partial
from typing import Any

from docsite.export.addresses import absolute, address, between_texts, folder, site
from docsite.export.links import Names
from docsite.export.notebook import notebook
from docsite.export.notebook_page import NotebookPageWriter
from docsite.export.plain import PlainWriter
from docsite.export.script import script
from docsite.export.site import SiteWriter
from docsite.pages.page import Page
from docsite.pages.reference import entries
from docsite.translation.comments import code_in, commented

Forms = dict[str, Any]


def forms(page: Page) -> Forms:
    """`site` and `text` are the page for the site and as plain Markdown, `whole` the same with whole addresses.

    `title` and `description` are for lists, `links` the names of the package in its code. A guide is a `notebook`, the
    `notebook_page` that shows it, and a `script` too.
    """
    english, page = page, commented(page)
    names = Names(page, entries())
    text = PlainWriter(page, partial(between_texts, page=page.name), partial(_beside, page.name))
    whole = PlainWriter(page, partial(absolute, page=page.name, language=page.language), partial(_on_site, page))
    made = {
        "site": SiteWriter(page, names).write(),
        "text": text.write(),
        "whole": whole.write(),
        "title": str(page.matter.get("title", page.title)),
        "description": str(page.matter.get("description", "")),
        "links": names.found,
    }
    if page.name in site().guides:
        made |= {"notebook": notebook(page), "notebook_page": NotebookPageWriter(page).write()}
        made["script"] = code_in(page.language, script(english))
    return made


def _beside(page: str, path: str) -> str:
    """A file of the site, from the plain text of a page."""
    return "../" * folder(page).count("/") + path


def _on_site(page: Page, path: str) -> str:
    return address("index.md", page.language) + path
