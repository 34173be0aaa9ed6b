"""What a command says: lines on standard error, and whatever goes wrong in one of them."""

import contextlib
import sys
from collections.abc import Iterator

import click

from docsite.project import DocsError, described

INTERRUPTED = 130  # the exit status that shells give


def say(line: str) -> None:
    click.echo(f"docsite: {line}", err=True)


@contextlib.contextmanager
def told(*, stops: bool) -> Iterator[None]:
    """Turn whatever goes wrong into one line that names its place, and end the process with it if it `stops`."""
    status = 1
    try:
        yield
        return
    except DocsError as error:
        message, status = str(error), error.exit_status
    except OSError as error:  # a full disk, a file that may not be read: nothing was half written
        message = one_line(error)
    except (click.Abort, KeyboardInterrupt):
        message, status = "interrupted; nothing was changed", INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        message, status = "", error.exit_code
        error.show()
    except click.ClickException as error:
        message, status = _usage(error), error.exit_code
    except Exception as error:
        message = described(error)
    if message:
        click.echo(f"error: {message}", err=True)
    if stops:
        sys.exit(status)


def one_line(error: OSError) -> str:
    """What the system refused, and where."""
    said = f"{error.filename or 'the project'}: {error.strerror}" if error.strerror else " ".join(str(error).split())
    return f"{said}; nothing was changed"


def _usage(error: click.ClickException) -> str:
    """What is wrong with what was typed, and the command that tells what can be typed."""
    said = " ".join(error.format_message().split()).rstrip(".?")
    context = getattr(error, "ctx", None)
    return f"{said}; see: {context.command_path} --help" if context else said
