"""The words: glossary and style rules, on the pages as written and as staged."""

import json
import re
from pathlib import Path

import pytest
import yaml

from docsite.figures import store as pictures
from docsite.languages import LANGUAGES, Language, traditional
from docsite.pages.glossary import TERM_KEYS
from docsite.project import DOCS, RESULTS
from docsite.translation import style

TRANSLATED = [language for language in LANGUAGES if language.code in TERM_KEYS]
IDS = [language.code for language in TRANSLATED]
EXAMPLES = yaml.safe_load(style.RULES.read_text("utf-8"))


def report(path: Path, text: str, language: Language) -> list[str]:
    return [f"{path}:{line}: {what}" for line, what in style.findings(text, language.code)]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_pages_as_written_have_no_findings(language: Language):
    found = []
    for path in sorted((DOCS / language.folder).rglob("*.md")):
        found += report(path, language.text(path.read_text("utf-8")), language)
    words = DOCS / language.folder / "words.yml"
    for value in flat(language.words):
        found += report(words, value, language)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", TRANSLATED, ids=IDS)
def test_the_staged_pages_have_no_findings(language: Language, staged: Path):
    found = []
    # What a maker calls its device, "80GB" in it, is a name and no prose.
    devices = {json.loads(path.read_text("utf-8"))["device"] for path in RESULTS.glob("*.json")} - {"CPU"}
    for path in sorted((staged / language.code).rglob("*.md")):
        text = path.read_text("utf-8")
        for device in devices:
            text = text.replace(device, "GPU")
        if '<div lang="en" dir="ltr"' not in text:
            found += report(path, text, language)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", TRANSLATED, ids=IDS)
def test_the_words_on_figures_are_translated(language: Language):
    for path in sorted(RESULTS.glob("*.svg")):
        for word in pictures.words(path.read_text("utf-8")):
            assert word in language.words["labels"], (
                f"{path.name}: no {language.code} for {word!r} in words.yml, labels"
            )


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule["id"])
def test_each_rule_finds_its_bad_example_and_not_its_good_one(rule: dict):
    codes = [code for code, key in style.RULE_KEYS.items() if {key, "all"} & set(rule["lang"])]
    for code in codes:
        label = f"{rule['id']}: "
        assert [what for _, what in style.findings(f"{rule['bad']}\n", code) if what.startswith(label)], code
        assert not [what for _, what in style.findings(f"{rule['good']}\n", code) if what.startswith(label)], code


def test_words_inside_markers_and_front_matter_are_read():
    markers = '{{= figure("a.b", "培训的曲线", caption="培训") =}}\n\n{{= code("x", title="培训") =}}\n'
    text = f"---\ntitle: 开始培训\n---\n\n{markers}"
    assert [line for line, what in style.findings(text, "zh") if "培训" in what] == [2, 5, 5, 7]


def test_words_of_a_drawing_are_read_and_its_code_is_not():
    code = '<g font-family="monospace"><text x="1">培训</text></g>'
    assert not list(style.findings(f"<svg>\n{code}\n</svg>\n", "zh"))
    for words in ('<g><text x="1">培训</text></g>', '<g aria-label="培训"></g>'):
        assert [line for line, _ in style.findings(f"<svg>\n{code}\n{words}\n</svg>\n", "zh")] == [3]


def test_an_exception_needs_its_reason():
    assert list(style.findings("培训\n", "zh"))
    assert list(style.findings("<!-- term-ok: 培训 -->\n培训\n", "zh"))
    assert not list(style.findings("<!-- term-ok: 培训 because it is a company's course -->\n培训\n", "zh"))


def test_taiwan_reads_as_taiwan_writes():
    assert traditional.convert("损失函数与训练循环的“参数”") == "損失函數與訓練迴圈的「參數」"
    assert traditional.convert("`tf.function` {#train} [x](a.md#b)") == "`tf.function` {#train} [x](a.md#b)"


def test_every_override_of_taiwan_is_of_use():
    files = [*(DOCS / "zh").rglob("*.md"), DOCS / "zh" / "words.yml", DOCS / "glossary.yml", DOCS / "comments.yml"]
    written = "\n".join(path.read_text("utf-8") for path in files)
    _, overrides = traditional._overrides()
    assert [simplified for simplified in overrides if simplified not in written] == []


def test_nothing_simplified_is_left_in_the_pages_of_taiwan():
    from opencc import OpenCC

    check = OpenCC("s2tw")
    _, overrides = traditional._overrides()  # their words were chosen by a person
    own_words = re.compile("|".join(map(re.escape, sorted(overrides.values(), key=len, reverse=True))))
    for path in sorted((DOCS / "zh").rglob("*.md")):
        for number, line in enumerate(traditional.convert(path.read_text("utf-8")).splitlines(), 1):
            for piece in own_words.split(line):
                assert check.convert(piece) == piece, f"{path}:{number}: {piece}"


def flat(value) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in flat(item)]
    return [str(value)]
