"""What the project's own work costs, as ratios from one run: medians of several rounds, taken in turns."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docsite.languages import ENGLISH, LANGUAGES
from docsite.project import ROOT, STAGE

# MkDocs and its theme alone: the same staged trees, one after another in one process, without the hook.
ALONE = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from docsite import search
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


def medians(contestants: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Median seconds of each, after one round that is not counted; the rounds take them in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for index in range(rounds + 1):
        for name, run in contestants.items():
            started = time.perf_counter()
            run()
            if index:
                seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(values) for name, values in seconds.items()}


def builds(rounds: int) -> str:
    """A fresh build of the site against MkDocs alone on the same staged trees, as a table."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        ours = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site / "ours")]
        alone = [sys.executable, "-c", ALONE, str(site / "alone"), str(STAGE)]
        staging = [sys.executable, "-m", "docsite", "stage"]
        found = medians(
            {
                "build": lambda: _quietly(ours),
                "MkDocs alone": lambda: _quietly(alone),
                "staging": lambda: _quietly(staging),
            },
            rounds,
        )
    base = found["MkDocs alone"]
    rows = [f"| {name} | {seconds:.2f} | {seconds / base:.2f} |" for name, seconds in found.items()]
    languages = f"{len(LANGUAGES)} languages, {len(list((STAGE / ENGLISH.code).rglob('*.md')))} pages each"
    return "\n".join([f"{languages}; medians of {rounds} rounds", "| | seconds | ratio |", "|---|--:|--:|", *rows])


def _quietly(command: list[str]) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
