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


def found(code: str, home: str = "") -> list[str]:
    """Each use as the text that would be a link, and what it stands for, without the name of the package."""
    return [
        f"{code[use.start : use.end]}: {use.name.removeprefix('training_loops.')}" for use in uses(code, KNOWN, home)
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import training_loops", ["training_loops: training_loops"]),
        (
            "import training_loops.linear as line\nline.train",
            ["training_loops.linear: linear", "line.train: linear.train"],
        ),
        (
            "import training_loops.linear\ntraining_loops.linear.train()",
            ["training_loops.linear: linear", "training_loops.linear.train: linear.train"],
        ),
        (
            "from training_loops import classifier\nclassifier.train()",
            ["training_loops: training_loops", "classifier: classifier", "classifier.train: classifier.train"],
        ),
        (
            "from training_loops.linear import (\n    LinearModel,\n    train as fit,\n)\nfit(LinearModel())",
            [
                "training_loops.linear: linear",
                "LinearModel: linear.LinearModel",
                "train: linear.train",
                "fit: linear.train",
                "LinearModel: linear.LinearModel",
            ],
        ),
        (
            "from training_loops.history import History\nHistory.append(h)\nHistory('a').append",
            [
                "training_loops.history: history",
                "History: history.History",
                "History.append: history.History.append",
                "History: history.History",
            ],
        ),
        (
            "from training_loops import linear\nlinear.nothing",
            ["training_loops: training_loops", "linear: linear", "linear: linear"],
        ),
        (
            "from training_loops import linear\n(linear).train",
            ["training_loops: training_loops", "linear: linear"],
        ),
        ("import keras\nkeras.train\ntrain()\nmodel.train()", []),
        ("def broken(:\n    train()", []),
    ],
)
def test_imports_aliases_and_attributes(code: str, expected: list[str]):
    assert found(code) == expected


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("train()", 1),
        ("def outer():\n    def inner():\n        return train()\n    return inner", 1),
        ("def f(step=train):\n    return step", 1),
        ("def f(x: train) -> train: ...", 2),
        ("@train\nclass A(train):\n    y = train", 3),
        ("f = lambda x: train(x)", 1),
        ("[train(x) for x in y]", 1),
        ("print(f'{train(x)}')", 1),
        ("é = 'é'; train()", 1),
        ("def f(train):\n    return train()", 0),
        ("def f(*train):\n    return train", 0),
        ("def f():\n    train = 1\n    return train", 0),
        ("def f():\n    train = 1\n\ntrain()", 1),
        ("def train():\n    return train", 0),
        ("class train:\n    pass\n\ntrain()", 0),
        ("train = 3\ntrain", 0),
        ("for train in range(3):\n    print(train)", 0),
        ("with open(x) as train:\n    train.read()", 0),
        ("try:\n    pass\nexcept ValueError as train:\n    print(train)", 0),
        ("[train for train in x]", 0),
        ("f = lambda train: train", 0),
        ("(train := 3)", 0),
        ("class A:\n    train = 1\n    y = train", 0),
        ("class A:\n    train = 1\n\n    def f(self):\n        return train", 1),
        ("print('train', \"train()\")  # train()", 0),
        ("f(train=3)", 0),
        ("x.train", 0),
    ],
)
def test_a_name_that_the_code_binds_itself_is_its_own(code: str, count: int):
    assert len(found(IMPORT + code)) - len(found(IMPORT)) == count


def test_one_name_from_two_modules_is_neither():
    both = IMPORT + "from training_loops.classifier import train\ntrain()"
    assert len(found(both)) == 4  # those in the imports


def test_a_module_shown_from_the_package_uses_its_own_names():
    code = "def train():\n    return LinearModel()\n\n\nclass LinearModel:\n    pass\n"
    assert found(code) == []
    assert found(code, "training_loops.linear") == ["LinearModel: linear.LinearModel"]


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
    assert linked.count("<a ") == linked.count("</a>") == len(found(CODE)) == 9
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
