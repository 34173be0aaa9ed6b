"""What stands around every page: the frame that the theme makes, put right, and the footer."""

import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from docsite.export.version import version
from docsite.languages import Language, find

LICENCE = "Apache-2.0"  # of the code and of the pages
CHECKBOX = re.compile(r'(<input [^>]*type="checkbox"[^>]*) autocomplete="off"')  # which no checkbox may have


def mended(html: str, language: Language) -> str:
    """The page with its direction on `<html>`, where browsers and screen readers look for it."""
    html = html.replace("<html ", f'<html dir="{language.direction}" ', 1)
    return CHECKBOX.sub(r"\1", html)


def footer(page, config) -> dict[str, Any]:
    """What the footer shows; `edit` and `report` are empty where `mkdocs.yml` names no repository."""
    language = find(config.extra["language"])
    repository = (config.repo_url or "").rstrip("/")
    found = {"words": language.words["footer"], "version": version(), "licence": LICENCE, "edit": "", "report": ""}
    if repository:
        asked = {"title": page.title or config.site_name, "body": page.canonical_url or ""}
        found["edit"] = f"{repository}/{config.extra['edit']}{written(page.file.src_uri, language)}"
        found["report"] = f"{repository}/issues/new?{urlencode(asked)}"
    return found


def written(page: str, language: Language) -> str:
    """The file of the project that a staged page was made from."""
    path = PurePosixPath(page)
    if path.parts[0] == "notebooks":
        return f"docs/{language.folder}/guides/{path.stem}.md"
    if path.parts[0] == "reference":
        module = f"src/training_loops/{path.stem}.py"
        return f"docs/{language.folder}/words.yml" if path.stem == "index" else module
    return f"docs/{language.folder}/{page}"
