"""How long the site takes to build: from nothing, after an edit, unchanged, and by MkDocs alone on the same trees."""

import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from docsite.benchmarks.contests import Contest, Settings, Watch
from docsite.benchmarks.copies import Copy, Step, copied, in_turns
from docsite.benchmarks.summaries import ratios, spread
from docsite.languages import LANGUAGES

# MkDocs and its theme alone: the same staged trees, one after another in one process, without the hook.
ALONE = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from docsite.generator import search
from docsite.languages import LANGUAGES
for language in LANGUAGES:
    config = load_config("mkdocs.yml", hooks=[], strict=False, site_dir=f".alone/{language.prefix}")
    config.docs_dir = f".stage/{language.code}"
    config.theme["language"] = language.code
    config.extra.update(languages=LANGUAGES, root=config.site_url, depth=0)
    search.quiet_jieba()
    build(config)
"""
EDITED = "docs/en/guides/gan.md"


def site(settings: Settings, watch: Watch) -> dict[str, Any]:
    """Seconds of a build of all languages, beside MkDocs alone."""
    measured = Contest("site")
    with tempfile.TemporaryDirectory() as folder:
        seconds, _ = in_turns(steps(copied(Path(folder, "project"))), settings.rounds, watch)
    rows = [
        {"name": name, "seconds": spread(values), "ratio": ratios(values, seconds["MkDocs alone"])}
        for name, values in seconds.items()
    ]
    title = f"{len(LANGUAGES)} languages, {settings.rounds} rounds"
    return measured.report(title, rows, {"": "name", "seconds": "seconds", "to MkDocs alone": "ratio"})


def steps(copy: Copy) -> dict[str, Step]:
    """What is measured, in the order in which each finds the caches that it should."""
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    numbers = count()

    def from_nothing() -> str:
        copy.forget()
        return copy.run(build)

    def after_an_edit() -> str:
        path = copy.root / EDITED
        path.write_text(f"{path.read_text('utf-8')}\nA sentence more, number {next(numbers)}.\n", "utf-8")
        return copy.run(build)

    return {
        "from an empty cache": from_nothing,
        "one page edited": after_an_edit,
        "nothing changed": lambda: copy.run(build),
        "MkDocs alone": lambda: copy.run([sys.executable, "-c", ALONE]),
    }
