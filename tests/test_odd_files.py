"""Odd files: data files, results and figures with changes made at random are read, or are one line that names the file.

What is read after all is used: a page that asks for it is written in every form.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from built import Scripts
from hypothesis import given, settings
from hypothesis import strategies as st
from made import html_of
from odd import CASES, ODD_TEXT, ODD_VALUES, ODDLY, TEXT, changed, told
from paged import page_of_language, written

from docsite.export import addresses
from docsite.figures import store as pictures
from docsite.figures.standalone import standing_alone
from docsite.languages import ENGLISH, LANGUAGES, find, traditional
from docsite.loading import load_yaml
from docsite.pages import glossary, reference
from docsite.project import DOCS, RESULTS, ROOT
from docsite.results import store as results
from docsite.translation import freshness, style

PAGE = """\
# T {{= value("linear-sgd.w[-1]", ".2f") =}}

{{= table("linear-sgd.history", caption="C") =}}

{{= table("bench-loops.table") =}}

{{= value("bench-loops.best_fit") =}} is {{= claim("linear-sgd.true_w", "> 2", "more") =}}.

{{= figure("linear-sgd.loss", "A", "C") =}}

{{= source("training_loops.linear.train_step") =}}

{{= results() =}}

{{= glossary() =}}
"""
SOME = settings(ODDLY, max_examples=max(CASES // 2, 1))


def use_words() -> None:
    for language in (ENGLISH, find("zh-TW")):
        used = [language.say(word, **dict.fromkeys(FILLED, "x")) for word in ("measured", "cores", "stale", "source")]
        assert all(used)
        assert html_of.__wrapped__(written_site(language))
    assert reference.pages(ENGLISH)[0].nodes


FILLED = ("date", "device", "versions", "key", "processor", "count", "command", "link")


def written_site(language) -> str:
    return written(page_of_language(PAGE, language))["site"]


def use_glossary() -> None:
    assert glossary.terms(ENGLISH)
    for language in ("zh", "zh-TW", "he"):
        list(style.findings("# T\n\na b c\n", language))
    assert written_site(ENGLISH)


def use_translations() -> None:
    for language in freshness.written():
        assert freshness.states(language, "index.md")


def use_style() -> None:
    for language in ("zh", "zh-TW", "he"):
        list(style.findings("# T\n\na b c\n", language))


def use_mkdocs() -> None:
    found = addresses.site.__wrapped__()
    assert found.url.endswith("/")
    assert all(isinstance(name, str) for name in found.pages)


FILES: dict[str, tuple[Path, Callable[[], object]]] = {
    "en/words.yml": (DOCS / "en/words.yml", use_words),
    "zh/words.yml": (DOCS / "zh/words.yml", use_words),
    "zh/taiwan.txt": (DOCS / "zh/taiwan.txt", lambda: traditional.convert("一个周期之后，参数")),
    "glossary.yml": (DOCS / "glossary.yml", use_glossary),
    "translations.yml": (DOCS / "translations.yml", use_translations),
    "style-rules.yml": (DOCS / "style-rules.yml", use_style),
    "coverage.yml": (DOCS / "coverage.yml", lambda: load_yaml(freshness.RECORD.parent / "coverage.yml", "coverage")),
    "mkdocs.yml": (ROOT / "mkdocs.yml", use_mkdocs),
}
DATA = {name: path.read_bytes() for name, (path, _) in FILES.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of every data file, one of which is changed at a time."""
    made = tmp_path_factory.mktemp("files")
    for name, data in DATA.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_bytes(data)
    return made


@SOME
@given(st.data(), st.sampled_from(sorted(FILES)))
def test_an_odd_data_file_is_read_or_one_line(folder: Path, data: st.DataObject, name: str):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("docsite.languages.DOCS", folder)
        patch.setattr(traditional, "OVERRIDES", folder / "zh/taiwan.txt")
        patch.setattr(glossary, "GLOSSARY", folder / "glossary.yml")
        patch.setattr(freshness, "RECORD", folder / "translations.yml")
        patch.setattr(style, "RULES", folder / "style-rules.yml")
        patch.setattr(addresses, "ROOT", folder)
        style.rules.cache_clear()
        try:
            (folder / name).write_bytes(data.draw(changed(DATA[name])))
            mistake = told(FILES[name][1])
            assert mistake is None or re.fullmatch(rf"{re.escape(str(folder / name))}(:\d+)?: [^\n\r]+", mistake), (
                mistake
            )
        finally:
            (folder / name).write_bytes(DATA[name])
            style.rules.cache_clear()


