"""One page of each kind that the site has, for tests of what holds on all of them."""

from pathlib import Path

from docsite.languages import Language

KINDS = {
    "home": "",
    "guide": "guides/basic-training-loops/",
    "notebook": "notebooks/gan/",
    "reference": "reference/",
    "module": "reference/classifier/",
    "glossary": "glossary/",
    "proofs": "proofs/",
    "results": "results/",
    "promises": "promises/",
    "contributing": "contributing/",
}
MISSING = "404.html"  # one for all languages


def built(site: Path, path: str, language: Language) -> str:
    """The HTML of a page, `path` being its address below its language."""
    return (site / language.prefix / path / "index.html").read_text("utf-8")
