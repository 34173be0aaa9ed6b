"""A guide as one Python file that needs TensorFlow and Matplotlib alone: what it uses of the package is written in."""

import ast
import html
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from docsite.cache import Cache, digest_of
from docsite.code.definitions import Qualified, module
from docsite.code.inlining import Parts
from docsite.export import wheel
from docsite.export.addresses import address, site
from docsite.export.apart import chosen, runner_of
from docsite.export.carried import BUNDLED, DATA
from docsite.export.version import version
from docsite.pages.nodes import Block, Heading, blocks, walk
from docsite.pages.page import Page
from docsite.pages.resolved import Figure, Source
from docsite.project import DocsError
from docsite.results.scheduler import CHEAP

SCRIPTS = Cache("scripts")
PRINTED = re.compile(r"^( *)# ([>~]) ?", re.M)


def script(page: Page) -> str:
    """The file of a guide."""
    steps = list(_steps(page))
    programs = tuple(code for _, code in steps)
    shown = [
        Qualified(node.module, name) for node in walk(page.nodes) if isinstance(node, Source) for name in node.names
    ]
    if any(block.apart for block in blocks(page.nodes)):
        before, [runner, *rewritten] = _written_in((runner_of(programs), *programs), tuple(shown))
        before, rewritten = [*before, runner], [chosen(code, n) for n, code in enumerate(rewritten, start=1)]
    else:
        before, rewritten = _written_in(programs, tuple(shown))
        rewritten = _without_repeats(rewritten)
    examples = [f"{comment}\n\n{code}" for (comment, _), code in zip(steps, rewritten, strict=True)]
    return "\n\n\n".join([_head(page), *before, *examples]).strip() + "\n"


@cache
def _written_in(programs: tuple[str, ...], shown: tuple[Qualified, ...]) -> tuple[list[str], list[str]]:
    """What stands before the programs, imports and definitions, and the programs, which need the package no more."""
    parts = Parts(
        programs, wanted=shown, replaced={path: _from_site(path.module, name) for path, name in BUNDLED.items()}
    )
    inlined = [f"# --- {name.replace('.', '/')}.py\n\n{code}" for name, code in parts.definitions()]
    return [parts.imports(), *inlined], [parts.rewritten(code) for code in programs]


def formatted(texts: dict[str, str]) -> dict[str, str]:
    """The files with the layout and the order of imports that Ruff gives; what a block prints keeps its mark."""
    keys = {name: digest_of(text) for name, text in texts.items()}
    found = {name: SCRIPTS.get(key) for name, key in keys.items()}
    new = _by_ruff({name: texts[name] for name, text in found.items() if text is None})
    for name, text in new.items():
        SCRIPTS.put(keys[name], text)
    return {name: found[name] or new[name] for name in texts}


def _by_ruff(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        for command in (["check", "--quiet", "--select", "I", "--fix"], ["format", "--quiet", "--line-length", "88"]):
            ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", folder]
            ran = subprocess.run(ruff, capture_output=True, text=True)
            if ran.returncode:
                raise DocsError(f"the scripts cannot be formatted: {ran.stdout.strip()} {ran.stderr.strip()}")
        return {name: PRINTED.sub(r"\1#\2 ", Path(folder, name).read_text("utf-8")) for name in texts}


def _head(page: Page) -> str:
    title = html.unescape(page.title.replace("`", ""))
    link = address(page.name, page.language)
    packages = " ".join(f'"{need}"' for need in wheel.needs(page.extras))
    said = page.language.say("script_head", str, title=title, link=link, version=version(), packages=packages)
    return f'"""{_in_docstring(said.strip())}\n"""'


def _in_docstring(text: str) -> str:
    """The text as it stands between three quotation marks."""
    return text.replace("\\", "\\\\").replace('""', '"\\"')


def _steps(page: Page) -> Iterator[tuple[str, str]]:
    """The programs of the guide, each with the comment above it: its heading where it is new, and its title."""
    heading = told = ""
    for node in walk(page.nodes):
        if isinstance(node, Heading) and (node.id or not heading):
            heading = node.text.words
        elif isinstance(node, Block | Figure) and (code := _program(node)):
            title = node.title if isinstance(node, Block) else ""
            title = title or page.language.say("figure_title")
            name = f"{heading} · {title}" if heading != told else title
            told = heading
            yield f"# %% {re.sub('[`*$]', '', name)}", code.strip("\n")


def _program(node: Block | Figure) -> str:
    """What of the page a script runs."""
    if isinstance(node, Block):
        return node.code if node.is_python else ""
    return node.program if node.cost < CHEAP else ""


def _from_site(module_name: str, name: str) -> str:
    """The line that takes bundled data from Keras's cache, or from the site the first time."""
    hashed = ast.parse(module(module_name).definitions["BUNDLED_SHA256"].text).body[0]
    assert isinstance(hashed, ast.Assign)
    digest = ast.literal_eval(hashed.value)
    return textwrap.dedent(f'''\
        BUNDLED = Path(
            keras.utils.get_file(
                "{name}",
                "{site().url}{DATA}/{name}",
                file_hash="{digest}",
            )
        )''')


def _without_repeats(programs: Sequence[str]) -> list[str]:
    """The programs without functions that stand just so in an earlier one: experiments that several figures show.

    One with a decorator stays: a compiled step holds on to the variables that it was first called with.
    """
    seen: dict[str, str] = {}
    result = []
    for program in programs:
        lines = program.split("\n")
        tree = ast.parse(program)
        for node in reversed(tree.body):
            if not isinstance(node, ast.FunctionDef) or node.decorator_list:
                continue
            if seen.get(node.name) == ast.get_source_segment(program, node):
                del lines[node.lineno - 1 : node.end_lineno]
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                plain = "" if node.decorator_list else ast.get_source_segment(program, node)
                seen[node.name] = plain or ""
        result.append(re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n"))
    return result
