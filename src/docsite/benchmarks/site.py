"""What the site's own work adds to a build, beside MkDocs alone."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docsite.benchmarks.contests import Contest, Settings, Watch
from docsite.benchmarks.summaries import ratios, spread
from docsite.languages import ENGLISH, LANGUAGES
from docsite.project import ROOT, STAGE, DocsError

# MkDocs and its theme alone: the same staged trees, one after another in one process, without the hook.
ALONE = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from docsite.generator import search
from docsite.languages import LANGUAGES
site, stage = sys.argv[1:]
for language in LANGUAGES:
    config = load_config("mkdocs.yml", hooks=[], strict=False, site_dir=f"{site}/{language.prefix}")
    config.docs_dir = f"{stage}/{language.code}"
    config.theme["language"] = language.code
    config.extra.update(languages=LANGUAGES, root=config.site_url, depth=0)
    config.plugins["material/search"].config.update(search.settings(language))
    search.quiet_jieba()
    build(config)
"""


def site(settings: Settings, watch: Watch) -> dict[str, Any]:
    """A fresh build of the site against MkDocs alone on the same staged trees."""
    measured = Contest("site")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        contestants = {
            "build": [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(output / "ours")],
            "MkDocs alone": [sys.executable, "-c", ALONE, str(output / "alone"), str(STAGE)],
            "staging": [sys.executable, "-m", "docsite", "stage"],
        }
        with watch.counting("site", len(contestants) * (settings.rounds + 1)) as turn:
            seconds = in_turns(contestants, settings.rounds, turn)
    rows = [
        {"name": name, "seconds": spread(values), "ratio": ratios(values, seconds["MkDocs alone"])}
        for name, values in seconds.items()
    ]
    pages = len(list((STAGE / ENGLISH.code).rglob("*.md")))
    title = f"{len(LANGUAGES)} languages, {pages} pages each, {settings.rounds} rounds"
    return measured.report(title, rows, {"": "name", "seconds": "seconds", "to MkDocs alone": "ratio"})


def in_turns(commands: dict[str, list[str]], rounds: int, turn: Callable[[str], None]) -> dict[str, list[float]]:
    """Seconds of each command in each round, after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for index in range(rounds + 1):
        for name, command in commands.items():
            turn(name)
            started = time.perf_counter()
            _quietly(command)
            if index:
                seconds[name].append(time.perf_counter() - started)
    return seconds


def _quietly(command: list[str]) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if finished.returncode:
        lines = finished.stderr.strip().splitlines() or [f"exit status {finished.returncode}"]
        raise DocsError(f"the site cannot be built: {lines[-1]}")