SHOWN = ("device", "device", "processor", "processor", "versions", "outcome")  # on pages, and changed more often
RECORDS = {name: json.loads((RESULTS / f"{name}.json").read_text("utf-8")) for name in ("linear-sgd", "bench-loops")}
PICTURE = (RESULTS / "linear-sgd.loss.svg").read_bytes()


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two results and the figure that the page asks for, and no others."""
    made = tmp_path_factory.mktemp("results")
    for name in RECORDS:
        (made / f"{name}.json").write_bytes((RESULTS / f"{name}.json").read_bytes())
    (made / "linear-sgd.loss.svg").write_bytes(PICTURE)
    return made


def use_page(stored: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "RESULTS", stored)
        patch.setattr(pictures, "RESULTS", stored)
        for language in (ENGLISH, find("he")):
            forms = written(page_of_language(PAGE, language))
            assert all(text.encode("utf-8") for text in forms.values())
            html = html_of.__wrapped__(forms["site"])
            assert Scripts(html).found == []
            assert "<b>" not in html


@st.composite
def records(draw: st.DrawFn, name: str) -> dict:
    """A result with up to three of its values replaced, left out or added, and the digest that fits."""
    record = json.loads(json.dumps({part: value for part, value in RECORDS[name].items() if part != "digest"}))
    for _ in range(draw(st.integers(1, 3))):
        inside, key = record, draw(st.sampled_from([*(name for name in SHOWN if name in record), *sorted(record)]))
        while isinstance(inside[key], dict) and inside[key] and draw(st.booleans()):
            inside = inside[key]
            key = draw(st.sampled_from(sorted(inside)))
        if draw(st.booleans()):
            inside[key] = draw(st.sampled_from(ODD_TEXT) if isinstance(inside[key], str) else ODD_VALUES | TEXT)
        elif draw(st.booleans()):
            inside[draw(TEXT)] = draw(ODD_VALUES)
        else:
            del inside[key]
        if not record:
            break
    return record


@SOME
@given(st.data(), st.sampled_from(sorted(RECORDS)))
def test_an_odd_result_is_shown_as_text_or_one_line(stored: Path, data: st.DataObject, name: str):
    path = stored / f"{name}.json"
    if data.draw(st.booleans()):
        record = data.draw(records(name))
        text = json.dumps({**record, "digest": results._digest(record)}).encode()
    else:
        text = data.draw(changed((RESULTS / f"{name}.json").read_bytes()))
    try:
        path.write_bytes(text)
        mistake = told(lambda: use_page(stored))
        places = rf"{re.escape(str(path))}|docs/\w+/guides/example\.md"
        assert mistake is None or re.fullmatch(rf"({places})(:\d+)?: [^\n\r]+", mistake), mistake
    finally:
        path.write_bytes((RESULTS / f"{name}.json").read_bytes())


def use_figure() -> None:
    for language in LANGUAGES:
        drawn = pictures.in_language("linear-sgd.loss", language)
        assert Scripts(drawn).found == []
        assert standing_alone(drawn).startswith("<svg width=")


@SOME
@given(changed(PICTURE))
def test_an_odd_figure_is_a_drawing_or_one_line(stored: Path, data: bytes):
    path = stored / "linear-sgd.loss.svg"
    try:
        path.write_bytes(data)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pictures, "RESULTS", stored)
            mistake = told(use_figure)
        assert mistake is None or re.fullmatch(rf"{re.escape(str(path))}:\d+: [^\n\r]+", mistake), mistake
    finally:
        path.write_bytes(PICTURE)
