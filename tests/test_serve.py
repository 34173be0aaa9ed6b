"""`mkdocs serve`: a mistake is a box on its page, and the server goes on."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from conftest import Project


@pytest.fixture
def project(english: Project) -> Project:
    return english


@pytest.fixture
def address(project: Project) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = project.settings()
    log = (project.root / "serve.log").open("w")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=settings["cwd"], env=settings["env"], stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}/training-loops/"
    finally:
        server.terminate()
        server.wait()
        log.close()


def wait_for(address: str, text: str, seconds: float = 60) -> str:
    """The page at the address, once it holds the text."""
    page, end = "", time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with urllib.request.urlopen(address, timeout=10) as response:
                page = response.read().decode()
            if text in page:
                return page
        time.sleep(0.2)
    raise AssertionError(f"{text!r} did not come to {address}: {page[-500:]}")


def test_a_mistake_is_a_box_on_its_page_and_goes_when_it_is_mended(project: Project, address: str):
    guide = address + "guides/basic-training-loops/"
    wait_for(guide, "training_loops/linear.py")
    project.edit("docs/en/guides/basic-training-loops.md", "\n## ", "\n{{= nothing() =}}\n\n## ")
    page = wait_for(guide, "admonition failure")
    assert "docs/en/guides/basic-training-loops.md:" in page
    assert "&#39;nothing&#39; is undefined" in page or "'nothing' is undefined" in page
    wait_for(address, "What the loop does")
    project.edit("docs/en/guides/basic-training-loops.md", "{{= nothing() =}}\n\n", "Mended words.\n\n")
    assert "admonition failure" not in wait_for(guide, "Mended words.")


def test_changed_code_is_seen_without_a_new_start(project: Project, address: str):
    guide = address + "guides/basic-training-loops/"
    wait_for(guide, "training_loops/linear.py")
    project.edit("src/training_loops/linear.py", "One step of gradient descent", "One small step of it")
    wait_for(guide, "One small step of it")
