"""The staged trees: for each language its pages, the files beside them, and the pages of its notebooks."""

from functools import partial
from pathlib import Path

from docsite import cache
from docsite.export import carried, links, lists, wheel
from docsite.export.addresses import figure_path, notebook_path, script_path, site, text_path
from docsite.export.forms import Forms, forms
from docsite.export.script import formatted
from docsite.figures import store
from docsite.figures.standalone import standing_alone
from docsite.languages import ENGLISH, LANGUAGES, Language
from docsite.pages import course, facts, page, reference
from docsite.pages.page import Page
from docsite.project import DOCS, ROOT, STAGE, DocsError, described, read_text, write_if_changed
from docsite.studies import figures
from docsite.translation.freshness import english_pages, states

SHARED = STAGE / "shared"  # what all languages share, as the site has it
EVERYWHERE, ON_ITS_PAGE = "everywhere", "mistake"
Mistake = tuple[str, DocsError]  # where it is shown, and what it is
PAGES = cache.Cache("pages")
INPUTS = ("docs/results", "docs/facts.json", "docs/glossary.yml", "docs/comments.yml", "docs/assets/site.css")


def files_of(language: Language) -> Path:
    """The files of a language, as the site has them beside its pages."""
    return STAGE / "files" / language.code


def links_of(language: Language) -> Path:
    """What the code of each page names, by the digest of the code, whose remarks are in the language."""
    return STAGE / "links" / f"{language.code}.json"


def notebook_pages_of(language: Language) -> Path:
    """The Markdown of the pages that show notebooks, which MkDocs reads from the notebooks themselves."""
    return STAGE / "notebook-pages" / language.code


def stage(languages: tuple[Language, ...], *, strict: bool) -> list[Mistake]:
    """Write the staged trees of some languages; returns the mistakes, and whether each has a page that shows it.

    With `strict`, the first mistake is raised instead, before anything of its language is written.
    """
    mistakes: list[Mistake] = []
    for language in languages:
        try:
            found, of_pages = _forms(language, strict)
            mistakes += [(ON_ITS_PAGE, mistake) for mistake in of_pages]
            mistakes += [(EVERYWHERE, mistake) for mistake in _missing_pages()]
            if strict and mistakes:
                raise mistakes[0][1]
            _write_language(found, language)
        except DocsError as mistake:
            if strict:
                raise
            mistakes.append((EVERYWHERE, mistake))
    carried.copy_to(SHARED)
    PAGES.prune()
    return mistakes


def _forms(language: Language, strict: bool) -> tuple[dict[str, Forms], list[DocsError]]:
    """The forms of every page in a language, and the mistakes of those that show theirs in their place."""
    around = _around(language)
    found: dict[str, Forms] = {}
    mistakes = []
    for name in english_pages():
        try:
            found[name] = _kept(name, language, around)
        except DocsError as mistake:
            if strict:
                raise
            mistakes.append(mistake)
            found[name] = forms(page.mistaken(name, language, mistake))
    return found | PAGES.get_or_make(cache.digest_of(around, "reference"), partial(_reference, language)), mistakes


def _missing_pages() -> list[DocsError]:
    there = {*english_pages(), *(made.name for made in reference.pages(ENGLISH))}
    config = ROOT / "mkdocs.yml"
    return [
        DocsError(f"nav names {name}, and docs/en has no such page; write it, or take it out of nav", config)
        for name in site().pages
        if name not in there
    ]


def _around(language: Language) -> str:
    """The digest of all that the forms of a page depend on beside its own text."""
    words = (f"docs/{language.folder}/{name}" for name in ("words.yml", *["taiwan.txt"] * language.converted))
    files = cache.digest_of_files(*cache.CODE, *INPUTS, *words)
    return cache.digest_of(language.code, files, wheel.name())  # which depends on what git tracks too


def _kept(name: str, language: Language, around: str) -> Forms:
    """The forms of a page: as they were made before, where nothing that they depend on has changed."""
    written = DOCS / language.folder / name
    stale = _stale(name, language) if written.exists() else []
    texts = [read_text(path) for path in (DOCS / ENGLISH.folder / name, written) if path.exists()]
    try:
        key = cache.digest_of(around, name, facts.around(name, language), course.told(texts, language), *stale, *texts)
        return PAGES.get_or_make(key, lambda: forms(_page(name, language, stale)))
    except DocsError:
        raise
    except Exception as error:
        raise DocsError(f"this page cannot be made: {described(error)}", written) from error


def _stale(name: str, language: Language) -> list[str]:
    """The sections whose English has changed since they were translated."""
    if language is ENGLISH:
        return []
    written = next(item for item in LANGUAGES if item.folder == language.folder)
    return [state.section for state in states(written, name) if state.state == "stale"]


def _page(name: str, language: Language, stale: list[str]) -> Page:
    """A page in a language, with notes on stale sections; the English one under a banner where there is none."""
    if not (DOCS / language.folder / name).exists():
        return page.untranslated(name, language)
    found = page.read(name, language)
    return found.noted(stale, language.say("stale_section")) if stale else found


def _reference(language: Language) -> dict[str, Forms]:
    return {made.name: forms(made) for made in reference.pages(language)}


def _write_language(found: dict[str, Forms], language: Language) -> None:
    guides = {name: made for name, made in found.items() if "notebook" in made}
    notebooks = {notebook_path(name): made["notebook"] for name, made in guides.items()}
    _write({name: made["site"] for name, made in found.items()} | notebooks, STAGE / language.code)
    shown = {f"{Path(name).stem}.md": made["notebook_page"] for name, made in guides.items()}
    _write(shown, notebook_pages_of(language))
    texts = {text_path(name): made["text"] for name, made in found.items()}
    scripts = formatted({script_path(name): made["script"] for name, made in guides.items()})
    listed = {"llms.txt": lists.listed(found, language), "llms-full.txt": lists.full(found, language)}
    _write(texts | scripts | _figures(language) | listed, files_of(language))
    write_if_changed(links_of(language), links.noted(found, reference.entries()))


def _figures(language: Language) -> dict[str, str]:
    drawn = [name for name in figures.all() if store.path_of(name).exists()]
    return {figure_path(name): standing_alone(store.in_language(name, language)) for name in drawn}


def _write(texts: dict[str, str], folder: Path) -> None:
    for name, text in texts.items():
        write_if_changed(folder / name, text)
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in texts:
            path.unlink()
