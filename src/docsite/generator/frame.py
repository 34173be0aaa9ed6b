"""What stands around every page: the frame that the theme makes, put right, and the footer."""

import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from docsite.export.version import version
from docsite.languages import Language, find

LICENCE = "Apache-2.0"  # of the code and of the pages
# Opens the navigation of a narrow page, and names its button: docs/assets/site.js.
DRAWER = 'data-md-toggle="drawer"'
CHECKBOX = re.compile(r'(<input [^>]*type="checkbox"[^>]*) autocomplete="off"')  # which no checkbox may have

# Empty lines and indents, which the theme leaves by the hundred; where they are shown they stay.
# A line break and a space: axe takes one sign of room alone for a part of the words.
ROOM = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)|\n\s+", re.S)


def mended(html: str, language: Language) -> str:
    """The page with its direction on `<html>`, where browsers look for it, a name for its navigation, and less room."""
    html = ROOM.sub(lambda found: found[1] or "\n ", html)
    html = html.replace("<html ", f'<html dir="{language.direction}" ', 1)
    html = html.replace(DRAWER, f'{DRAWER} aria-label="{language.words["navigation"]}"', 1)
    return CHECKBOX.sub(r"\1", html)


def footer(page, config) -> dict[str, Any]:
    """What the footer shows; `edit` and `report` are empty where `mkdocs.yml` names no repository."""
    language = find(config.extra["language"])
    repository = (config.repo_url or "").rstrip("/")
    found = {"words": language.words["footer"], "version": version(), "licence": LICENCE, "edit": "", "report": ""}
    if repository:
        said = f"{page.canonical_url or ''}\ntraining_loops {version()}"
        asked = {"title": page.title or config.site_name, "body": said}
        found["edit"] = f"{repository}/{config.extra['edit']}{written(page.file.src_uri, language)}"
        found["report"] = f"{repository}/issues/new?{urlencode(asked)}"
    return found


def name_notebook(page, nav, language: Language) -> None:
    """Give the page of a notebook a name of its own; search engines are sent to the guide, which has the same text."""
    source = f"guides/{PurePosixPath(page.file.src_uri).stem}.md"
    guide = next(item for item in nav.pages if item.file.src_uri == source)
    title = guide.meta.get("title", guide.title)
    page.meta |= {name: language.say(f"notebook_{name}", str, title=title) for name in ("title", "description")}
    page.canonical_url = guide.canonical_url


def written(page: str, language: Language) -> str:
    """The file of the project that a staged page was made from."""
    path = PurePosixPath(page)
    if path.parts[0] == "notebooks":
        return f"docs/{language.folder}/guides/{path.stem}.md"
    if path.parts[0] == "reference":
        module = f"src/training_loops/{path.stem}.py"
        return f"docs/{language.folder}/words.yml" if path.stem == "index" else module
    return f"docs/{language.folder}/{page}"
