"""The normalised form in which pages are compared."""

import pytest
from trees import normalised

PAGE = """<main class="b a" id="x"><h1>Title</h1>
<p>A <a href="y/">link</a>, 3.14 and <code>x = 1</code></p>
<pre><span></span><code><span class="n">y</span> <span class="o">=</span> <a href="z/"><span class="n">f</span></a>
  2</code></pre>
<svg viewBox="0 0 1 1"><path d="M 1 2"/><text x="1">Loss</text></svg></main>"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('class="b a" id="x"', "id='x'  class='a b'"),
        ("</h1>\n<p>A <a", "</h1><p>\n A\n<a"),
        ('<span class="o">=</span>', "="),
        ('<path d="M 1 2"/>', '<path d="M 1 2"></path>'),
        ("<h1>Title", "<h1 markdown>Title"),
    ],
)
def test_what_a_reader_cannot_see_does_not_count(old: str, new: str):
    assert old in PAGE
    assert normalised(PAGE.replace(old, new)) == normalised(PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id="x"', 'id="y"'),
        ("b a", "b"),
        ("y/", "z/"),
        ("A <a", "A<a"),
        ("3.14", "3.15"),
        ("x = 1", "x  = 1"),
        ("\n  2", "\n 2"),
        ("z/", "y/"),
        ("M 1 2", "M 1 3"),
        ("Loss", "loss"),
        ("<p>", "<div>"),
    ],
)
def test_what_a_reader_gets_counts(old: str, new: str):
    assert old in PAGE
    assert normalised(PAGE.replace(old, new)) != normalised(PAGE)
