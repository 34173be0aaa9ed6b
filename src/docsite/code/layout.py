"""Shown code in lines that fit beside a page's text, however wide the project's own lines are."""

import subprocess
import sys

from docsite.cache import Cache, digest_of
from docsite.code.comments import fitted
from docsite.project import DocsError

WIDTH = 80
LAYOUTS = Cache("layouts")


def laid_out(code: str) -> str:
    """The same program in lines of at most `WIDTH` columns, as Ruff lays it out."""
    return LAYOUTS.get_or_make(digest_of(str(WIDTH), code), lambda: fitted(_by_ruff(code), WIDTH))


def _by_ruff(code: str) -> str:
    command = ["format", "--quiet", "--isolated", "--no-cache", "--line-length", str(WIDTH)]
    ran = subprocess.run([sys.executable, "-m", "ruff", *command, "-"], input=code, capture_output=True, text=True)
    if ran.returncode:
        raise DocsError(f"a piece of code cannot be laid out: {ran.stderr.strip()}")
    return ran.stdout
