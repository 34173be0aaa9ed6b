"""What each marker writes, in each language, beside a golden file: the page as HTML, a line for each tag and text.

Where a change is meant, `pytest tests/test_golden.py --update-golden` writes the files anew, and their difference is
to be read as code is.
"""

from pathlib import Path

import pytest
from made import Made, make
from trees import normalised

from docsite.languages import LANGUAGES
from docsite.pages import markers
from docsite.project import ROOT, DocsError

GOLDEN = ROOT / "tests" / "golden"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    return make(tmp_path, monkeypatch)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_marker_writes_what_its_golden_file_says(language, made: Made, request: pytest.FixtureRequest):
    path = GOLDEN / f"page.{language.code}.txt"
    written = normalised(made.page((GOLDEN / "page.md").read_text("utf-8"), language))
    if request.config.getoption("update_golden"):
        path.write_text("\n".join(written) + "\n", "utf-8")
    assert written == path.read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("<= 0.25", True),
        ("<= 0.24", False),
        ("< 0.25", False),
        ("< 0.26", True),
        (">= 0.25", True),
        (">= 0.26", False),
        ("> 0.25", False),
        ("> 0.24", True),
    ],
)
def test_a_claim_holds_as_its_comparison_says_also_where_both_are_equal(condition: str, holds: bool, made: Made):
    text = f'# T\n\nIt is {{{{= claim("fresh-run.loss[1]", "{condition}", "said so") =}}}}.\n'
    if holds:
        assert "<p>It is said so.</p>" in made.page(text, LANGUAGES[0])
    else:
        with pytest.raises(DocsError, match=r"example\.md:3: 'said so' no longer holds: fresh-run\.loss\[1\] is 0\.25"):
            made.page(text, LANGUAGES[0])


@pytest.mark.parametrize("raised", [ValueError("odd"), KeyError("odd"), TypeError("odd")], ids=repr)
def test_whatever_a_marker_raises_is_told_with_page_and_line(raised: Exception, made: Made, monkeypatch):
    def failing(_: str):
        raise raised

    monkeypatch.setattr(markers, "record_of", failing)
    with pytest.raises(DocsError, match=r"example\.md:3: .*odd"):
        made.page('# T\n\n{{= table("fresh-run.history") =}}\n', LANGUAGES[0])
