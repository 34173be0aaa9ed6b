"""`mkdocs serve`: no mistake stops it. Each is a box on its page, or a line and a box on every page, until mended."""

import contextlib
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Project, copied

GUIDE = "docs/en/guides/basic-training-loops.md"
HOME = 'id="rely"'  # of the home page, a section below all that is taken from guides and results
UNSEEN = re.compile(r"<(head|script|style|nav|header)\b.*?</\1>|<[^>]*>", re.S)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One copy for all: each test leaves it as it was."""
    return copied(tmp_path_factory.mktemp("served") / "project")


@contextlib.contextmanager
def served(project: Project, **environment: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = project.settings(**environment)
    log = (project.root / "serve.log").open("w")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=settings["cwd"], env=settings["env"], stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}/training-loops/"
    finally:
        server.terminate()
        server.wait()
        log.close()


@pytest.fixture(scope="module")
def address(project: Project) -> Iterator[str]:
    with served(project) as found:
        yield found


def wait_for(address: str, text: str, seconds: float = 60) -> str:
    """The page at the address, once it holds the text."""
    page, end = "", time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                page = response.read().decode()
            if text in page:
                return page
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            page = f"no answer: {getattr(error, 'reason', error)}"
        time.sleep(0.2)
    seen = " ".join(UNSEEN.sub(" ", page).split())
    raise AssertionError(f"{text!r} did not come to {address}: {seen[:1000]}")


def log_of(project: Project) -> str:
    return (project.root / "serve.log").read_text("utf-8")


MISTAKES = {
    "a marker that does not exist": (GUIDE, "\n## ", "\n{{= nothing() =}}\n\n## ", "is undefined; the markers are"),
    "a link that leads nowhere": (GUIDE, "](keras-fit.md", "](keras-fitt.md", "keras-fitt.md"),
    "no marker at all": (GUIDE, "\n## ", "\n{= value('x') =}\n\n## ", "is no marker"),
    "a fence never closed": (GUIDE, "\n## ", "\n```{.python #open}\nx = (\n\n## ", "a block that is not Python"),
    "broken Python in a block": (
        GUIDE,
        "import tensorflow as tf\n",
        "import tensorflow as\n",
        "a block that is not Python",
    ),
    "an id twice": (GUIDE, "\n## ", "\n## Again {#train}\n\n## Train {#train}\n\n## ", "stands on line"),
    "front matter that is not YAML": (GUIDE, "title: ", "title: A: ", "front matter"),
    "a file in Latin-1": (GUIDE, None, b"# Caf\xe9\n", "byte 0xe9 is not UTF-8"),
    "a page that is empty": (GUIDE, None, b"", None),
    "a page deleted": (GUIDE, None, None, "nav names guides/basic-training-loops.md"),
    "an experiment with a syntax error": (
        "src/docsite/studies/line.py",
        "def linear_sgd(",
        "def linear_sgd((",
        "line.py:",
    ),
    "a module of the package that is no Python": (
        "src/training_loops/linear.py",
        "def train(",
        "def train((",
        "linear.py:",
    ),
    "a module of staging that fails": ("src/docsite/pages/page.py", "TOP\n", "TOP\n\n1 / 0\n", "ZeroDivision"),
    "a module of the hooks with a syntax error": (
        "src/docsite/generator/links.py",
        "class Links",
        "class (",
        "links.py:",
    ),
    "the hooks with a syntax error": ("src/docsite/generator/hooks.py", "def _is_served", "def (", "hooks.py:"),
    "a word with a hole that nothing fills": (
        "docs/en/words.yml",
        "{link}",
        "{nope}",
        "source: {nope} cannot be filled",
    ),
    "a figure that is empty": ("docs/results/linear-sgd.loss.svg", None, b"", "docs/results/linear-sgd.loss.svg"),
    "an address that is a number": ("mkdocs.yml", "site_url: https", "site_url: 3 # ", "mkdocs.yml: Config value"),
    "broken words": ("docs/en/words.yml", "columns:", "columns: [", "docs/en/words.yml"),
    "empty words": ("docs/en/words.yml", None, b"", "docs/en/words.yml"),
    "a truncated result": ("docs/results/linear-sgd.json", '"history"', "", "docs/results/linear-sgd.json"),
    "a broken glossary": ("docs/glossary.yml", "\n- ", "\n- [", "docs/glossary.yml"),
    "a broken mkdocs.yml": ("mkdocs.yml", "nav:", "nav: [", "mkdocs.yml"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_shown_the_rest_is_served_and_it_can_be_mended(name: str, project: Project, address: str):
    path, old, new, message = MISTAKES[name]
    wait_for(address + "guides/basic-training-loops/", "training_loops/linear.py")
    file = project.root / path
    before, logged = file.read_bytes(), len(log_of(project))
    try:
        change(file, old, new)
        if message:
            find_anywhere(address, message)
        else:
            wait_without(address + "guides/basic-training-loops/", "training_loops/linear.py", "<h1")
        wait_for(address + "guides/keras-fit/", "<h1")
        log = log_of(project)
        assert "Traceback" not in log, log
        if path == GUIDE:  # its notebook, and what comes after it, are built all the same
            errors = [line for line in log[logged:].splitlines() if line.startswith("ERROR")]
            assert all(message and message in line for line in errors), errors
    finally:
        file.write_bytes(before)
    wait_without(address, "admonition failure", HOME)
    assert "data-mistake" not in wait_without(
        address + "guides/basic-training-loops/", "failure", "training_loops/linear.py"
    )


def change(file: Path, old: str | None, new: str | bytes | None) -> None:
    if new is None:
        file.unlink()
    elif isinstance(new, bytes):
        file.write_bytes(new)
    else:
        text = file.read_text("utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        file.write_text(text.replace(old, new, 1), "utf-8")


def find_anywhere(address: str, message: str, seconds: float = 60) -> None:
    """Wait for the message on the page concerned, or on every page."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for page in ("guides/basic-training-loops/", "", "glossary/"):
            with contextlib.suppress(AssertionError):
                wait_for(address + page, message, 0.5)
                return
    raise AssertionError(f"{message!r} is shown nowhere")


def wait_without(address: str, gone: str, there: str, seconds: float = 60) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page = wait_for(address, there, seconds)
        if gone not in page:
            return page
        time.sleep(0.2)
    raise AssertionError(f"{gone!r} is still on {address}")


def test_changed_code_is_seen_without_a_new_start(project: Project, address: str):
    guide = address + "guides/basic-training-loops/"
    wait_for(guide, "training_loops/linear.py")
    project.edit("src/training_loops/linear.py", "One step of gradient descent", "One small step of it")
    wait_for(guide, "One small step of it")
    project.edit("src/training_loops/linear.py", "One small step of it", "One step of gradient descent")


def test_another_language_is_served_alone_at_its_own_address(project: Project):
    with served(project, DOCSITE_LANGUAGE="he") as address:
        page = wait_for(address + "he/guides/basic-training-loops/", 'lang="he"')
        assert "training_loops/linear.py" in page
        wait_for(address, "url=he/")
