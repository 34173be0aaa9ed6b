"""Odd input, made at random: pages, markers, changed files, and the time that each may take."""

import contextlib
import os
import re
import signal
from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from docsite.project import DocsError

CASES = int(os.environ.get("FUZZED_CASES", "400"))  # make test-fuzz takes 10,000
BOUND = 5  # seconds of processor time
ODDLY = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
VALUE = '{{= value("linear-sgd.w[-1]", ".2f") =}}'
INDENTS = ("", "", "", "  ", "    ", "        ", "\t", "> ", "- ", "1. ", "# ", "| ", ":   ")
PIECES = (
    "", "", "", "word", "a `b` c", "`", "``", "\\(x\\)", "\\[", "\\]", "\\(", "\\", "*a*", "**", "&amp;", "é 中 א",
    "\u2028", "```text", "```", "````", "~~~", '```{.python #p title="T"}', "x = 1", "x = (", "```{", "``` {.text",
    "# A", "## B {#b}", "{#c}", "===", "---", "- i", "1. i", "> q", "+", "***", "!!! note", '??? "T"', '=== "T"',
    '!!! note "', "!!!", "???+ a b", "| a | b |", "| - | - |", "| `a \\| b` |", "|", ":   d", ":", "~   d",
    "{ .c }", "{: #d }", "{", "[^1]", "[^1]: n", "[a](b.md)", "[a](<b c.md>)", "[", "![a](b.svg)", "[a]: b",
    "<div markdown>", "</div>", "<!--", "-->", "<!-- a -->", "<b>", "<svg aria-label='a'>", "</svg>", "<",
    "<a@b.c>", VALUE, f"{VALUE} {VALUE}", '{{= table("linear-sgd.history") =}}',
    '{{= source("training_loops.linear.train_step") =}}', "{{= install() =}}", "{{= value(1) =}}", "{{=", "=}}",
    "{= a =}", "{{ a }}", "{{*}}", "{%", "}}", "\x00", "\x0c", "\x1b", "<script>", "<img src=x onerror=a>",
    "[a](javascript:b)", "{ onclick=a }", "{: .a onclick='b' }", "&lt;script>", "\u202e", "\u2066", "\u3000",
    "\xa0", "\u200f", "a\u0301", "\ue000", "\ufdd0", "#", "##", "=", "-", "\\\\", "$x$", "$$", "%}", "title: a",
    "title: a: b", "- a", "a: [", "...", "\ufeff",
)  # fmt: skip
LINES = st.lists(st.tuples(st.lists(st.sampled_from(INDENTS), max_size=3), st.sampled_from(PIECES)), max_size=14)
MISTAKE = re.compile(r"\S*en/guides/example\.md(:\d+)?: [^\n\r]+")
# Arguments of markers: names that mean something, with what does not fit them, and values of every kind.
NAMES = (
    "linear-sgd.w[-1]", "linear-sgd.history", "linear-sgd.w", "linear-sgd", "linear-sgd.w[99999999999999999999]",
    ".", "linear-sgd.history.loss[0]", "bench-loops.table", "bench-loops.best_fit", "linear-sgd.loss",
    "../linear-sgd.w", "training_loops.linear.train_step", "training_loops.linear",
    "training_loops.classifier.train_epoch", "os.path", ".2f", "+09,.3%", "999999999", ".99f", "c", "d", "b", "> 2",
    "<= 1e999", "< 99999999999999999999", "p", "loss",
)  # fmt: skip
ODD_TEXT = ("<script>", "{{= value('x') =}}", "`a", "a\nb", "\x00", "\u202e", "*a*", "| a |", "]", '"', "{{", "&#60;")
TEXT = st.one_of(st.sampled_from(NAMES), st.text(max_size=12), st.sampled_from(ODD_TEXT))
SCALARS = st.one_of(
    TEXT.map(ascii),
    TEXT.map(repr),
    st.integers().map(str),
    st.sampled_from(
        ["None", "True", "...", "1e999", "-0.0", "9" * 5000, "0x" + "f" * 900, "1j", "b'a'", "f'{1}'", "no"]
    ),
    st.sampled_from(['5.0.__format__("999999999")', "9**9**9", "'a' * 10**9", "[0] * 10**9", "lambda: 0", "(yield)"]),
    st.sampled_from([r"'\ud800'", r"'\N{DIGIT ONE}'", r"'\u202e'", "'''a\nb'''", "'a' 'b'", "{}", "{1: 2}", "{*()}"]),
)
ARGUMENTS = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"), max_leaves=8
) | st.integers(1, 400).map(lambda depth: "[" * depth + "]" * depth)
CALLED = ("value", "claim", "table", "figure", "source", "code", "results", "glossary", "install", "page", "__import__")
NAMED = ("", "", "", "", "caption=", "columns=", "decimals=", "title=", "form=", "name=", "**", "*", "nope=")
AROUND = ("{}", "a {} b", "- {}", "> {}", "| {} |", "# {}", "<p>{}</p>", "`{}`", "[{}](a)")


