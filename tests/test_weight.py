"""What a first visit costs: bytes as a server sends them compressed, requests, and elements, in the browser."""

import gzip
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from mkdocs.exceptions import BuildError
from playwright.sync_api import Browser

from docsite.export.addresses import site as settings
from docsite.generator import frame, scripts, search, styles
from docsite.languages import ENGLISH, LANGUAGES, Language
from docsite.project import DOCS

GUIDES = [name.removesuffix(".md") + "/" for name in settings().pages if name.startswith("guides/")]
BYTES, REQUESTS, ELEMENTS = 120_000, 10, 7_000
OTHERS = ["", "proofs/", "glossary/", "results/", "promises/", "reference/classifier/", "notebooks/gan/"]
ICON = "assets/favicon.svg"
LIGHT = 130_000  # of the other pages
Visit = Callable[[str], tuple[list[str], int]]


@cache
def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Visit:
    """Go to a page as one that was never here: the files that it asks for, and how many elements it has."""

    def visited(path: str) -> tuple[list[str], int]:
        context = browser.new_context(viewport={"width": 412, "height": 823})
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(unquote(urlsplit(request.url).path).lstrip("/")))
        page.goto(address + path, wait_until="networkidle")
        elements = page.evaluate("document.querySelectorAll('*').length")
        context.close()
        # A browser asks for the icon when it likes, and always at the end.
        return [name for name in asked if name != ICON] + [ICON], elements

    return visited


def weight(site: Path, asked: list[str]) -> int:
    return sum(compressed(site / (f"{name}index.html" if name.endswith("/") or not name else name)) for name in asked)


@pytest.mark.parametrize("guide", GUIDES)
def test_a_first_visit_to_a_guide_is_light_in_every_language(visit: Visit, site: Path, guide: str):
    """The languages differ in the page alone, which one visit of each guide shows."""
    asked, elements = visit(guide)
    assert asked[0] == guide
    assert len(asked) <= REQUESTS, asked
    assert elements <= ELEMENTS
    weights = {item.code: weight(site, [item.prefix + guide, *asked[1:]]) for item in LANGUAGES}
    assert {code: size for code, size in weights.items() if size > BYTES} == {}


@pytest.mark.parametrize("language", LANGUAGES[1:], ids=lambda language: language.code)
def test_a_guide_asks_for_the_same_in_every_language(visit: Visit, language: Language):
    shared = visit(GUIDES[0])[0][1:]
    assert sorted(visit(language.prefix + GUIDES[0])[0][1:]) == sorted(shared)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path or "home")
def test_other_pages_are_light_too(visit: Visit, site: Path, path: str):
    asked, _ = visit(path)
    assert len(asked) <= REQUESTS, asked
    assert weight(site, asked) <= LIGHT


def test_the_index_of_the_search_is_not_among_what_a_page_asks_for(visit: Visit):
    assert not [name for name in visit("")[0] if "search_index" in name]


def test_no_page_has_what_the_style_sheet_leaves_out(site: Path):
    left_out = re.compile(rf"(?:{'|'.join(styles.ABSENT)})(?:__[\w-]+|--[\w-]+)?")
    classes = re.compile(r'\bclass="?([^">]*)')
    for path in sorted(site.rglob("*.html")):
        names = {name for found in classes.findall(path.read_text("utf-8")) for name in found.split()}
        assert {name for name in names if left_out.fullmatch(name)} == set(), path


SHEET = """/* a */ @charset "utf-8";:root{--md-bug-icon:url("data:,{}");--md-tip-icon:url("b")}
.md-post,.md-typeset :is(.a:not(.c),.b){color:red}.md-post__title{top:0}.a:not(.md-post){left:0}
@media print{.keys{top:0}.md-tabs{top:0}}.b{mask:var(--md-tip-icon)}[data-md-color-primary=red]{top:0}
"""


def test_a_sheet_loses_what_nothing_uses_and_nothing_else():
    kept = '@charset "utf-8";:root{--md-tip-icon:url("b")}.md-typeset :is(.a:not(.c),.b){color:red}'
    assert (
        styles.combined({"a.css": SHEET, "b.css": ".c{top:0}"}).replace("\n", "")
        == kept + ".a:not(.md-post){left:0}.b{mask:var(--md-tip-icon)}.c{top:0}"
    )


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (".a {\n  top: 0;\n}\n.b {\n  top: 0;\n", "a.css:4: this rule, or a text in it, is never closed; end it"),
        ("@media print {\n  .a { top: 0; }\n.b { top: 0; }\n", "a.css:1: this rule"),
        (".a { top: 0; }\n.b\n", "a.css:3: this rule"),
        ("@media print {\n  .a { top: 0; }\n  top: 0;\n}\n", "a.css:3: "),
    ],
)
def test_a_sheet_that_cannot_be_read_is_one_line(sheet: str, told: str):
    with pytest.raises(BuildError, match=re.escape(told)):
        styles.combined({"a.css": sheet})


def test_a_script_loses_the_lines_that_are_comments_and_nothing_else():
    text = """// What it is.\nconst at = "http://x"; // kept\n  // Why.\n  run(at);\n"""
    assert scripts.without_comments(text) == """const at = "http://x"; // kept\n  run(at);\n"""


def test_no_text_of_a_script_goes_over_several_lines_to_lose_one(site: Path):
    for path in sorted((DOCS / "assets").rglob("*.js")):
        if path not in search.PARTS:
            sent = (site / path.relative_to(DOCS)).read_text("utf-8")
            assert all(line.count("`") % 2 == 0 for line in sent.split("\n")), path


def test_empty_lines_and_indents_stay_only_where_they_are_shown():
    shown = "<pre><code>\n\n  a</code></pre>"
    assert frame.mended(f"<p>\n\n   b</p>\n  {shown}\n  <p>", ENGLISH) == f"<p>\n b</p>\n {shown}\n <p>"


def test_a_rule_has_no_room_between_its_declarations():
    sheet = 'a > b {\n  color: red; /* x */\n  margin: 0\n    1px ;\n  content: "a ; b";\n}\n'
    assert styles.combined({"x.css": sheet}) == 'a > b{color:red;margin:0 1px;content:"a ; b"}'
