"""Data files that are wrong: one line that names the file, the line and the mend, for each kind of file."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import Project

from docsite import project
from docsite.export import addresses
from docsite.languages import ENGLISH, LANGUAGES, find, traditional
from docsite.loading import load_yaml
from docsite.pages import glossary
from docsite.project import DOCS, ROOT, DocsError, read_text
from docsite.translation import freshness, style

WORDS = (DOCS / "en/words.yml").read_text("utf-8")
FILES = {
    "words": DOCS / "en/words.yml",
    "glossary": DOCS / "glossary.yml",
    "translations": DOCS / "translations.yml",
    "coverage": DOCS / "coverage.yml",
    "style-rules": DOCS / "style-rules.yml",
    "vocabulary": DOCS / "vocabulary.yml",
    "comments": DOCS / "comments.yml",
    "facts": DOCS / "facts.yml",
    "search": DOCS / "search.yml",
    "mkdocs": ROOT / "mkdocs.yml",
}
DEEP = "[" * 200_000


def mistake(call: Callable[[], object]) -> str:
    """The one line that is told."""
    with pytest.raises(DocsError) as raised:
        call()
    told = str(raised.value)
    assert "\n" not in told
    return told


def of_text(tmp_path: Path, schema: str, data: bytes | str) -> str:
    path = tmp_path / f"{schema}.yml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    told = mistake(lambda: load_yaml(path, schema))
    assert re.match(rf"{re.escape(str(path))}(:\d+)?: ", told), told
    return told.removeprefix(f"{tmp_path}/")


@pytest.mark.parametrize("schema", FILES)
def test_the_files_as_they_are_keep_to_their_schemas(schema: str):
    assert load_yaml(FILES[schema], schema)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_words_of_each_language_keep_to_their_schema(language):
    assert language.words["measured"].format(date=1, device=2, versions=3, key=4)


@pytest.mark.parametrize("schema", FILES)
@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (b"", 1, "holds nothing, and not"),
        (b"# A comment\n", 1, "holds nothing, and not"),
        (b"words\n", 1, "holds a text, and not"),
        (b"a: 1\n b: 2\n", 2, "mend the YAML"),
        (b"a: b: c\n", 1, "a text with a colon stands in quotes"),
        (b"# caf\xe9\n", 1, "byte 0xe9 is not UTF-8"),
        (b"a: \x00\n", 1, "the character U+0000 is not seen"),
        (b"\na: 2020-99-99\n", 2, "no number or date that can be read; put it in quotes"),
        (b"a: !!python/object/apply:os.system [x]\n", 1, "could not determine a constructor"),
        (b"a: &a {b: 1}\nc: *a\n", 2, "*a stands for a part; write the part again"),
        (b"a: &a [*a]\n", 1, "*a stands for a part"),
        (DEEP.encode(), 1, "more than 20 lists or mappings inside each other"),
        (b"- " * 100_000, 1, "more than 20 lists or mappings inside each other"),
        (b"a: " + b"9" * 5000, 1, "no number or date that can be read"),
    ],
    ids=lambda value: f"{value!r:.20}" if isinstance(value, bytes) else "",
)
def test_what_is_no_file_of_its_kind_is_one_line(tmp_path: Path, schema: str, data: bytes, line: int, told: str):
    found = of_text(tmp_path, schema, data)
    assert found.startswith(f"{schema}.yml:{line}: ")
    assert told in found


def without(key: str) -> str:
    """The English words without one of them."""
    return yaml.safe_dump({name: word for name, word in yaml.safe_load(WORDS).items() if name != key})


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


@pytest.mark.parametrize("key", ["pages", "take", "columns", "measured", "results", "script_head"])
def test_a_word_that_is_missing_is_named(tmp_path: Path, key: str):
    assert f"no '{key}'; write it as docs/en/words.yml has it" in of_text(tmp_path, "words", without(key))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{link}", "{nope}", "source: {nope} cannot be filled; the holes of this text are {link}"),
        ("{link}", "{link", "source: expected '}' before end of string"),
        ("{link}", "{0}", "source: {0} cannot be filled"),
        ("{link}", "{link.__class__}", "source: {link.__class__} cannot be filled"),
        ("{link}", "{link:>999999999}", "source: {link} cannot be filled"),
        ("{link}", "the page", "source: no {link}; the holes of this text are {link}"),
        ("{date}", "", "measured: no {date}"),
        ("alone: ", "alone: '{x}' # ", "alone: {x} cannot be filled; this text has no holes"),
        ("pages: Pages", "pages: 3", "pages: holds a number, and not a text"),
        ("pages: Pages", "pages: No", "pages: holds yes or no, and not a text"),
        ("pages: Pages", "pages:", "pages: holds nothing, and not a text"),
        (
            "pages: Pages",
            "pages: <b>Pages</b>",
            "pages: '<b>Pages</b>' cannot stand here; a text in one piece without HTML",
        ),
        ("pages: Pages", "pages: ''", "pages: is empty"),
        ("  guide: Guide", "  guide: [a]", "take.guide: holds a list, and not a text"),
        ("  guide: Guide\n", "", "take: no 'guide'"),
        ("site_name: Training", "site_name: '\"' #", "site_name: '\"' cannot stand here"),
        ("  epoch: Epoch", "  No: Epoch", "columns.False: False names something and is no text; put it in quotes"),
        ("  epoch: Epoch", "  epoch: 2020-01-01", "columns.epoch: holds"),
    ],
)
def test_a_word_that_is_wrong_has_its_line(tmp_path: Path, old: str, new: str, told: str):
    changed = WORDS.replace(old, new, 1)
    assert changed != WORDS
    found = of_text(tmp_path, "words", changed)
    assert told in found
    if "no 'guide'" not in told and "No" not in new.split(":")[0]:
        assert found.startswith(f"words.yml:{line_of(WORDS, old)}: "), found


@pytest.mark.parametrize(
    ("schema", "data", "line", "told"),
    [
        ("vocabulary", "- {en: a, zh: b, he: c, ban: {}}\n", 1, "1: no 'zh_hant'; an entry is {en: …"),
        ("glossary", "- {en: a, zh: b, zh_hant: d, he: c}\n", 1, "1: no 'id'"),
        ("facts", "guides/gan.md: {steps: {digest: a}}\n", 1, "no 'facts'"),
        ("comments", "- {en: a, zh: b}\n", 1, "1: no 'he'; an entry is {en: …, zh: …, he: …}"),
        (
            "vocabulary",
            "- {en: a, zh: b, zh_hant: d,\n   he: No, ban: {}}\n",
            2,
            "1.he: holds yes or no, and not a text",
        ),
        (
            "vocabulary",
            "- {en: a, zh: b, zh_hant: d, he: c, ban: {he: ['re:(']}}\n",
            1,
            "no regular expression: missing )",
        ),
        (
            "vocabulary",
            "- {en: a, zh: b, zh_hant: d, he: c,\n  ban: {fr: []}}\n",
            2,
            "fr: is not read here; there are he, zh, zh_hant",
        ),
        ("glossary", "- {id: loss, en: a, zh: b, zh_hant: d, he: c}\n", 1, "loss: no '"),
        ("glossary", "[]\n", 1, "is empty"),
        ("translations", "he:\n", 1, "he: holds nothing, and not a mapping; restore it from the repository, or"),
        ("translations", "- he\n", 1, "holds a list, and not a mapping"),
        ("translations", "he:\n  a.md:\n    top: 12345678\n", 3, "he.a.md.top: holds a number, and not a text"),
        ("translations", "he: {a.md: {top: x}}\n", 1, "'x' cannot stand here"),
        ("coverage", "'1': {title: a}\n", 1, "1: no 'sections'; a row is"),
        ("coverage", "'1': {title: a, sections: [{sektion: x}]}\n", 1, "sektion: is not read here"),
        ("style-rules", "- {id: A}\n", 1, "A: no 'lang'; a rule is"),
        (
            "style-rules",
            "- {id: A, lang: [fr], code: keep, re: x, why: x, good: x, bad: x}\n",
            1,
            "A.lang.1: 'fr' is none of en, zh, zht, he, all",
        ),
        (
            "mkdocs",
            "site_url: 3\nnav: [index.md]\n",
            1,
            "site_url: holds a number, and not a text; the address of the site",
        ),
        (
            "mkdocs",
            "nav: [index.md]\nsite_url: nope\n",
            2,
            "site_url: 'nope' cannot stand here; the address of the site",
        ),
        ("mkdocs", "nav: [index.md]\n", 1, "no 'site_url'"),
        ("mkdocs", "site_url: https://a/\nnav:\n  - a: 3\n", 3, "3 cannot stand here; a list of pages such as"),
        ("mkdocs", "site_url: https://a/\nnav:\n", 2, "nav: holds nothing, and not a list"),
    ],
)
def test_what_else_may_be_wrong_has_its_line(tmp_path: Path, schema: str, data: str, line: int, told: str):
    found = of_text(tmp_path, schema, data)
    assert found.startswith(f"{schema}.yml:{line}: "), found
    assert told in found


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path):
    assert "cannot be read: No such file" in mistake(lambda: load_yaml(tmp_path / "words.yml", "words"))
    assert "cannot be read: Is a directory" in mistake(lambda: read_text(tmp_path))


READERS: dict[str, tuple[object, str, str, Callable[[], object]]] = {
    "the words": (project, "DOCS", "", lambda: ENGLISH.words),
    "the words, converted": (project, "DOCS", "", lambda: find("zh-TW").words),
    "the glossary": (glossary, "GLOSSARY", "glossary.yml", lambda: glossary.terms(ENGLISH)),
    "the record of translations": (freshness, "RECORD", "translations.yml", freshness.read_record),
    "the rules of style": (style, "RULES", "style-rules.yml", lambda: style.rules.__wrapped__("he")),
    "what MkDocs reads": (addresses, "ROOT", "mkdocs.yml", lambda: addresses.site.__wrapped__()),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("data", [b"", b"- a\n", b"\xe9", b"a: [\n"], ids=["empty", "list", "Latin-1", "broken"])
def test_each_reader_tells_of_its_file(name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    module, constant, file, read = READERS[name]
    if file == "":
        monkeypatch.setattr("docsite.languages.DOCS", tmp_path)
        for folder in ("en", "zh"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "words.yml").write_bytes(data)
    else:
        monkeypatch.setattr(module, constant, tmp_path if constant == "ROOT" else tmp_path / file)
        (tmp_path / file).write_bytes(data)
    assert re.match(rf"{re.escape(str(tmp_path))}/\S+\.yml:\d+: ", mistake(read))


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\tb\nwords\n", 2), ("# a\n\nwords\t\n", 3), ("\twords\n", 1)],
    ids=["no tab", "after", "before"],
)
def test_an_override_without_its_other_half_has_its_line(
    text: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "taiwan.txt"
    path.write_text(text, "utf-8")
    monkeypatch.setattr(traditional, "OVERRIDES", path)
    told = mistake(lambda: traditional.convert("一"))
    assert told == f"{path}:{line}: a line is the Simplified words, a tab, and Taiwan's words"
    path.write_text("# none\n", "utf-8")
    assert traditional.convert("a 一") == "a 一"


def test_a_lock_without_tensorflow_is_one_line_and_stops_no_lenient_build(english: Project):
    english.edit("requirements.lock", "\ntensorflow==", "\ntensorflaw==")
    told = "requirements.lock: tensorflow is not among the locked packages; resolve them anew: make lock"
    for how, status in (("--lenient", 0), ("--strict", 1)):
        staged = english.run("docsite", "stage", "--language", "en", how)
        assert staged.returncode == status, staged.stderr
        assert told in staged.stderr
        assert "Traceback" not in staged.stderr


def test_a_key_that_stands_twice_is_told_with_its_line(tmp_path):
    path = tmp_path / "page.yml"
    path.write_text("title: A\ndescription: b\ntitle: C\n", "utf-8")
    with pytest.raises(DocsError, match=r"page\.yml:3: 'title' stands here and above; leave one"):
        load_yaml(path, "front")
