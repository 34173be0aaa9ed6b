"""Facts and proofs: each mark leads to a proof, each proof is used, and the way back is right."""

import ast
import re
import sys
from pathlib import Path

import pytest
from made import html_of
from paged import NAME, mistake, page, plain, site
from trees import parsed

from docsite.export.notebook import notebook
from docsite.export.notebook_page import NotebookPageWriter
from docsite.export.script import script
from docsite.export.site import SiteWriter
from docsite.languages import ENGLISH, LANGUAGES, Language, find
from docsite.pages import facts, markers
from docsite.pages import page as pages
from docsite.pages.nodes import Block, Heading, walk
from docsite.pages.page import page_of
from docsite.pages.parser import parse
from docsite.project import DOCS
from docsite.translation.freshness import english_pages

PROOFS = """\
# How we know

## A guide {#guide}

### One is `one` {#one-is-one}

It is.

```{.python #one-is-one-proof title="One"}
print(1)
#> 1
```

### Nobody says this {#unsaid}

Nor that.

```{.python #unsaid-proof title="Nothing"}
print(0)
#> 0
```
"""
HEBREW = (
    '# ה\n\n## מ {#guide}\n\n### אחד הוא `one` {#one-is-one}\n\nכן.\n\n{{= code("one-is-one-proof", title="א") =}}\n'
)
SAYS = '# A "title"\n\nIt is.{{= fact("one-is-one") =}} Again\n\n- and again.{{= fact("one-is-one") =}}\n'
WRITTEN = [language for language in LANGUAGES if not language.converted]


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """English pages, one that says a fact twice and one that says none, and a Hebrew page of proofs."""
    texts = {f"en/{NAME}": SAYS, "en/proofs.md": PROOFS, "en/other.md": "# Other\n", "he/proofs.md": HEBREW}
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for module in (facts, markers, pages):
        monkeypatch.setattr(module, "DOCS", tmp_path)
    return tmp_path


def read(name: str, language: Language) -> pages.Page:
    return pages.read(name, language)


@pytest.mark.usefixtures("docs")
def test_a_mark_is_a_link_to_the_proof_with_a_name_and_a_place_of_its_own():
    marks = parsed(html_of(site(SAYS))).all("sup", having="fact")
    links = [mark.all("a")[0] for mark in marks]
    assert [link.attributes["href"] for link in links] == ["../proofs.md#one-is-one"] * 2
    assert [link.attributes["id"] for link in links] == ["fact-one-is-one", "fact-one-is-one-2"]
    assert {link.attributes["aria-label"] for link in links} == {"How we know: One is one"}
    assert {link.text for link in links} == {"✓"}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("What `__init__` makes", "What __init__ makes"),
        ('A < b & "c" } d', 'A < b & "c" } d'),
        ("[x](y) and _z_ or \\* and ![a](b)", "[x](y) and _z_ or \\ and ![a](b)"),
    ],
)
def test_a_name_may_hold_any_sign(heading: str, name: str, docs: Path):
    proofs = PROOFS.replace("One is `one`", heading)
    (docs / "en" / "proofs.md").write_text(proofs, "utf-8")
    mark = parsed(html_of(site(SAYS))).all("sup", having="fact")[0]
    assert mark.text == "✓"
    assert mark.all("a")[0].attributes["title"] == f"How we know: {name}"


@pytest.mark.usefixtures("docs")
def test_a_name_is_in_the_language_of_the_page(docs: Path):
    hebrew, path = find("he"), docs / "he" / NAME
    written = SiteWriter(page_of(SAYS, NAME, hebrew, path)).write()
    assert (
        parsed(html_of(written))
        .all("sup", having="fact")[0]
        .all("a")[0]
        .attributes["aria-label"]
        .endswith(": אחד הוא one")
    )
    chinese = SiteWriter(page_of(SAYS, NAME, find("zh"), path)).write()
    assert 'aria-label="依据：One is one"' in chinese  # no Chinese page of proofs is there


