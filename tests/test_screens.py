"""Pictures of a screen: both forms are there, each language finds them, and a command takes them anew."""

import base64
import re
from pathlib import Path

import pytest
from built import BuiltPage
from paged import mistake, page, written

from docsite.languages import LANGUAGES, Language
from docsite.pages import screens as pictures
from docsite.project import DOCS
from docsite.screens import VIEWS, program

TEXT = '# A\n\n{{= picture("tensorboard-scalars", "Two \\"runs\\"", caption="Both") =}}\n'.replace('\\"', "&")
LARGEST = 40 * 1024  # bytes


def test_every_picture_is_taken_by_the_command_in_both_forms_and_is_small():
    names = {path.name for path in pictures.FOLDER.iterdir()}
    assert names == {path.name for name in VIEWS for path in pictures.files(name)}
    for name in VIEWS:
        (width, height), files = pictures.read(name)
        assert (width, height) == (1000, VIEWS[name][2])
        assert all(path.stat().st_size < LARGEST for path in files)
    assert "tf.summary.histogram" in program()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_built_page_shows_both_forms_with_words_and_a_size(language: Language, site: Path):
    path = site / language.prefix / "guides/tensorboard/index.html"
    images = re.findall(r'<img src="([^"#]+)#only-(light|dark)" alt="([^"]+)" width="1000"', path.read_text("utf-8"))
    assert [scheme for _, scheme, _ in images] == ["light", "dark"] * len(VIEWS)
    for address, scheme, alternative in images:
        found = (path.parent / address).resolve()
        assert found.is_relative_to(site.resolve())
        assert found.name.endswith(f"-{scheme}.png")
        assert found.is_file()
        assert len(alternative) > 40
    assert BuiltPage(path).ids


def test_a_notebook_holds_the_picture_and_a_text_leads_to_it():
    forms = written(page(TEXT))
    [data] = re.findall(r"data:image/png;base64,([\w+/=]+)", forms["notebook"])
    light, _ = pictures.files("tensorboard-scalars")
    assert base64.b64decode(data) == light.read_bytes()
    assert f"/{light.relative_to(DOCS).as_posix()})" in forms["plain"]
    assert "*Both*" in forms["plain"]


def test_a_picture_that_is_not_there_or_no_picture_stops_the_build(tmp_path: Path, monkeypatch):
    told = mistake(TEXT.replace("scalars", "scalers"))
    assert told.startswith("docs/en/guides/example.md:3: no picture 'tensorboard-scalers', light and dark; there are")
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    files = pictures.files("tensorboard-scalars")
    head = b"\x89PNG\r\n\x1a\n....IHDR"
    for path, width in zip(files, (1, 2), strict=True):
        path.write_bytes(head + bytes([0, 0, 0, width, 0, 0, 0, 1]))
    assert "differ in size; take both anew: make screens" in mistake(TEXT)
    files[1].write_bytes(b"GIF")
    assert "is no PNG; take it anew: make screens" in mistake(TEXT)
