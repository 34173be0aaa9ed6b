"""A guide as one Python file that needs TensorFlow and Matplotlib alone: what it uses of the package is written in."""

import ast
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from docsite.code.definitions import Qualified, module
from docsite.code.inlining import Parts
from docsite.export.addresses import address, site
from docsite.export.pieces import Piece, pieces
from docsite.export.plain import ISOLATED, TITLE
from docsite.export.version import version
from docsite.figures import program as programs
from docsite.languages import Language
from docsite.project import DocsError
from docsite.results.scheduler import CHEAP
from docsite.studies import experiments, figures

DATA_PATH = "data/mnist_10k.npz"
BUNDLED = Qualified("training_loops._digit_files", "BUNDLED")
PRINTED = re.compile(r"^( *)# > ?", re.M)


def script(page: str, text: str, language: Language) -> str:
    """The file of a guide; `text` is the page in plain Markdown with its marks, as for a notebook."""
    found = list(pieces(text))
    steps = _steps(found, language)
    before, rewritten = _written_in(tuple(code for _, code in steps), tuple(_shown(found)))
    examples = [f"{comment}\n\n{code}" for (comment, _), code in zip(steps, rewritten, strict=True)]
    return "\n\n\n".join([_head(page, found[0].text, language), *before, *examples]).strip() + "\n"


@cache
def _written_in(programs_found: tuple[str, ...], shown: tuple[Qualified, ...]) -> tuple[list[str], list[str]]:
    """What stands before the programs, imports and definitions, and the programs, which need the package no more."""
    parts = Parts(programs_found, wanted=shown, replaced={BUNDLED: _from_site()})
    inlined = [f"# --- {name.replace('.', '/')}.py\n\n{code}" for name, code in parts.definitions()]
    return [parts.imports(), *inlined], _without_repeats([parts.rewritten(code) for code in programs_found])


def formatted(texts: dict[str, str]) -> dict[str, str]:
    """The files with the layout and the order of imports that Ruff gives; what a block prints keeps its mark."""
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
        return {name: PRINTED.sub(r"\1#> ", Path(folder, name).read_text("utf-8")) for name in texts}


def _head(page: str, prose: str, language: Language) -> str:
    title = TITLE.search(prose)
    said = language.say(
        "script_head",
        title=title[1].replace("`", "") if title else page,
        link=address(page, language),
        version=version(),
    )
    said = ISOLATED.sub(r"\1", said)
    return f'"""{said.strip()}\n"""'


def _steps(found: list[Piece], language: Language) -> list[tuple[str, str]]:
    """The programs of the guide, each with the comment above it: its heading where it is new, and its title."""
    steps: list[tuple[str, str]] = []
    heading = ""
    headings: dict[str, str] = {}
    for piece in found:
        if piece.kind == "prose":
            heading_line = TITLE.search(piece.text)
            headings.setdefault(piece.section, heading_line[1] if heading_line else "")
        elif piece.kind == "block" or (piece.kind == "figure" and _is_cheap(piece)):
            own = headings.get(piece.section, "")
            title = piece.title or language.say("figure_title")
            name = f"{own} · {title}" if own and own != heading else title
            heading = own
            program = piece.text if piece.kind == "block" else programs.program(figures.find(piece.name))
            steps.append((f"# %% {_bare(name)}", program.strip("\n")))
    return steps


def _is_cheap(piece: Piece) -> bool:
    return experiments.find(figures.find(piece.name).experiment).cost < CHEAP


def _bare(title: str) -> str:
    return re.sub(r"[`*$]|[\u2066\u2069]", "", title)


def _shown(found: Sequence[Piece]) -> list[Qualified]:
    """The definitions that the guide shows from the package."""
    sources = [piece for piece in found if piece.kind == "source"]
    return [
        Qualified(piece.title.removesuffix(".py").replace("/", "."), name)
        for piece in sources
        for name in piece.name.split("-")
    ]


def _from_site() -> str:
    """The line that takes the bundled digits from Keras's cache, or from the site the first time."""
    hashed = ast.parse(module(BUNDLED.module).definitions["BUNDLED_SHA256"].text).body[0]
    assert isinstance(hashed, ast.Assign)
    digest = ast.literal_eval(hashed.value)
    return textwrap.dedent(f'''\
        BUNDLED = Path(
            keras.utils.get_file(
                "{Path(DATA_PATH).name}",
                "{site().url}{DATA_PATH}",
                file_hash="{digest}",
            )
        )''')


def _without_repeats(programs_found: list[str]) -> list[str]:
    """The programs without functions that stand just so in an earlier one: experiments that several figures show."""
    seen: dict[str, str] = {}
    result = []
    for program in programs_found:
        lines = program.split("\n")
        tree = ast.parse(program)
        for node in reversed(tree.body):
            if isinstance(node, ast.FunctionDef) and seen.get(node.name) == ast.get_source_segment(program, node):
                del lines[node.lineno - 1 : node.end_lineno]
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                seen[node.name] = ast.get_source_segment(program, node) or ""
        result.append(re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n"))
    return result
