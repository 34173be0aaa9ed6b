"""Where things lie in the project, and the one error that its user sees."""

import contextlib
import difflib
import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src"
PACKAGE = "training_loops"  # what the site shows
RESULTS = DOCS / "results"
STAGE = ROOT / ".stage"
CACHE = ROOT / ".cache"
LOCK = ROOT / "requirements.lock"

MOST_NAMED = 50  # of what exists, in one line

# Characters that no editor shows: NUL and its like, ends of lines that are none for Markdown, and those that turn the
# order of the characters after them around.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e]")


class DocsError(Exception):
    """A mistake that a person can mend: one line that names the file, the line, and what to do."""

    exit_status = 1  # of a command that it ends

    def __init__(self, message: str, path: Path | None = None, line: int | None = None):
        message = re.sub(r"\s*[\r\n]\s*", " ", message)
        place = ":".join(str(part) for part in (path and relative(path), line) if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.message, self.line = message, line


def described(error: Exception) -> str:
    """An error of the code itself in one line: the project's file and line that it comes from, and what it says."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{relative(Path(error.filename))}:{error.lineno}: {error.msg}"
    place, traceback = "", error.__traceback__
    while traceback:
        path = Path(traceback.tb_frame.f_code.co_filename)
        if path.is_relative_to(SOURCE):
            place = f"{relative(path)}:{traceback.tb_lineno}: "
        traceback = traceback.tb_next
    return f"{place}{type(error).__name__}: {' '.join(str(error).split())}"


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def read_text(path: Path) -> str:
    """A text file, its lines ended by line feeds.

    Raises `DocsError` with the line where it is not UTF-8, or holds a character that no editor shows.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocsError(f"cannot be read: {error.strerror}", path) from error
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocsError(f"byte {data[error.start]:#04x} is not UTF-8: save the file as UTF-8", path, line) from error
    hidden = HIDDEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        raise DocsError(f"the character U+{ord(hidden[0]):04X} is not seen: remove it", path, line)
    return text


def pages_in(folder: Path) -> list[str]:
    """The pages below a folder, such as `guides/gan.md`."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))


def stamp(path: Path) -> tuple[int, int]:
    """What changes when a file does: for what one process keeps of it. Raises `DocsError` where there is none."""
    try:
        found = path.stat()
    except OSError as error:
        raise DocsError(f"cannot be read: {error.strerror}", path) from error
    return found.st_mtime_ns, found.st_size


def write_if_changed(path: Path, text: str) -> bool:
    """Write a whole file or nothing, and only where its bytes differ; returns whether they did."""
    data = text.encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return True


def remove_leftovers(folder: Path) -> None:
    """Remove what processes that were killed while they wrote have left half written, below a folder."""
    for path in folder.rglob(".*.tmp"):
        number = path.name.split(".")[-2]
        if number.isdecimal() and not _is_running(int(number)):
            with contextlib.suppress(OSError):
                path.unlink()


def _is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # another user's
        return True
    return True


def existing(choices, wanted: str = "") -> str:
    """The end of an error message: what exists, or of very many what is most like what was wanted."""
    names = sorted(choices)
    if len(names) > MOST_NAMED:
        near = difflib.get_close_matches(wanted, names, n=5, cutoff=0)
        return f"there are {len(names)}, such as {', '.join(near)}"
    return f"there are {', '.join(names)}" if names else "there are none"