@st.composite
def markers(draw: st.DrawFn) -> str:
    """A marker, or nearly one, with arguments of its own making."""
    arguments = [draw(st.sampled_from(NAMED)) + draw(ARGUMENTS) for _ in range(draw(st.integers(0, 4)))]
    call = f"{draw(st.sampled_from(CALLED))}({', '.join(arguments)})"
    opening, closing = draw(st.sampled_from([("{{= ", " =}}")] * 9 + [("{{=", "=}}"), ("{= ", " =}"), ("{{ ", " }}")]))
    return f"{opening}{call}{draw(st.sampled_from(['', '', '', '.real', '[0]', '|e', '; x', chr(10)]))}{closing}"


@st.composite
def right_markers(draw: st.DrawFn) -> str:
    """A marker that is right but for its texts."""
    text = ascii(draw(TEXT))
    forms = (
        'value("linear-sgd.w[-1]", {})',
        'value("bench-loops.best_fit", {})',
        'claim("linear-sgd.w[-1]", "> 2", {})',
        'table("bench-loops.table", caption={})',
        'table("linear-sgd.history", ["loss"], {}, 2)',
        'figure("linear-sgd.loss", {}, {})',
        'code("p", title={})',
    )
    return "{{= " + draw(st.sampled_from(forms)).replace("{}", text) + " =}}"


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """Lines of pieces and markers, some of them below front matter, ended in one of three ways."""
    lines = ["".join([*indents, piece]) for indents, piece in draw(LINES)]
    for marker in draw(st.lists(markers() | right_markers(), max_size=2)):
        line = draw(st.sampled_from(AROUND)).replace("{}", marker)
        lines.insert(draw(st.integers(0, len(lines))), line)
    front = draw(st.sampled_from([[], [], ["---", "title: A", "---"], ["---"]]))
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]))
    data = (end.join([*front, *lines]) + draw(st.sampled_from(["", end]))).encode("utf-8", "surrogatepass")
    return data + draw(st.sampled_from([b"", b"", b"", b"", b"\xe9"]))


ODD_BYTES = (
    b"", b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n", b"\t", b" ", b"'", b'"', b"\\",
    b"[", b"{", b"]", b"}", b": ", b"- ", b"? ", b"&a ", b"*a", b"<<: ", b"!!int ", b"!!python/name:os ", b"| ",
    b"#", b"null", b"3", b"1e999", b"2020-99-99", b"No", b"~", b"-.inf", b"0x", b"{x}", b"{0}", b"%YAML 9",
    b"---\n", b"...\n", b"<script>", b"<a/>", b"<!--", b"]]>", b"<![CDATA[", b' onload="x"', b"&lt;", b"url(//h)",
    b"re:(", b"\xe2\x80\xae", b"[" * 30, b"[" * 9999, b"9" * 5000, b"> ",
)  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes of a file with up to three changes: something left out, put in, doubled or cut off."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 1, 2, 9, 40, 400])))
        new = draw(st.sampled_from([*ODD_BYTES, data[start:end] * 2, None]) | st.binary(max_size=3))
        data = data[:start] + (b"" if new is None else new + data[end:])
    return data


ODD_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        TEXT,
        st.sampled_from([10**400, -(10**30), "<b>", "x" * 300, 1e308]),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


class SlowError(Exception):
    """A case that took too long."""


@contextlib.contextmanager
def bounded(seconds: float = BOUND) -> Iterator[None]:
    """Raise `SlowError` where the work takes more of the processor's time than a person would wait."""

    def stop(*_):
        raise SlowError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def told(use: Callable[[], object]) -> str | None:
    """What a person is told where the work cannot be done; None where it is done, in time."""
    with bounded():
        try:
            use()
        except DocsError as mistake:
            return str(mistake)
    return None
