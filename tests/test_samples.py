"""Output that is shown as a sample: what differs from run to run, such as a time, and is not compared."""

import pytest
from paged import mistake, page, plain, site

from docsite.export import notebook_page, script
from docsite.export.notebook import NotebookWriter
from docsite.pages import expected

CODE = 'print("steps", 3)\n#> steps 3\nprint(f"{2.5} s")\n#~ 2.5 s\n'
TEXT = f"# A\n\n## B {{#b}}\n\n```{{.python #timed}}\n{CODE}```\n"
SAID = "Part of this output is a sample"


def test_a_sample_is_shown_and_not_compared():
    assert expected.lines(CODE) == ["steps 3", "2.5 s"]
    assert expected.compared(CODE) == ["steps 3"]
    assert expected.samples(CODE) == ["2.5 s"]
    assert expected.without(CODE) == 'print("steps", 3)\nprint(f"{2.5} s")'


def test_fresh_output_stays_a_sample_where_it_was_one():
    fresh = expected.as_output(CODE).replace("#> 2.5 s", "#> 7.25 s\n#> again").replace("#> steps 3", "#> steps 4")
    assert expected.renewed(fresh, CODE) == fresh.replace("#> 7.25 s\n#> again", "#~ 7.25 s\n#~ again")
    assert expected.unsampled(expected.renewed(fresh, CODE)) == expected.unsampled(CODE).replace("steps 3", "steps 4")


def test_a_long_sample_is_lines_and_no_string():
    written = "if True:\n    print(x)\n    #~ old\nprint(1)\n#> 1"
    fresh = 'if True:\n    print(x)\n    """\n    one\n    two\n    """\nprint(1)\n#> 1\n'
    assert expected.renewed(fresh, written) == ("if True:\n    print(x)\n    #~ one\n    #~ two\nprint(1)\n#> 1\n")


def test_every_form_says_that_it_is_a_sample():
    made = page(TEXT)
    cells = list(NotebookWriter(made).cells())
    [code] = [cell for cell in cells if cell.cell_type == "code"]
    assert code.outputs[0].text == "steps 3\n2.5 s\n"
    assert code.metadata["samples"] == ["2.5 s"]
    assert SAID in cells[-1].source
    assert "#~" not in "".join(cell.source for cell in cells)
    shown = notebook_page.NotebookPageWriter(made).write()
    assert "steps 3\n2.5 s" in shown
    assert SAID in shown
    for text in (site(TEXT), plain(TEXT)):
        assert "#~ 2.5 s" in text
        assert SAID in text
    assert script.formatted({"a.py": script.script(made)})["a.py"].endswith('print(f"{2.5} s")\n#~ 2.5 s\n')


def test_a_block_without_a_sample_says_nothing_of_one():
    assert SAID not in site(TEXT.replace("#~", "#>")) + plain(TEXT.replace("#~", "#>"))


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        ("print(1)\n# ~ 2.5 s", 7, "no sample"),
        ("print(1)\n#~2.5 s", 7, "no sample"),
        ("print(1)\n#≈ 2.5 s", 7, "no sample"),
        ("x = 1\n#~ 2.5 s", 7, "right below its print"),
        ("print(1)\n#> 1\n#~ 2.5 s", 8, "not both"),
    ],
)
def test_a_misspelt_sample_stops_the_build(written, line, said):
    told = mistake(TEXT.replace(CODE, f"{written}\n"))
    assert told.startswith(f"docs/en/guides/example.md:{line}: ")
    assert said in told


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('tolerence="0.1"', "there are title, test"),
        ('tolerance="a lot"', 'such as tolerance="0.01"'),
        ('tolerance="1"', "below 1"),
        ('test="no"', 'test="skip"'),
        ('seconds="600"', "needs a reason"),
        ('seconds="-1" reason="slow"', "above 0"),
        ('bytes="5000000"', "needs a reason"),
    ],
)
def test_what_no_test_knows_stops_the_build(attributes, said):
    told = mistake(TEXT.replace("#timed", f"#timed {attributes}"))
    assert told.startswith("docs/en/guides/example.md:5: ")
    assert said in told


@pytest.mark.parametrize("attributes", ['seconds="600" reason="a long run"', 'seconds="5"', 'hl_lines="1"'])
def test_what_tests_and_readers_know_is_taken(attributes):
    page(TEXT.replace("#timed", f"#timed {attributes}"))
