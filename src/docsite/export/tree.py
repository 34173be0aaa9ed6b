"""What readers take along, as texts by their paths: notebooks, and the files that the site has beside its pages."""

import filecmp
import re
import shutil
from functools import partial
from pathlib import Path

from docsite.export import lists as llms
from docsite.export import notebook as notebooks
from docsite.export import script as scripts
from docsite.export import wheel
from docsite.export.addresses import (
    absolute,
    between_texts,
    figure_path,
    notebook_path,
    script_path,
    site,
    text_path,
)
from docsite.export.plain import Style, plain
from docsite.figures.standalone import standing_alone
from docsite.figures.store import path_of
from docsite.languages import Language
from docsite.project import SOURCE, STAGE
from docsite.studies import figures

SHARED = STAGE / "shared"  # what all languages share, as the site has it
COMMENT = re.compile(r"^<!-- .* -->\n+", re.M)


def folder(language: Language) -> Path:
    """The files of a language, as the site has them beside its pages."""
    return STAGE / "files" / language.code


def notebooks_of(pages: dict[str, str], language: Language) -> dict[str, str]:
    """The notebook of each guide; `pages` are the pages as rendered for reading outside the site."""
    return {
        notebook_path(page): notebooks.notebook(page, notebooks.marked(page, pages[page], language), language)
        for page in site().guides
    }


def files_of(pages: dict[str, str], language: Language) -> dict[str, str]:
    """Plain texts, scripts and figures, and the two lists of the pages."""
    found, whole = {}, {}
    for page, rendered in pages.items():
        text = COMMENT.sub("", rendered)
        found[text_path(page)] = plain(text, Style(link=partial(between_texts, page=page)))
        whole[page] = plain(text, Style(link=partial(absolute, page=page, language=language)))
    marked = {page: notebooks.marked(page, pages[page], language) for page in site().guides}
    made = {script_path(page): scripts.script(page, text, language) for page, text in marked.items()}
    found |= scripts.formatted(made)
    for name in figures.all():
        if path_of(name).exists():
            found[figure_path(name)] = standing_alone(name, language)
    return found | {"llms.txt": llms.listed(pages, language), "llms-full.txt": llms.full(whole, language)}


def carry_data() -> None:
    """Copy the wheel and the bundled digits to where the site has them."""
    for source, folder in ((wheel.build(), wheel.FOLDER), (SOURCE / "training_loops" / "mnist_10k.npz", "data")):
        target = SHARED / folder
        target.mkdir(parents=True, exist_ok=True)
        for old in target.iterdir():
            if old.name != source.name:
                old.unlink()
        copy = target / source.name
        if not copy.exists() or not filecmp.cmp(source, copy, shallow=False):
            shutil.copy(source, copy)
