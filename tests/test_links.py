"""Links from uses of the package's names: which pieces of code and prose have one, and where they lead."""

import re
from html import unescape
from pathlib import Path

import pytest
from built import BuiltPage
from made import html_of

from docsite.code.names import uses
from docsite.export.links import Names, noted
from docsite.export.site import SiteWriter
from docsite.generator.links import BLOCK, Links, marked_up
from docsite.languages import ENGLISH, LANGUAGES
from docsite.pages.page import page_of
from docsite.pages.reference import Entry
from docsite.project import DOCS

KNOWN = {
    "training_loops": Entry("reference/index.md"),
    "training_loops.linear": Entry("reference/linear.md"),
    "training_loops.linear.train": Entry("reference/linear.md", "train", "def train(model) -> History: ..."),
    "training_loops.linear.LinearModel": Entry("reference/linear.md", "LinearModel", "class LinearModel: ..."),
    "training_loops.classifier": Entry("reference/classifier.md"),
    "training_loops.classifier.train": Entry("reference/classifier.md", "train", "def train(model) -> History: ..."),
    "training_loops.history": Entry("reference/history.md"),
    "training_loops.history.History": Entry("reference/history.md", "History", "class History: ..."),
    "training_loops.history.History.append": Entry("reference/history.md", "History-append", "def append(self): ..."),
}
IMPORT = "from training_loops.linear import train\n"
CODE = """from training_loops import linear
from training_loops.linear import LinearModel, train

if 1 < 2 and "é & <b>":  # train
    history = linear.train(LinearModel(w=3.0), f"{train}")
    print(linear
        .train)
"""


def named(text: str, page: str = "guides/x.md") -> tuple[str, Names]:
    """A page as the site has it, with what it says of names."""
    read = page_of(text, page, ENGLISH, DOCS / "en" / page)
    names = Names(read, KNOWN)
    return SiteWriter(read, names).write(), names


def fenced(code: str, info: str = "python") -> str:
    return f"```{info}\n{code.rstrip()}\n```\n"


def with_links(text: str, folder: Path, page: str = "guides/x.md", url: str = "guides/x/") -> tuple[str, str]:
    """The HTML of a page before and after its code has links, by the file that staging writes."""
    staged, names = named(text, page)
    path = folder / "links.json"
    path.write_text(noted({page: {"links": names.found}}, KNOWN), "utf-8")
    return html_of(staged), Links(path).linked(html_of(staged), page, url)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("lines", ["", "2 5"])
def test_linking_leaves_the_text_as_it_is(lines: str, tmp_path: Path):
    html, linked = with_links(fenced(CODE, f'{{.python hl_lines="{lines}"}}' if lines else "python"), tmp_path)
    assert text_of(linked) == text_of(html)
    assert linked.count("<a ") == linked.count("</a>") == len(uses(CODE, KNOWN)) == 9
    for opened in re.findall(r"<a .*?</a>", linked, re.S):
        assert opened.count("<span") == opened.count("</span>")


def test_a_use_that_is_not_whole_pieces_is_left_alone():
    assert marked_up("<span>train</span>er", [(0, 5, "<a>")]) == "<a><span>train</span></a>er"
    assert marked_up("<span>trainer</span>", [(0, 5, "<a>")]) == "<span>trainer</span>"


@pytest.mark.parametrize(
    ("page", "url", "address"),
    [
        ("index.md", "", "reference/linear/#train"),
        ("guides/x.md", "guides/x/", "../../reference/linear/#train"),
        ("reference/linear.md", "reference/linear/", "#train"),
    ],
)
def test_addresses_are_relative_to_the_page(page: str, url: str, address: str, tmp_path: Path):
    _, linked = with_links(fenced(IMPORT), tmp_path, page, url)
    assert f'<a class="name" href="{address}" title="training_loops.linear.train">' in linked


def test_code_that_staging_has_not_seen_has_no_links(tmp_path: Path):
    html, _ = with_links(fenced(IMPORT + "train()"), tmp_path)
    with_links(fenced(IMPORT), tmp_path)  # another page of that name
    assert Links(tmp_path / "links.json").linked(html, "guides/x.md", "guides/x/") == html


def test_where_nothing_is_staged_nothing_has_links(tmp_path: Path):
    html, _ = with_links(fenced(IMPORT), tmp_path)
    assert Links(tmp_path / "none.json").linked(html, "guides/x.md", "guides/x/") == html


