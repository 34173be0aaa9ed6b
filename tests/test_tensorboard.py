"""The guide's own program, seen in the real TensorBoard by a real browser, and nothing left running."""

import os
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from block_keys import of_program
from playwright.sync_api import Browser, expect

from docsite import screens
from docsite.code.syntax import digest
from docsite.project import DocsError


def all_it_depends_on() -> dict | None:
    """The program, what shows it, this file, and the releases of what runs both."""
    files = [digest(path.read_text("utf-8")) for path in (Path(screens.__file__), Path(__file__))]
    return of_program(screens.program(), "", files=files, tensorboard=version("tensorboard"))


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    screens.write_runs(screens.program().replace("range(1, 9)", "range(1, 3)"), folder)
    return folder / screens.LOGS


@pytest.mark.remembered(by=all_it_depends_on)
def test_the_runs_of_the_guide_are_seen_in_tensorboard(browser: Browser, logs: Path):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    elsewhere: list[str] = []
    with screens.tensorboard(logs) as address:
        page.on("request", lambda asked: None if asked.url.startswith(address) else elsewhere.append(asked.url))
        page.goto(f"{address}?tagFilter=loss#timeseries")
        for words in ("momentum", "plain", "loss/training", "loss/validation"):
            expect(page.get_by_text(words, exact=True).first).to_be_visible()
        expect(page.locator("line-chart").first).to_be_visible()
        values = page.locator("scalar-card-data-table").first
        expect(values).to_contain_text("2")  # the last epoch
        page.goto(f"{address}#histograms")
        expect(page.get_by_text("dense_1/kernel").first).to_be_visible()
        expect(page.locator("vz-histogram-timeseries").first).to_be_visible()
        servers = started()
        assert len(servers) == 1
    page.close()
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []
    assert not [server for server in servers if Path(f"/proc/{server}").exists()]


def started() -> list[int]:
    """The processes of TensorBoard that this one has started."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    found = [int(child) for path in children for child in path.read_text().split()]
    return [child for child in found if b"tensorboard.main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_what_fails_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(DocsError, match=r"the block 'two-runs' of guides/tensorboard\.md fails: ValueError: odd"):
        screens.write_runs("raise ValueError('odd')", tmp_path)
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(DocsError, match=r"TensorBoard does not start: .*; install it: make install"):
        screens.tensorboard(tmp_path / "logs").__enter__()
