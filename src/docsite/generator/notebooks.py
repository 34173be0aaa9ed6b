"""Notebooks as pages of the site: mkdocs-jupyter takes them in, and the site's own Markdown and styles show them."""

import logging
import re

import markdown
import nbformat

from docsite.export.addresses import figure_path
from docsite.export.notebook import ANCHORED

WRAPPER = re.compile(r'^(?:<div dir="rtl">|</div>)\n*', re.M)
FOLDED = re.compile(r"<details>.*?</details>", re.S)  # the guide shows it too
PICTURE = re.compile(r"(!\[[^\]]*\])\(data:[^)]*\)")
ISOLATES = str.maketrans("", "", "\u2066\u2069")


def render_with(config, root: str) -> None:
    """Let mkdocs-jupyter render notebooks by the site's Markdown; `root` is the address of the language.

    Its own way inlines 600 KB of styles and scripts into each page, and gives no ids to headings that are not ASCII.
    """
    from mkdocs_jupyter import plugin

    plugin.logger.setLevel(logging.WARNING)  # it tells of each file it copies
    contents: dict[str, list] = {}

    options = {**config.mdx_configs, "toc": {}}  # links to a section are given on the guide

    def html(path: str, **_) -> str:
        converter = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=options)
        body = converter.convert(text_of(nbformat.read(path, as_version=4), root))
        contents[path] = converter.toc_tokens
        return body

    def tokens(path: str, _depth: int) -> tuple[list, str | None]:
        titles = [token["name"] for token in contents[path] if token["level"] == 1]
        return contents[path], titles[0] if titles else None

    plugin.convert.nb2html = html
    plugin._get_nb_toc_tokens = tokens


def text_of(notebook: nbformat.NotebookNode, root: str) -> str:
    """The notebook as Markdown of the site, from the page `notebooks/NAME/` below `root`."""
    install, *cells = notebook.cells
    cells.insert(1, install)  # below the title
    parts = [_prose(cell, root) if cell.cell_type == "markdown" else _code(cell) for cell in cells]
    return "\n\n".join(parts) + "\n"


def _prose(cell: nbformat.NotebookNode, root: str) -> str:
    text = WRAPPER.sub("", cell.source).translate(ISOLATES)
    text = ANCHORED.sub(r"\2 \3 {#\1}", text)
    text = FOLDED.sub("", text).replace(f"]({root}", "](../../")
    return PICTURE.sub(rf"\1(../../{figure_path(cell.metadata.get('figure', ''))})", text)


def _code(cell: nbformat.NotebookNode) -> str:
    if "figure" in cell.metadata:  # the cell's own code is hidden
        return f"![{cell.metadata.alternative}](../../{figure_path(cell.metadata.figure)})"
    title = f' title="{cell.metadata.title}"' if cell.metadata.get("title") else ""
    outputs = [f"```{{.text .output}}\n{output.text.rstrip()}\n```" for output in cell.outputs]
    return "\n\n".join([f"```{{.python #{cell.id}{title}}}\n{cell.source}\n```", *outputs])