@pytest.mark.usefixtures("docs")
def test_the_other_forms_lead_to_the_proof_too_and_a_script_has_no_mark():
    titled = '"How we know: One is one"'
    assert f"It is.<sup>[✓](<../proofs.md#one-is-one> {titled})</sup> Again" in plain(SAYS)
    told = titled.replace('"', r"\"")
    assert rf"https://example.org/training-loops/proofs/#one-is-one {told})</sup>" in notebook(page(SAYS))
    assert "[✓](../../proofs/#one-is-one){" in NotebookPageWriter(page(SAYS)).write()
    assert "✓" not in script(page(SAYS))


@pytest.mark.usefixtures("docs")
def test_a_proof_leads_back_to_every_place_that_says_it():
    written = SiteWriter(read("proofs.md", ENGLISH)).write()
    backs = re.findall(r"Said in (.*)", written)
    first, second = f'[A "title"]({NAME}#fact-one-is-one)', f'[A "title" (2)]({NAME}#fact-one-is-one-2)'
    assert backs == [f"{first} · {second}"]
    assert written.index("one-is-one-proof") < written.index("Said in") < written.index("{#unsaid}")


@pytest.mark.usefixtures("docs")
def test_a_translated_proof_leads_to_the_english_page_where_there_is_no_other():
    assert f"({NAME}#fact-one-is-one)" in SiteWriter(read("proofs.md", find("he"))).write()


@pytest.mark.usefixtures("docs")
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "# T\n\nSo.{{= fact('one-is-on') =}}\n",
            3,
            "no fact 'one-is-on' on docs/en/proofs.md; did you mean 'one-is-one'",
        ),
        ("# T\n\nSo.{{= fact('else') =}}\n", 3, "no fact 'else' on docs/en/proofs.md; there are one-is-one"),
        ("# T\n\nSo.{{= fact() =}}\n", 3, "fact: missing a required argument: 'name'"),
        ("# T\n\nSo.\n{{= fact(1) =}}\n", 4, "fact: name cannot be 1"),
        ("# T{{= fact('one-is-one') =}}\n", 1, "fact stands after a sentence, not in a heading or a title"),
        ("# T\n\n??? note \"T{{= fact('one-is-one') =}}\"\n\n    So.\n", 3, "fact stands after a sentence"),
        ("# T\n\n{{= fact('one-is-one') =}}{{= results() =}}\n", 3, "results stands by itself"),
    ],
)
def test_what_is_no_fact_gets_one_line(text: str, line: int, message: str):
    told = mistake(text)
    assert told.startswith(f"docs/en/{NAME}:{line}: ")
    assert message in told


def test_a_page_is_made_again_when_a_title_changes_and_the_proofs_when_a_page_says_more(docs: Path):
    before = [facts.around(name, ENGLISH) for name in (NAME, "proofs.md", "other.md")]
    proofs = (docs / "en" / "proofs.md").read_text("utf-8")
    (docs / "en" / "proofs.md").write_text(proofs.replace("One is `one`", "One is 1"), "utf-8")
    (docs / "en" / "other.md").write_text('# Other\n\nIt is.{{= fact("unsaid") =}}\n', "utf-8")
    after = [facts.around(name, ENGLISH) for name in (NAME, "proofs.md", "other.md")]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert before[2] == ""


def said(language: Language) -> set[str]:
    """What the pages of a language say, the English one where there is no other."""
    found: set[str] = set()
    for name in english_pages():
        own = DOCS / language.folder / name
        path = own if own.exists() else DOCS / "en" / name
        found |= set(facts.said(parse(path.read_text("utf-8")).nodes))
    return found


@pytest.mark.parametrize("language", WRITTEN, ids=lambda language: language.code)
def test_every_fact_that_is_said_has_a_proof_and_every_proof_is_said(language: Language):
    assert said(language) == set(facts.proofs())


def test_every_proof_is_a_heading_with_its_block_below_it():
    nodes = list(walk(parse((DOCS / "en" / facts.PAGE).read_text("utf-8")).nodes))
    headings = [node.id for node in nodes if isinstance(node, Heading) and node.level == facts.LEVEL]
    blocks = [node.id for node in nodes if isinstance(node, Block)]
    assert blocks == [facts.block_of(heading) for heading in headings]


@pytest.mark.parametrize("fact", facts.proofs())
def test_a_proof_needs_tensorflow_keras_and_numpy_alone(fact: str):
    tree = ast.parse(facts.proofs()[fact].code)
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in named} <= {"tensorflow", "keras", "numpy", *sys.stdlib_module_names}
