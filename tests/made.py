"""Results made for tests, and a page rendered with them: all that tests of the markers know of docsite's modules."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import markdown
import pytest
import yaml

from docsite.export.site import SiteWriter
from docsite.export.version import version
from docsite.figures import store as pictures
from docsite.languages import Language
from docsite.pages import facts, glossary, markers, proved
from docsite.pages.page import page_of
from docsite.project import ROOT
from docsite.results import fingerprints
from docsite.results import store as results
from docsite.studies import experiment, experiments, figure, figures

PAGE = "guides/example.md"
BLOCK = '```{.python #made-block title="A block"}\nprint(f"{1 + 1}")\n#> 2\n```\n'
PROOFS = """\
# P

### One is `one` {#one-is-one}

```{.python #one-is-one-proof}
print(1)
#> 1
```

### Two & more {#two}

```{.python #two-proof}
print(2)
#> 2
```

### Three {#three}

```{.python #three-proof}
print(3)
#> 3
```
"""
OLDER, OLD, NEW = ({"tensorflow": f"2.{minor}.0", "keras": f"3.{minor}.1", "numpy": "2.0.0"} for minor in (1, 2, 3))
GAVE = {"holds": False, "printed": "0\n`x`\n", "error": ""}
RAISED = {"holds": False, "printed": "", "error": "TypeError: a | b"}
HELD = {"holds": True}
TERMS = [
    {"id": "loss", "en": "loss", "zh": "损失", "zh_hant": "損失", "he": "הפסד", "at": "guides/x.md#loss"}
    | {"means": {"en": "How wrong `y` is.", "zh": "`y` 错多少。", "he": "כמה `y` שגוי."}},
    {"id": "a-b", "en": "a < b & c", "zh": "甲<乙", "zh_hant": "甲<乙", "he": "א < ב", "at": "guides/x.md"}
    | {"means": {"en": "A sign.", "zh": "符号。", "zh_hant": "自己的。", "he": "סימן."}},
]
PICTURE = (
    '<svg data-key="k" data-digest="d" viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg">'
    '<g data-x="0" data-y="1"><text x="1">Loss</text><text x="2">7.25</text><path d="M 1 2 L 3 4"/></g></svg>\n'
)
ON_A_CPU = {
    "versions": {"tensorflow": "2.1.1", "keras": "3.1.1", "numpy": "1.1.1", "python": "3.1.2"},
    "device": "CPU",
    "processor": "Abacus 9",
    "cores": 6,
    "duration": 1.26,
    "date": "2001-02-03",
    "commit": "c0ffee",
}
ON_A_GPU = {
    "versions": {"tensorflow": "2.2.2", "keras": "3.2.2", "numpy": "1.2.2", "cuda": "12.2", "cudnn": "9"},
    "device": "Slate G1",
    "processor": "Abacus 8",
    "cores": 3,
    "duration": 61.0,
    "date": "2004-05-06",
    "commit": None,
}


def fresh_run(*, epochs=3, rate=0.5):
    """Three epochs."""
    return {"history": {"epoch": [1, 2, 3], "loss": [2.34567, 0.25, 0.1875]}, "epochs": epochs, "rate": rate}


def stale_run(*, seed=7):
    names = ["ours, eager", "another"]
    return {"table": {"contestant": names, "seconds": [2.34567, 10.0], "calls": [1200, 7]}, "seed": seed}


def curve(figure, result):
    figure.subplots().plot(result["history"]["epoch"], result["history"]["loss"])  # the loss


def bars(figure, result):
    figure.subplots().bar(result["table"]["contestant"], result["table"]["seconds"])


@dataclass(frozen=True)
class Made:
    """`docs` holds one English page, with the block that pages in other languages name."""

    docs: Path

    def page(self, text: str, language: Language) -> str:
        """A page as the site has it: the HTML of what its Markdown becomes, without what changes from day to day."""
        page = page_of(text, PAGE, language, self.docs / language.folder / PAGE)
        staged = SiteWriter(page).write()
        fresh = results.read("fresh-run")
        assert fresh
        return html_of(staged).replace(fresh["key"], "KEY-OF-FRESH").replace(version().replace("+", "%2B"), "VERSION")


@cache
def html_of(text: str) -> str:
    """Markdown of a staged tree in HTML, by the extensions that the site has."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    named = {name: options for item in settings for name, options in _named(item).items()}
    return markdown.Markdown(extensions=list(named), extension_configs=named).convert(text)


def _named(item: str | dict) -> dict:
    return {item: {}} if isinstance(item, str) else item


def make(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Three results and their figures, and no others: one fresh, one stale, one of a bench."""
    stored, docs = folder / "results", folder / "docs"
    (docs / "en" / PAGE).parent.mkdir(parents=True)
    (docs / "en" / PAGE).write_text(BLOCK, "utf-8")
    monkeypatch.setattr(results, "RESULTS", stored)
    monkeypatch.setattr(results, "CACHE", folder)
    monkeypatch.setattr(pictures, "RESULTS", stored)
    monkeypatch.setattr(markers, "DOCS", docs)
    (docs / "en" / facts.PAGE).write_text(PROOFS, "utf-8")
    monkeypatch.setattr(facts, "DOCS", docs)
    monkeypatch.setattr(proved, "TABLE", docs / "facts.json")
    proved.write(table_of({"one-is-one": (GAVE, HELD, HELD), "two": (RAISED, RAISED, RAISED)}))
    monkeypatch.setattr(glossary, "glossary", lambda: TERMS)
    for registry in (experiments, figures):
        registry.all()  # the project's own are registered before they are put aside
        monkeypatch.setattr(registry, "added", {})
    experiment("fresh-run", cost=5)(fresh_run)
    experiment("stale-run", cost=300, data="mnist-10k")(stale_run)
    experiment("bench-run", cost=5, bench=True)(stale_run)
    _store("fresh-run", ON_A_CPU, fresh_run())
    _store("stale-run", ON_A_GPU, stale_run(), key="5ta1e")
    _store("bench-run", {**ON_A_CPU, "date": "2007-08-09", "cores": 1}, stale_run(), key="be9c4")
    shown = ("history.epoch", "history.loss")
    for name, draw in {"fresh-run.curve": curve, "stale-run.bars": bars, "bench-run.bars": bars}.items():
        figure(name, size=(3, 2), values=shown if draw is curve else ())(draw)
        (stored / f"{name}.svg").write_text(PICTURE, "utf-8")
    return Made(docs)


def table_of(outcomes: dict[str, tuple], **more) -> dict:
    """What the proofs gave under three releases that never were."""
    digests = proved.made_from(proved.programs())["proofs"]
    releases = {"2.1": OLDER, "2.2": OLD, "2.3": NEW}
    parts = {"proofs": {fact: digests[fact] for fact in outcomes}, "releases": releases}
    told = {"device": "CPU", "processor": "Abacus 9", "cores": 6, "date": "2001-02-03"}
    rows = {fact: dict(zip(releases, row, strict=True)) for fact, row in outcomes.items()}
    return {"key": "fac75", "made_from": parts, **told, "outcome": rows, **more}


def _store(name: str, circumstances: dict, outcome: dict, key: str = "") -> None:
    found = experiments.find(name)
    parts = fingerprints.made_from(found)
    record = {"experiment": name, "key": key or fingerprints.key(parts), "made_from": parts, "data": found.data}
    results.write(name, {**record, **circumstances, "outcome": outcome})
