"""The staged trees: for each language its pages, the files beside them, and the pages of its notebooks."""

import filecmp
import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from docsite.export import lists, notebook, script, wheel
from docsite.export.addresses import (
    absolute,
    address,
    between_texts,
    figure_path,
    folder,
    notebook_path,
    script_path,
    site,
    text_path,
)
from docsite.export.links import Names
from docsite.export.notebook_page import NotebookPageWriter
from docsite.export.plain import PlainWriter
from docsite.export.site import SiteWriter
from docsite.figures import store
from docsite.figures.standalone import standing_alone
from docsite.languages import ENGLISH, LANGUAGES, Language
from docsite.pages import page, reference
from docsite.pages.page import Page
from docsite.project import DOCS, SOURCE, STAGE, DocsError, write_if_changed
from docsite.studies import figures
from docsite.translation.freshness import english_pages, states

SHARED = STAGE / "shared"  # what all languages share, as the site has it
LINKS = STAGE / "links.json"  # what the code of each page names, by the digest of the code


def files_of(language: Language) -> Path:
    """The files of a language, as the site has them beside its pages."""
    return STAGE / "files" / language.code


def notebook_pages_of(language: Language) -> Path:
    """The Markdown of the pages that show notebooks, which MkDocs reads from the notebooks themselves."""
    return STAGE / "notebook-pages" / language.code


def stage(*, strict: bool) -> list[DocsError]:
    """Write every staged tree; returns the mistakes, each of which stands as a box on its page.

    With `strict`, the first mistake is raised instead, before anything of its language is written.
    """
    mistakes: list[DocsError] = []
    for language in LANGUAGES:
        pages: dict[str, Page] = {}
        for name in english_pages():
            try:
                pages[name] = _page(name, language)
            except DocsError as mistake:
                if strict:
                    raise
                mistakes.append(mistake)
                pages[name] = page.mistaken(name, language, mistake)
        _write_language({**pages, **{made.name: made for made in reference.pages(language)}}, language)
    _carry_data()
    return mistakes


def _page(name: str, language: Language) -> Page:
    """A page in a language, with notes on stale sections; the English one under a banner where there is none."""
    if not (DOCS / language.folder / name).exists():
        return page.untranslated(name, language)
    found = page.read(name, language)
    if language is ENGLISH:
        return found
    written = next(item for item in LANGUAGES if item.folder == language.folder)
    stale = [state.section for state in states(written, name) if state.state == "stale"]
    return found.noted(stale, language.say("stale_section")) if stale else found


def _write_language(pages: dict[str, Page], language: Language) -> None:
    names = {name: Names(made, reference.entries()) for name, made in pages.items()}
    texts = {name: SiteWriter(made, names[name]).write() for name, made in pages.items()}
    guides = {name: pages[name] for name in site().guides if name in pages}
    notebooks = {notebook_path(name): notebook.notebook(made) for name, made in guides.items()}
    shown = {Path(notebook_path(name)).stem + ".md": NotebookPageWriter(made).write() for name, made in guides.items()}
    _write(texts | notebooks, STAGE / language.code)
    _write(shown, notebook_pages_of(language))
    _write(_files(pages, guides, language), files_of(language))
    if language is ENGLISH:  # code is the same in every language
        entries = {name: (entry.path, entry.anchor) for name, entry in reference.entries().items()}
        found = {"entries": entries, "pages": {name: made.found for name, made in names.items()}}
        write_if_changed(LINKS, json.dumps(found, indent=1, sort_keys=True))


def _files(pages: dict[str, Page], guides: dict[str, Page], language: Language) -> dict[str, str]:
    """Plain texts, scripts and figures, and the two lists of the pages."""
    found, whole = {}, {}
    for name, made in pages.items():
        beside = partial(between_texts, page=name)
        found[text_path(name)] = PlainWriter(made, beside, partial(_up_from, page=name)).write()
        root = address("index.md", language)
        whole[name] = PlainWriter(made, partial(absolute, page=name, language=language), partial(_at, root)).write()
    found |= script.formatted({script_path(name): script.script(made) for name, made in guides.items()})
    for name in figures.all():
        if store.path_of(name).exists():
            found[figure_path(name)] = standing_alone(store.in_language(name, language))
    return found | {"llms.txt": lists.listed(pages, language), "llms-full.txt": lists.full(whole, language)}


def _up_from(path: str, page: str) -> str:
    return "../" * folder(page).count("/") + path


def _at(root: str, path: str) -> str:
    return root + path


def _write(texts: dict[str, str], folder: Path) -> None:
    for name, text in texts.items():
        write_if_changed(folder / name, text)
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in texts:
            path.unlink()


def _carry_data() -> None:
    """Copy the wheel and the bundled digits to where the site has them."""
    data: list[tuple[Any, str]] = [(wheel.build(), wheel.FOLDER), (SOURCE / "training_loops" / "mnist_10k.npz", "data")]
    for source, name in data:
        target = SHARED / name
        target.mkdir(parents=True, exist_ok=True)
        for old in target.iterdir():
            if old.name != source.name:
                old.unlink()
        copy = target / source.name
        if not copy.exists() or not filecmp.cmp(source, copy, shallow=False):
            shutil.copy(source, copy)
