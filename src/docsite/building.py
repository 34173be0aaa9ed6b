"""What a build does before MkDocs: refresh what is stale and cheap, draw, and stage the pages."""

from collections.abc import Callable

from docsite import pages, pictures, running
from docsite.experiments import experiments
from docsite.project import DocsError


def prepare(*, strict: bool, say: Callable[[str], None]) -> list[DocsError]:
    """Make the staged trees ready; returns the mistakes that the pages show. With `strict` the first is raised."""
    mistakes: list[DocsError] = []
    cheap = [item for item in experiments().values() if item.cost < running.CHEAP]
    for step in (lambda: running.refresh(cheap, force=False, say=say), lambda: pictures.refresh(say)):
        try:
            step()
        except DocsError as mistake:
            if strict:
                raise
            mistakes.append(mistake)
    return mistakes + pages.stage(strict=strict)
