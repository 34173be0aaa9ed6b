"""Links from uses of the package's names: which pieces of code and prose have one, and where they lead."""

import re
from pathlib import Path

import markdown
import pytest
from built import BuiltPage
from docsite.generator.colours import marked_up, text_of

from docsite.code.names import Use, uses
from docsite.generator.links import BLOCK, Entry, Links
from docsite.languages import LANGUAGES

KNOWN = {
    "training_loops": Entry(""),
    "training_loops.linear": Entry("linear/"),
    "training_loops.linear.train": Entry("linear/#train", "def train(model) -> History: ..."),
    "training_loops.linear.LinearModel": Entry("linear/#LinearModel", "class LinearModel(tf.Module): ..."),
    "training_loops.classifier": Entry("classifier/"),
    "training_loops.classifier.train": Entry("classifier/#train", "def train(model) -> History: ..."),
    "training_loops.history": Entry("history/"),
    "training_loops.history.History": Entry("history/#History", "class History: ..."),
    "training_loops.history.History.append": Entry("history/#History-append", "def append(self, **record): ..."),
}
IMPORT = "from training_loops.linear import train\n"


def coloured(code: str, hl_lines: str = "") -> str:
    """A block as the site's own Markdown makes it."""

    fence = f'```{{.python hl_lines="{hl_lines}"}}' if hl_lines else "```python"
    extensions = ["pymdownx.superfences", "pymdownx.highlight"]
    options = {"pymdownx.highlight": {"anchor_linenums": False, "pygments_lang_class": True}}
    return markdown.markdown(f"{fence}\n{code}\n```", extensions=extensions, extension_configs=options)


CODE = """from training_loops import linear
from training_loops.linear import LinearModel, train

if 1 < 2 and "é & <b>":  # train
    history = linear.train(LinearModel(w=3.0), f"{train}")
    print(linear
        .train)
"""


@pytest.mark.parametrize("lines", ["", "2 5"])
def test_linking_leaves_the_text_as_it_is(lines: str):
    html = coloured(CODE, lines)
    linked = Links(KNOWN).linked(html, "guides/x/")
    assert text_of(linked) == text_of(html)
    assert linked.count("<a ") == linked.count("</a>") == len(uses(CODE, KNOWN)) == 9
    for opened in re.findall(r"<a .*?</a>", linked, re.S):
        assert opened.count("<span") == opened.count("</span>")


def test_a_use_that_is_not_whole_pieces_is_left_alone():
    use = Use(0, 5, "training_loops.linear.train")
    assert marked_up("<span>train</span>er", [(use, "<a>")]) == "<a><span>train</span></a>er"
    assert marked_up("<span>trainer</span>", [(use, "<a>")]) == "<span>trainer</span>"


def test_addresses_are_relative_to_the_page():
    html = coloured(IMPORT)
    assert 'href="reference/linear/#train"' in Links(KNOWN).linked(html, "")
    assert 'href="../../reference/linear/#train"' in Links(KNOWN).linked(html, "guides/x/")
    assert 'href="#train"' in Links(KNOWN).linked(html, "reference/linear/")


def prose(html: str, code: str = "") -> list[str]:
    blocks = coloured(code) if code else ""
    linked = Links(KNOWN).linked(blocks + html, "guides/x/")[len(Links(KNOWN).linked(blocks, "guides/x/")) :]
    return re.findall(r'<a href="../../reference/([^"]*)" title="[^"]*"><code>', linked)


@pytest.mark.parametrize(
    ("html", "code", "expected"),
    [
        ("<p><code>train</code></p>", IMPORT, ["linear/#train"]),
        ("<p><code>train()</code>, <code>train(model, x)</code></p>", IMPORT, ["linear/#train"] * 2),
        ("<p><code>train</code></p>", "", []),
        ("<p><code>train</code></p>", IMPORT + "from training_loops.classifier import train as other", []),
        ("<p><code>train</code></p>", IMPORT + "class Mine:\n    def train(self): ...", []),
        ("<p><code>LinearModel</code></p>", IMPORT, []),
        ("<p><code>History</code></p>", IMPORT, ["history/#History"]),
        ("<p><code>History</code></p>", "import keras", []),
        ("<p><code>linear.train</code> <code>training_loops.linear</code></p>", "", ["linear/#train", "linear/"]),
        ("<p><code>History.append</code></p>", "", ["history/#History-append"]),
        ("<p><code>tf.train</code> <code>keras.History</code> <code>self.train</code></p>", IMPORT, []),
        ("<p><code>linear</code> <code>append</code> <code>train=3</code></p>", IMPORT, []),
        ("<h2><code>train</code></h2>", IMPORT, []),
        ('<p><a href="x"><code>train</code></a></p>', IMPORT, []),
        ("<pre><code>train</code></pre>", IMPORT, []),
        ("<td><code>train</code></td>", IMPORT, ["linear/#train"]),
    ],
)
def test_inline_code_that_names_one_thing_of_the_package(html: str, code: str, expected: list[str]):
    assert prose(html, code) == expected


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
            title = re.search(r'filename">training_loops/(\w+)\.py<', block[1])
            home = f"training_loops.{title[1]}" if title else ""
            found = uses(text_of(block[2]), known, home)
            assert len(re.findall(r'<a class="name"', block[2])) == len(found), (path, text_of(block[2]))
