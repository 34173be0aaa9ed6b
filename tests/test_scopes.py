"""Scopes of names: the same that Python's compiler gives them."""

import ast
import textwrap
import types
from collections.abc import Iterator
from dis import get_instructions

from hypothesis import assume, given
from hypothesis import strategies as st

from docsite.code.scopes import places

NAMES = st.sampled_from(["a", "b", "ç"])
EXPRESSIONS = st.recursive(
    NAMES,
    lambda inner: st.one_of(
        st.builds("lambda {}={}: {}".format, NAMES, inner, inner),
        st.builds("lambda *, {}={}: {}".format, NAMES, inner, inner),
        st.builds("[{} for {} in {} if {}]".format, inner, NAMES, inner, inner),
        st.builds("{{{}: {} for {} in {}}}".format, inner, inner, NAMES, inner),
        st.builds("{{{} for {} in {} for {} in {}}}".format, inner, NAMES, inner, NAMES, inner),
        st.builds("list({} for {} in {})".format, inner, NAMES, inner),
        st.builds("({} := {})".format, NAMES, inner),
        st.builds("('é', {}, {})".format, inner, inner),
    ).map("({})".format),
    max_leaves=5,
)
SIMPLE = st.one_of(
    EXPRESSIONS.map("print({})".format),
    st.builds("{} = {}".format, NAMES, EXPRESSIONS),
    st.builds("global {}".format, NAMES),
    st.builds("nonlocal {}".format, NAMES),
    st.builds("import os as {}".format, NAMES),
    st.builds("del {}".format, NAMES),
)


def blocks(bodies: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(bodies, min_size=1, max_size=3).map(lambda lines: textwrap.indent("\n".join(lines), "    "))
    heads = st.one_of(
        st.builds(
            "@({})\ndef {}({}, *, {}1: ({})=({})):".format, EXPRESSIONS, NAMES, NAMES, NAMES, EXPRESSIONS, EXPRESSIONS
        ),
        st.builds("def {}({}=({})) -> ({}):".format, NAMES, NAMES, EXPRESSIONS, EXPRESSIONS),
        st.builds("async def {}(*{}):".format, NAMES, NAMES),
        st.builds("class {}(({})):".format, NAMES, EXPRESSIONS),
        st.builds("for {} in ({}):".format, NAMES, EXPRESSIONS),
        st.builds("try: pass\nexcept ({}) as {}:".format, EXPRESSIONS, NAMES),
    )
    return st.builds("{}\n{}".format, heads, body)


PROGRAMS = st.lists(st.recursive(SIMPLE, blocks, max_leaves=8), min_size=1, max_size=4).map("\n".join)


@given(PROGRAMS)
def test_a_name_is_the_modules_where_the_compiler_says_so(code: str):
    try:
        compiled = compile(code, "code", "exec")
    except SyntaxError:
        assume(False)
    owned = {
        (node.lineno, node.col_offset): scope.owner(node.id) is scope.top
        for node, scope in places(code)
        if isinstance(node, ast.Name)
    }
    assert len(places(code)) > 1, "the code was not read"
    for place, is_global in loads(compiled):
        # From Python 3.13 on, a cell is loaded where the function that closes over it stands.
        assert owned.get(place, is_global) == is_global, (code, place)


def loads(code: types.CodeType) -> Iterator[tuple[tuple[int, int], bool]]:
    """The place of each name that bytecode loads, and whether it is the module's."""
    found = list(get_instructions(code))
    stored = {item.argval for item in found if item.opname in ("STORE_NAME", "DELETE_NAME")}
    for item in found:
        place = item.positions and (item.positions.lineno, item.positions.col_offset)
        is_loaded = item.opname in ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FAST", "LOAD_DEREF", "LOAD_CLASSDEREF")
        if is_loaded and item.argval in ("a", "b", "ç") and place:
            of_module = item.opname == "LOAD_NAME" and (code.co_name == "<module>" or item.argval not in stored)
            yield place, of_module or item.opname == "LOAD_GLOBAL"
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from loads(constant)
