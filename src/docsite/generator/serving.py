"""What keeps `mkdocs serve` going: a mistake is a line in the terminal and a box on the pages, which are served on."""

import ast
import html
import logging
import re
from collections.abc import Callable
from pathlib import Path

from mkdocs.utils import CountHandler

from docsite.generator.rendered import WARNED
from docsite.project import DocsError, relative

HEAD = '<div class="md-typeset" data-mistake style="padding: 1rem">{}</div><!-- mistakes end -->'
# A page as far as its body begins, then the head that an earlier build has put there.
BODY = re.compile(r"(.*?<body\b[^>]*>)(?:<div [^>]*data-mistake.*?<!-- mistakes end -->)?", re.S)
log = logging.getLogger("mkdocs.docsite")


def be_lenient(config) -> None:
    """MkDocs has begun to count warnings by the time that hooks are called, and ends a strict build at the count."""
    config.strict = False
    logger = logging.getLogger("mkdocs")
    for counter in [handler for handler in logger.handlers if isinstance(handler, CountHandler)]:
        logger.removeHandler(counter)


def going_on(build: Callable[[], None], folder: Path) -> Callable[[], None]:
    """The build, whose failure is shown on the pages that lie in the folder from the build before."""

    def run() -> None:
        heard = len(WARNED.messages)
        try:
            build()
        except (Exception, SystemExit) as error:  # MkDocs ends a build by either
            said = "" if isinstance(error, DocsError) else getattr(error, "message", "")  # which has no place
            message = " ".join(str(said or error).split()) or type(error).__name__
            log.error(message)
            wrong = [said for said in WARNED.messages[heard:-1] if said.startswith("Config value")]
            show([*(f"mkdocs.yml: {said}" for said in wrong), message], folder)

    return run


def tell(mistakes: list[str], folder: Path) -> None:
    """Say the mistakes of the whole site, and show them where there are any."""
    for mistake in mistakes:
        log.error(mistake)
    if mistakes:
        show(mistakes, folder)


def show(mistakes: list[str], folder: Path) -> None:
    """Put the mistakes at the head of every page of a built site."""
    head = HEAD.format(boxed(mistakes))
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        if body := BODY.match(text):
            path.write_text(f"{body[1]}{head}{text[body.end() :]}", "utf-8")


def boxed(mistakes: list[str]) -> str:
    """A box for the head of a page, empty where nothing is wrong with it."""
    lines = "".join(f"<p>{html.escape(mistake)}</p>" for mistake in mistakes)
    return f'<div class="admonition failure">{lines}</div>' if mistakes else ""


def ensure_staged(folder: Path) -> None:
    """Where nothing could be staged yet, one page that carries the box."""
    if not (folder / "index.md").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.md").write_text("# …\n", "utf-8")


def changed_here(before: dict[Path, str]) -> list[str]:
    """What is wrong with the modules that this process has loaded, or that they have changed since."""
    told = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        text = path.read_text("utf-8")
        if before.setdefault(path, text) != text:
            try:
                ast.parse(text)
                log.info(f"{relative(path)} has changed: start make serve anew to use it")
            except SyntaxError as error:
                told.append(f"{relative(path)}:{error.lineno}: {error.msg}")
    return told
