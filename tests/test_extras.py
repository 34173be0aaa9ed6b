"""Extras of the package that a block needs: it says so, and so do its page, its notebook and its script."""

import tomllib

from conftest import ROOT
from paged import mistake, page, plain, site, written

from docsite.export import wheel
from docsite.export.installing import installing
from docsite.languages import LANGUAGES
from docsite.pages.page import page_of
from docsite.pages.settings import EXTRAS
from docsite.project import DOCS

BLOCK = '```{.python #board title="T" needs="tensorboard"}\nprint(1)\n#> 1\n```\n'
TEXT = f"# A\n\n## B {{#b}}\n\n{BLOCK}"
PLAIN = TEXT.replace(' needs="tensorboard"', "")
COMMAND = "training-loops[plots,tensorboard] @ "


def test_the_extras_are_those_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(EXTRAS) <= set(project["optional-dependencies"])
    for extra in EXTRAS:  # the first cell of a notebook looks for a package of the extra's name
        assert any(need.startswith(extra) for need in project["optional-dependencies"][extra])


def test_a_block_and_its_page_say_what_they_need():
    for text in (site(TEXT), plain(TEXT)):
        assert "This block needs the extra `tensorboard` of the package." in text
        assert "Blocks of this page need an extra of the package, `tensorboard`. This installs it:" in text
        assert text.index("# A") < text.index(COMMAND) < text.index("## B")
        assert "needs=" not in text
    for text in (site(PLAIN), plain(PLAIN)):
        assert "extra" not in text
        assert COMMAND not in text


def test_every_language_says_it():
    for language in LANGUAGES:
        made = page_of(TEXT, "guides/example.md", language, DOCS / language.folder / "guides" / "example.md")
        for text in written(made).values():
            assert "tensorboard" in text


def test_the_block_of_a_translation_needs_what_the_english_one_needs():
    chinese = next(language for language in LANGUAGES if language.code == "zh")
    made = page_of('# A\n\n{{= code("two-runs") =}}\n', "guides/tensorboard.md", chinese, DOCS / "zh" / "example.md")
    assert made.extras == ("tensorboard",)


def test_a_notebook_installs_what_it_needs_where_it_is_missing():
    code = installing(page(TEXT))
    assert COMMAND.replace("@ ", "@ {wheel}") in code
    assert 'or not importlib.util.find_spec("tensorboard")' in code
    compile(code, "cell", "exec")
    assert "tensorboard" not in installing(page(PLAIN))
    for form in ("notebook", "notebook page"):
        assert "tensorboard] @ {wheel}" in written(page(TEXT))[form]


def test_a_script_names_the_packages_it_needs():
    assert '"tensorboard>=' in written(page(TEXT))["script"].splitlines()[3]
    assert "tensorboard" not in written(page(PLAIN))["script"]
    assert [need.split(">")[0] for need in wheel.needs()] == ["tensorflow", "matplotlib"]


def test_an_extra_that_is_not_there_stops_the_build():
    told = mistake(TEXT.replace('"tensorboard"', '"tensorbord"'))
    assert told.startswith("docs/en/guides/example.md:5: ")
    assert told.endswith('needs="tensorbord" names no extra of the package; there are tensorboard')
