"""Formulas: LaTeX becomes MathML at the build, or stops it with a line; and what a browser draws of it."""

import re

import pytest
from conftest import Project
from kinds import BOTH_DIRECTIONS
from paged import page as written
from playwright.sync_api import Page
from trees import parsed

from docsite.languages import Language
from docsite.pages.formulas import FormulaError, mathml
from docsite.pages.inline import Formula
from docsite.project import DOCS, DocsError

READ = [
    ("w", "<math><mi>w</mi></math>"),
    ("-2", "<math><mo>−</mo><mn>2</mn></math>"),
    ("a - b", "<math><mi>a</mi><mo>−</mo><mi>b</mi></math>"),
    ("(-b)", '<math><mo stretchy="false">(</mo><mo form="prefix">−</mo><mi>b</mi><mo stretchy="false">)</mo></math>'),
    ("x < y", "<math><mi>x</mi><mo>&lt;</mo><mi>y</mi></math>"),
    (r"a \& b", "<math><mi>a</mi><mi>&amp;</mi><mi>b</mi></math>"),
    (r"\text{<b> & c}", "<math><mtext>&lt;b&gt;\xa0&amp;\xa0c</mtext></math>"),
    (r"\ln p", '<math><mi>ln</mi><mspace width="0.167em" /><mi>p</mi></math>'),
    (r"y\ln(p)", '<math><mi>y</mi><mspace width="0.167em" /><mi>ln</mi><mo stretchy="false">(</mo>'
     '<mi>p</mi><mo stretchy="false">)</mo></math>'),
    (r"\log_2 n", '<math><msub><mi>log</mi><mn>2</mn></msub><mspace width="0.167em" /><mi>n</mi></math>'),
    (r"\operatorname{relu} x", '<math><mi>relu</mi><mspace width="0.167em" /><mi>x</mi></math>'),
    (r"\frac{1}{n}", "<math><mfrac><mn>1</mn><mi>n</mi></mfrac></math>"),
    (r"\hat{w}", '<math><mover accent="true"><mi>w</mi><mo stretchy="false">ˆ</mo></mover></math>'),
    (r"\overline{x^2}", '<math><mover class="overline"><msup><mi>x</mi><mn>2</mn></msup>'
     '<mo stretchy="false">¯</mo></mover></math>'),
    ("1 / n", '<math><mn>1</mn><mo lspace="0" rspace="0">/</mo><mi>n</mi></math>'),
]  # fmt: skip
UNREAD = [
    (r"\foo x", r"has \foo, which latex2mathml does not know"),
    (r"\text{\foo}", r"has \foo, which latex2mathml does not know"),
    (r"\frac{1}", "lacks a part of <mfrac>"),
    ("a & b", "has &, which"),
    ("{x", "braces that do not match"),
    (r"\{x}", "braces that do not match"),
    ("x^", "cannot be read by latex2mathml: missing super script"),
    ("x^2^3", "cannot be read by latex2mathml: double superscripts"),
    (r"\left( x", "cannot be read by latex2mathml: extra left or missing right"),
    ("", "cannot be read by latex2mathml"),
    (r"a \\ b", 'needs linebreak="newline"'),
    (r"\begin{aligned}a &= b\end{aligned}", "has the environment 'aligned'; there are Bmatrix"),
    (r"\boldsymbol{x}", 'needs mathvariant="bold-italic"'),
    (r"\href{javascript:alert(1)}{x}", 'needs href="javascript:alert(1)"'),
    (r"\style{color:red}{x}", 'needs style="color:red"'),
]


@pytest.mark.parametrize(("tex", "html"), READ)
def test_a_formula_is_drawn(tex: str, html: str):
    assert mathml(tex) == html


@pytest.mark.parametrize(("tex", "why"), UNREAD)
def test_a_formula_that_would_be_drawn_wrong_is_refused(tex: str, why: str):
    with pytest.raises(FormulaError, match=re.escape(why)):
        mathml(tex)


def test_two_formulas_side_by_side_are_two():
    """So that a narrow page can stack them."""
    one, two = '<math display="block"><mi>a</mi></math>', '<math display="block"><mi>b</mi></math>'
    assert mathml(r"a \qquad b", display=True) == f'<div class="formula" data-search-exclude>{one}{two}</div>'


@pytest.mark.parametrize(
    ("text", "line"), [("a\n\nb \\(\\foo\\)", 3), ("a\n\n\\[\n\\foo\n\\]", 3), ("- a\n- \\(\\foo\\)", 2)]
)
def test_a_formula_that_cannot_be_read_is_told_with_its_line(text: str, line: int):
    with pytest.raises(DocsError, match=rf":{line}: the formula '\\\\foo' has \\foo, which .*; write it otherwise"):
        written(text)


def test_a_formula_that_cannot_be_read_stops_the_build(english: Project):
    path = "docs/en/guides/basic-training-loops.md"
    english.edit(path, "f(x) = w x + b", r"f(x) = \broken x")
    line = (english.root / path).read_text("utf-8").split(r"\broken")[0].count("\n")
    built = english.run("mkdocs", "build")
    assert built.returncode != 0
    assert f"{path}:{line}: the formula 'f(x) = \\\\broken x' has \\broken" in built.stderr
    assert "Traceback" not in built.stderr


def test_no_page_shows_latex(site):
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        assert "arithmatex" not in text, path
        seen = "".join(_words(parsed(text)))
        assert "\\(" not in seen, path
        assert "\\[" not in seen, path


def _words(element) -> list[str]:
    if element.tag in ("pre", "code", "script", "style"):
        return []
    return [word for child in element.children for word in ([child] if isinstance(child, str) else _words(child))]


@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_formulas_are_drawn_from_left_to_right_without_a_font_of_the_site(page: Page, address: str, language: Language):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{language.prefix}guides/basic-training-loops/", wait_until="load")
    assert "font" not in asked
    drawn = page.locator("math").evaluate_all("""all => all.map(math => ({
      height: math.getBoundingClientRect().height,
      lefts: [...math.children].map(child => Math.round(child.getBoundingClientRect().left)),
      shown: getComputedStyle(math).display,
    }))""")
    assert len(drawn) > 40
    for formula in drawn:
        assert formula["shown"].endswith("math")
        assert formula["height"] > 5
        assert formula["lefts"] == sorted(formula["lefts"])


def test_a_formula_wider_than_the_page_scrolls_and_is_reached_by_the_keyboard(page: Page, address: str):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}guides/network-by-hand/", wait_until="load")
    page.wait_for_selector(".formula[tabindex='0']")
    reached = "all => all.filter(box => (box.scrollWidth > box.clientWidth) !== (box.tabIndex === 0)).length"
    assert page.locator(".formula").evaluate_all(reached) == 0
    wide = page.locator(".formula[tabindex='0']").first
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert wide.evaluate("box => box.scrollLeft") > 0
    page.set_viewport_size({"width": 1440, "height": 700})
    page.wait_for_selector(".formula[tabindex='0']", state="detached")


def test_text_and_notebooks_keep_the_latex():
    text = "The loss \\(L\\).\n\n\\[\nL = w^2\n\\]\n"
    [prose] = written(text).nodes
    assert [span.what for span in prose.text.spans] == [Formula("L"), Formula("\nL = w^2\n", display=True)]


def test_the_theme_of_formulas_is_no_longer_carried():
    assert [path for path in (DOCS / "assets").rglob("*") if path.suffix in (".woff2", ".woff", ".ttf", ".otf")] == []
