"""What a command says: lines on standard error, and whatever goes wrong in one of them."""

import contextlib
import sys
from collections.abc import Iterator

import click

from docsite.project import DocsError, described


def say(line: str) -> None:
    click.echo(f"docsite: {line}", err=True)


@contextlib.contextmanager
def told(*, stops: bool) -> Iterator[None]:
    """Turn whatever goes wrong into one line that names its place, and end the process with it if it `stops`."""
    try:
        yield
        return
    except DocsError as error:
        message = str(error)
    except OSError as error:  # a full disk, a file that may not be read: nothing was half written
        message = f"{error.filename or 'the project'}: {error.strerror}; nothing was changed"
    except Exception as error:
        message = described(error)
    click.echo(f"error: {message}", err=True)
    if stops:
        sys.exit(1)
