"""What a command says: lines on standard error, and whatever goes wrong in one of them."""

import contextlib
import shutil
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


def one_line(error: OSError, then: str = "nothing was changed") -> str:
    """What the system refused, where, and what follows from it."""
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):  # of many files: the first will do
        _, target, why = error.args[0][0]
        return f"{why.strip()}; {then}" if target in why else f"{target}: {why}; {then}"
    said = f"{error.filename or 'the project'}: {error.strerror}" if error.strerror else " ".join(str(error).split())
    return f"{said}; {then}"


def _usage(error: click.ClickException) -> str:
    """What is wrong with what was typed, and the command that tells what can be typed."""
    said = " ".join(error.format_message().split()).rstrip(".?")
    context = getattr(error, "ctx", None)
    return f"{said}; see: {context.command_path} --help" if context else said
