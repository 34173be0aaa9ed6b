"""Pictures of TensorBoard for its guide, taken anew: the guide's own program, the real TensorBoard, a real browser."""

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from docsite.languages import ENGLISH
from docsite.pages.nodes import blocks
from docsite.pages.parser import parse
from docsite.pages.screens import SCHEMES, files
from docsite.project import DOCS, DocsError, read_text, relative

GUIDE, PROGRAM, LOGS = "guides/tensorboard.md", "two-runs", "runs"
# Each picture with the address of what it shows, what is there once that is drawn, and its height.
VIEWS = {
    "tensorboard-scalars": ("?smoothing=0&tagFilter=loss#timeseries", "line-chart", 560),
    "tensorboard-histograms": ("#histograms", "vz-histogram-timeseries", 680),
}
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
STARTING = 120.0  # seconds, on a machine that does much else
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONUNBUFFERED": "1"}


def program() -> str:
    """The block of the guide whose runs are shown."""
    found = {block.id: block.code for block in blocks(parse(read_text(DOCS / ENGLISH.folder / GUIDE)).nodes)}
    return found[PROGRAM]


def write_runs(code: str, folder: Path) -> None:
    """Run a program in a folder; raises `DocsError` with its last line where it fails."""
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, env={**os.environ, **QUIET}, capture_output=True)
    if ran.returncode:
        last = ran.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise DocsError(f"the block {PROGRAM!r} of {GUIDE} fails: {' '.join(last)}")


@contextlib.contextmanager
def tensorboard(logs: Path) -> Iterator[str]:
    """The address of a TensorBoard on this machine that shows the logs; it ends with the block, and all it started."""
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", logs.name, "--host", "127.0.0.1", "--port", "0"]
    with tempfile.NamedTemporaryFile() as said:
        process = subprocess.Popen(
            command,
            env={**os.environ, **QUIET},
            cwd=logs.parent,
            start_new_session=True,
            stdout=said,
            stderr=said,
        )
        try:
            yield _address(process, Path(said.name))
        finally:
            for kind in (signal.SIGTERM, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                    os.killpg(process.pid, kind)
                    process.wait(10)


def _address(process: subprocess.Popen, said: Path) -> str:
    """The address that it prints; raises `DocsError` where it ends before, or prints none."""
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        if found := ADDRESS.search(said.read_text("utf-8", "replace")):
            return found[0]
        time.sleep(0.1)
    last = said.read_text("utf-8", "replace").strip().splitlines()[-1:]
    raise DocsError(f"TensorBoard does not start: {' '.join(last)}; install it: make install")


def take(say) -> None:
    """Take every picture anew, light and dark."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise DocsError("no Chromium is installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        write_runs(program(), Path(folder))
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with tensorboard(Path(folder, LOGS)) as address:
            for name, (view, drawn, height) in VIEWS.items():
                for scheme, path in zip(SCHEMES, files(name), strict=True):
                    page = browser.new_page(viewport={"width": 1000, "height": height}, color_scheme=scheme)
                    page.goto(address + view)
                    page.wait_for_selector(drawn)
                    if settings := page.locator("button:has-text('Settings')").all():
                        settings[0].click()  # closes them
                    page.wait_for_timeout(3000)  # lines and hills move to their places
                    path.parent.mkdir(exist_ok=True)
                    path.write_bytes(_small(page.screenshot()))
                    page.close()
                    say(f"{relative(path)}: {path.stat().st_size // 1024} KiB")
        browser.close()


def _small(png: bytes) -> bytes:
    """The picture with as few colors as it can be read with."""
    from PIL import Image

    written = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(48, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()
