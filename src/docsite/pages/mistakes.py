"""A mistake on a line of a page, and the file that it is told with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docsite.project import DocsError


class MistakeError(DocsError):
    """A mistake on a line of the page that is parsed, whose path the caller knows."""

    def __init__(self, message: str, line: int):
        super().__init__(message)
        self.line = line


@contextmanager
def mistakes_of(path: Path) -> Iterator[None]:
    """Mistakes found meanwhile are told with this path."""
    try:
        yield
    except MistakeError as mistake:
        raise DocsError(str(mistake), path, mistake.line) from mistake