def test_a_module_shown_from_the_package_uses_its_own_names():
    code = "def train():\n    return LinearModel()\n\n\nclass LinearModel:\n    pass\n"
    _, names = named(fenced(code, '{.python .module title="training_loops/linear.py"}'))
    [[(start, end, name)]] = names.found.values()
    assert (code[start:end], name) == ("LinearModel", "training_loops.linear.LinearModel")
    assert named(fenced(code))[1].found == {}


@pytest.mark.parametrize(
    ("prose", "code", "expected"),
    [
        ("`train`", IMPORT, ["linear.md#train"]),
        ("`train()`, `train(model, x)`", IMPORT, ["linear.md#train"] * 2),
        ("`train`", "", []),
        ("`train`", IMPORT + "from training_loops.classifier import train as other", []),
        ("`train`", IMPORT + "class Mine:\n    def train(self): ...", []),
        ("`LinearModel`", IMPORT, []),
        ("`History`", IMPORT, ["history.md#History"]),
        ("`History`", "import keras", []),
        ("`linear.train` `training_loops.linear`", "", ["linear.md#train", "linear.md"]),
        ("`History.append`", "", ["history.md#History-append"]),
        ("`tf.train` `keras.History` `self.train`", IMPORT, []),
        ("`linear` `append` `train=3`", IMPORT, []),
        ("## `train`", IMPORT, []),
        ("[`train`](y.md)", IMPORT, []),
        ("[the `train` of it](y.md) and `train`", IMPORT, ["linear.md#train"]),
        ("    `train`", IMPORT, []),
        ("<!-- `train` -->", IMPORT, []),
        ("| a |\n| - |\n| `train` |", IMPORT, ["linear.md#train"]),
        ("- `train`\n\n    `train` too", IMPORT, ["linear.md#train"] * 2),
        ('!!! note "Of `train`"\n\n    `train`', IMPORT, ["linear.md#train"] * 2),
        ('??? note "Of `train`"\n\n    `train`', IMPORT, ["linear.md#train"]),  # a click on its title opens it
    ],
)
def test_inline_code_that_names_one_thing_of_the_package(prose: str, code: str, expected: list[str]):
    written, _ = named((fenced(code) if code else "") + f"\n{prose}\n")
    assert re.findall(r'\[`[^`]*`\]\(\.\./reference/(\S*) "training_loops', written) == expected


@pytest.mark.parametrize(("page", "expected"), [("guides/x.md", 0), ("reference/linear.md", 1)])
def test_methods_that_keras_has_too_are_none_of_the_package_but_in_its_reference(page: str, expected: int, monkeypatch):
    monkeypatch.setitem(KNOWN, "training_loops.linear.evaluate", Entry("reference/linear.md", "evaluate"))
    code = "from training_loops.linear import evaluate"
    assert named(f"{fenced(code)}\nSee `evaluate`.\n", page)[0].count("[`evaluate`](") == expected


LINK = re.compile(r'<a (?:class="name" )?href="([^"]*)" title="training_loops')


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_link_to_the_reference_leads_to_an_entry(language, site: Path):
    root = site / language.prefix
    ids = {path: BuiltPage(path).ids for path in (root / "reference").rglob("index.html")}
    count = 0
    for path in [root / "index.html", *(root / "guides").rglob("*.html"), *(root / "reference").rglob("*.html")]:
        for address in LINK.findall(path.read_text("utf-8")):
            page, _, anchor = address.partition("#")
            target = (path.parent / page).resolve() / "index.html" if page else path
            assert target in ids, (path, address)
            assert not anchor or anchor in ids[target], (path, address)
            count += 1
    assert count > 500


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_use_on_a_guide_is_a_link(language, site: Path):
    known = {"training_loops"}
    for path in (site / "reference").glob("*/index.html"):
        module = f"training_loops.{path.parent.name}"
        known |= {module, *(f"{module}.{name.replace('-', '.')}" for name in BuiltPage(path).ids)}
    for path in sorted((site / language.prefix / "guides").rglob("index.html")):
        for block in BLOCK.finditer(path.read_text("utf-8")):
            title = re.search(r'filename">(?:<a [^>]*>)?training_loops/(\w+)\.py<', block[1])
            home = f"training_loops.{title[1]}" if title else ""
            found = uses(text_of(block[2]), known, home)
            assert len(re.findall(r'<a class="name"', block[2])) == len(found), (path, text_of(block[2]))
