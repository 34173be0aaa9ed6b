"""From the pages as written to the staged trees of plain Markdown, one for each language."""

import re
from functools import cache
from pathlib import Path

import jinja2

from docsite.export import tree as staging
from docsite.export.plain_markers import PlainMarkers
from docsite.languages import ENGLISH, LANGUAGES, Language
from docsite.pages import reference
from docsite.pages.markers import Markers
from docsite.pages.sections import TOP
from docsite.project import DOCS, STAGE, DocsError, write_if_changed
from docsite.translation.freshness import english_pages, states

ENVIRONMENT = jinja2.Environment(
    variable_start_string="{{=",
    variable_end_string="=}}",
    block_start_string="{{%",
    block_end_string="%}}",
    comment_start_string="{{*",
    comment_end_string="*}}",
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
    autoescape=False,  # the output is Markdown, and the only authors are the project's own
)
INDENTED = re.compile(r"^( +)\{\{= (.+) =\}\}$", re.M)
FOR_TESTS = re.compile(r'^( *`{3,}\{\.python[^}\n]*?) test="skip"(?: reason="[^"\n]*")?', re.M)


def stage(*, strict: bool) -> list[DocsError]:
    """Write every staged tree; returns the mistakes, each of which stands as a box on its page.

    With `strict`, the first mistake is raised instead, before anything of its language is written.
    """
    mistakes: list[DocsError] = []
    for language in LANGUAGES:
        texts: dict[str, str] = {}
        plain: dict[str, str] = {}
        for name in english_pages():
            try:
                texts[name], plain[name] = _page(name, language), _page(name, language, PlainMarkers)
            except DocsError as mistake:
                if strict:
                    raise
                mistakes.append(mistake)
                stem = (DOCS / name).stem
                box = f"# {stem}\n\n!!! failure\n\n    ```text\n    {mistake}\n    ```\n"
                texts[name] = plain[name] = f"---\ntitle: {stem}\n---\n\n{box}"
        described = reference.pages(language)
        _write(texts | described | staging.notebooks_of(plain, language), STAGE / language.code)
        _write(staging.files_of(plain | described, language), staging.folder(language))
    staging.carry_data()
    return mistakes


def render(text: str, name: str, language: Language, path: Path, markers: type[Markers] = Markers) -> str:
    """One page with its markers replaced; a mistake is a `DocsError` that names the page and the line."""
    # Markers return lines without indentation: inside an admonition or a list they take that of their marker.
    text = INDENTED.sub(lambda match: f"{match[1]}{{{{= ({match[2]})|indent({len(match[1])}) =}}}}", text)
    try:
        template = _template(text)
        return FOR_TESTS.sub(r"\1", template.render(markers(name, language).functions()))
    except jinja2.TemplateSyntaxError as error:
        raise DocsError(f"{error.message}; markers look like {{{{= name(…) =}}}}", path, error.lineno) from error
    except jinja2.UndefinedError as error:
        existing = ", ".join(sorted(Markers(name, language).functions()))
        raise DocsError(f"{error.message}; the markers are {existing}", path, _line(error)) from error
    except (DocsError, TypeError, ValueError, KeyError) as error:
        raise DocsError(f"{error}", path, _line(error)) from error


@cache
def _template(text: str) -> jinja2.Template:
    return ENVIRONMENT.from_string(text)


def _line(error: Exception) -> int | None:
    """The line of the template that raised."""
    line, traceback = None, error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _page(name: str, language: Language, markers: type[Markers] = Markers) -> str:
    """A page in a language: its own text with notes on stale sections, or the English one under a banner."""
    path = DOCS / language.folder / name
    if path.exists():
        rendered = render(language.text(path.read_text("utf-8")), name, language, path, markers)
        return rendered if language is ENGLISH else _with_notes(rendered, name, language)
    path = DOCS / ENGLISH.folder / name
    rendered = render(path.read_text("utf-8"), name, ENGLISH, path, markers)
    found = re.match(r"\A(?:---\n.*?\n---\n)?", rendered, re.S)
    front = found[0] if found else ""
    banner = f'!!! warning "{language.say("untranslated")}"\n'
    return f'{front}\n{banner}\n<div lang="en" dir="ltr" markdown>\n\n{rendered[len(front) :]}\n\n</div>\n'


def _with_notes(rendered: str, name: str, language: Language) -> str:
    """A note below the heading of each section whose English has changed since it was translated."""
    written = next(item for item in LANGUAGES if item.folder == language.folder)
    for state in states(written, name):
        if state.state == "stale":
            heading = r"^#{1,6} .*\{#" + state.section + r"\}[ \t]*$" if state.section != TOP else r"^# .*$"
            found = re.search(heading, rendered, re.M)
            end = found.end() if found else 0
            note = f'\n\n!!! warning "{language.say("stale_section")}"\n'
            rendered = rendered[:end] + note + rendered[end:]
    return rendered


def _write(texts: dict[str, str], folder: Path) -> None:
    for name, text in texts.items():
        write_if_changed(folder / name, text)
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in texts:
            path.unlink()
