"""Lighthouse, run on pages of the built site as a phone sees them, served compressed and under the policy.

`make lighthouse` sets it up. By itself this file prints how fast pages are, each beside an empty page of the theme:
medians of several runs, to be read on a quiet machine and held against nothing.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from browsing import CHROMIUM, POLICY, Quiet, served_from
from rich.console import Console
from rich.table import Table

from docsite.languages import LANGUAGES
from docsite.project import ROOT

PROGRAM = ROOT / ".lighthouse/node_modules/.bin/lighthouse"
KINDS = {"home": "", "guide": "guides/basic-training-loops/", "GAN": "guides/gan/"}
PAGES = {f"{kind} {item.code}": item.prefix + path for kind, path in KINDS.items() for item in LANGUAGES}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
COMPRESSED = (".html", ".css", ".js", ".svg", ".json")
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
EMPTY = "site_name: Empty\ntheme: {name: material, font: false}\n"


class Compressing(Quiet):
    """Serves files as a web server does: compressed, with the policy, and to be kept by the browser."""

    def do_GET(self):  # noqa: N802 (the library's name)
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in COMPRESSED or not path.is_file():
            super().do_GET()
            return
        data = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(path)}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "max-age=31536000")
        super().end_headers()


def report(address: str, *categories: str) -> dict[str, Any]:
    """What Lighthouse finds on a page, as on a phone with a slow line; asked twice where Chromium did not answer it."""
    command = [str(PROGRAM), address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(categories)}"]
    environment = {**os.environ, **({"CHROME_PATH": CHROMIUM} if CHROMIUM else {})}
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=180)
        if not done.returncode:
            break
    else:
        raise RuntimeError(f"lighthouse {address}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def empty_page(folder: Path) -> Path:
    """A site of the theme's with nothing on it."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(EMPTY, "utf-8")
    (folder / "docs/index.md").write_text("# Empty\n", "utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=folder, check=True)
    return folder / "site"


def measured(folder: Path, path: str, rounds: int) -> list[float]:
    """The score and the metrics of a page below a folder, each the median of some runs."""
    with served_from(folder, Compressing) as address:
        found = [report(address + path, "performance") for _ in range(rounds)]
    rows = [
        [one["categories"]["performance"]["score"] * 100, *(one["audits"][name]["numericValue"] for name in METRICS)]
        for one in found
    ]
    return [statistics.median(column) for column in zip(*rows, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    told = Table("page", "performance", "first paint, s", "largest paint, s", "blocked, ms", "shift")
    for column in told.columns[1:]:
        column.justify = "right"
    with tempfile.TemporaryDirectory() as name:
        pages = {"empty": (empty_page(Path(name)), "")} | {page: (ROOT / "site", path) for page, path in PAGES.items()}
        for page, (folder, path) in pages.items():
            score, first, largest, blocked, shift = measured(folder, path, rounds)
            numbers = f"{score:.0f}", f"{first / 1000:.2f}", f"{largest / 1000:.2f}", f"{blocked:.0f}", f"{shift:.3f}"
            told.add_row(page, *numbers)
            print(f"{page}: {score:.0f}", file=sys.stderr)
    Console(width=None if sys.stdout.isatty() else 100).print(told)


if __name__ == "__main__":
    main()
