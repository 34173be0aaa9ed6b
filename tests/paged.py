"""A page from its text, in memory or as a file, and every form that it is written in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from docsite.export import notebook, script
from docsite.export.notebook_page import NotebookPageWriter
from docsite.export.plain import PlainWriter
from docsite.export.site import SiteWriter
from docsite.languages import ENGLISH, Language
from docsite.pages.page import Page, page_of
from docsite.project import DOCS, DocsError

NAME = "guides/example.md"
PATH = DOCS / "en" / NAME


def page(text: str) -> Page:
    return page_of(text, NAME, ENGLISH, PATH)


def site(text: str) -> str:
    """The page as the site's own Markdown."""
    return SiteWriter(page(text)).write()


def plain(text: str) -> str:
    """The page as plain Markdown, its links between angle brackets."""
    return plain_of(page(text))


def plain_of(made: Page) -> str:
    return PlainWriter(made, lambda link: f"<{link}>", str).write()


def mistake(text: str) -> str:
    """The one line that a page which has a mistake gets."""
    with pytest.raises(DocsError) as raised:
        page(text)
    told = str(raised.value)
    assert "\n" not in told
    assert "\r" not in told
    return told


FORMS: dict[str, Callable[[Page], str]] = {
    "site": lambda made: SiteWriter(made).write(),
    "plain": plain_of,
    "notebook": notebook.notebook,
    "notebook page": lambda made: NotebookPageWriter(made).write(),
    "script": script.script,
}


def written(made: Page) -> dict[str, str]:
    """The page in every form."""
    return {form: write(made) for form, write in FORMS.items()}


def read_from(folder: Path, data: bytes, monkeypatch) -> Page:
    """The page that a file of these bytes is, `folder` being where the pages are for now."""
    from docsite.pages import page as pages

    monkeypatch.setattr(pages, "DOCS", folder)
    path = folder / "en" / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return pages.read(NAME, ENGLISH)


def page_of_language(text: str, language: Language) -> Page:
    """A page in a language, which lies where the English one does."""
    return page_of(text, NAME, language, DOCS / language.folder / NAME)
