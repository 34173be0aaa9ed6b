"""An environment for one release of TensorFlow: made from its lock file, used, and removed."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from docsite.progress import Progress
from docsite.project import ROOT, DocsError

VERSION = "3.12"
SECONDS = 150.0  # about as long as an installation takes
NEEDED = f"Python {VERSION} is needed for older TensorFlow; name it: make facts PYTHON312=/path/to/python{VERSION}"


def check_python(python: str) -> None:
    """Raise `DocsError` where a command is no Python of the version that all releases have wheels for."""
    asked = [python, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"]
    try:
        ran = subprocess.run(asked, capture_output=True, text=True)
    except OSError as error:
        raise DocsError(f"{python}: {error.strerror}; {NEEDED}") from error
    if ran.returncode or ran.stdout.strip() != VERSION:
        raise DocsError(f"{python} is {ran.stdout.strip() or 'no Python that makes environments'}; {NEEDED}")


@contextlib.contextmanager
def environment(lock: Path, python: str, watch: Progress) -> Iterator[Path]:
    """The Python of an environment that has what the lock file names; it is removed at the end, and on a failure."""
    folder = ROOT / f".venv-facts-{lock.stem}"
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    watch.say(f"TensorFlow {lock.stem}: installing (two minutes or three, about 2 GB, removed afterwards)")
    try:
        with watch.running(f"TensorFlow {lock.stem}: installing", SECONDS):
            _run([python, "-m", "venv", str(folder)])
            own = folder / "bin" / "python"
            _run([str(own), "-m", "pip", "install", *["--quiet", "--disable-pip-version-check"], *_locked(lock)])
        yield own
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _locked(lock: Path) -> list[str]:
    return ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]


def _run(command: list[str]) -> None:
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        lines = (ran.stderr.strip() or ran.stdout.strip()).splitlines()
        errors = [line for line in lines if line.startswith("ERROR")]
        raise DocsError(f"{' '.join(command[1:4])} failed: {([*errors, *lines[-1:]] or ['no reason given'])[0]}")
