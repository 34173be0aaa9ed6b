"""Markers of figures that a script makes movable: what they give in each form, and what a script is given."""

import json
from pathlib import Path

import pytest
from paged import mistake, page, written
from trees import parsed

from docsite.languages import LANGUAGES
from docsite.project import DOCS, RESULTS

STEPPER = '{{= stepper("linear-sgd", "loss-surface.path", "Rings", caption="The valley"MORE) =}}'
SAMPLES = '{{= samples("gan.samples", "Rows", caption="Digits") =}}'
STILL = {
    STEPPER: '{{= figure("loss-surface.path", "Rings", caption="The valley") =}}',
    SAMPLES: '{{= figure("gan.samples", "Rows", caption="Digits") =}}',
}
SMALL = {"stepper.js": 15_000, "samples.js": 4_000, "stepper.css": 6_000}


def forms(marker: str, more: str = "") -> dict[str, str]:
    return written(page(f"# T\n\n{marker.replace('MORE', more)}\n"))


def given(text: str, kind: str) -> dict:
    """What the script of a kind finds on the page."""
    [figure] = parsed(text.partition("# T")[2]).all("figure")
    return json.loads(figure.attributes[f"data-{kind}"])


@pytest.mark.parametrize("marker", STILL)
def test_it_is_its_figure_in_every_form_without_scripts(marker: str):
    made, still = forms(marker), forms(STILL[marker])
    assert made.pop("site") != still.pop("site")
    assert made == still


def test_on_the_site_the_figure_has_all_that_its_script_needs():
    text = forms(STEPPER)["site"]
    found = given(text, "stepper")
    stored = json.loads((RESULTS / "linear-sgd.json").read_text("utf-8"))
    assert (found["x"], found["y"]) == (stored["outcome"]["x"], stored["outcome"]["y"])
    assert (found["w"], found["b"], found["rate"], found["epochs"]) == (5.0, 0.0, 0.1, 10)
    assert found["words"] == LANGUAGES[0].words["stepper"]
    assert found["lines"][0] == "def train_step(model, x, y, learning_rate):"
    assert found["lines"][-1] == "    return loss"
    assert '"""' not in "".join(found["lines"])
    assert "figure-code" in text


def test_a_compact_one_stands_without_the_lines_below_it():
    text = forms(STEPPER, ", compact=True")["site"]
    assert given(text, "stepper")["compact"] is True
    assert text.rstrip().endswith("</figure>")


def test_samples_are_rows_with_the_losses_of_their_epochs():
    rows = given(forms(SAMPLES)["site"], "samples")["rows"]
    outcome = json.loads((RESULTS / "gan.json").read_text("utf-8"))["outcome"]
    assert [row["epoch"] for row in rows] == outcome["sample_epochs"]
    assert rows[0] == {"epoch": 0, "generator": None, "discriminator": None}
    assert rows[1]["generator"] == outcome["history"]["generator_loss"][0]
    assert rows[-1]["discriminator"] == outcome["history"]["discriminator_loss"][-1]


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ('stepper("learning-rates", "loss-surface.path", "x")', "learning-rates has no learning_rate: only gradient"),
        ('stepper("gan", "loss-surface.path", "x")', "no 'x' in 'x'; there are "),
        ('stepper("linear-sgd", "loss-surface.pat", "x")', "no figure 'loss-surface.pat'; there are "),
        ('stepper("linear-sgd", "loss-surface.path", "x", compact=1)', "stepper: compact cannot be 1"),
        ('samples("linear-sgd.loss", "x")', "no 'sample_epochs' in 'sample_epochs'; there are "),
    ],
)
def test_a_mistake_is_one_line(marker: str, message: str):
    assert message in mistake(f"# T\n\n{{{{= {marker} =}}}}\n")


def test_what_a_result_says_stays_in_its_attribute(monkeypatch: pytest.MonkeyPatch):
    """A result may come from another hand."""
    from docsite.pages import interactive

    attack = "\"'></figure><script>attacked = 1</script>"
    record = interactive.record_of("linear-sgd")
    outcome = {**record["outcome"], "x": [attack], "y": [attack]}
    monkeypatch.setattr(interactive, "record_of", lambda _: {**record, "outcome": outcome})
    text = forms(STEPPER)["site"]
    assert "<script" not in text
    assert given(text, "stepper")["x"] == [attack]


@pytest.mark.parametrize(("name", "most"), SMALL.items())
def test_the_scripts_are_small(name: str, most: int):
    assert len((DOCS / "assets" / name).read_bytes()) < most


def test_only_pages_that_use_them_load_them(site: Path):
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        kinds = {kind for kind in ("stepper", "samples") if f" data-{kind}=" in text}
        assert {kind for kind in ("stepper", "samples") if f"assets/{kind}.js" in text} == kinds, path
        assert ("assets/stepper.css" in text) == bool(kinds), path
