"""Notebooks as pages of the site: mkdocs-jupyter takes them in, and the site's own Markdown and styles show them.

This is the one place where a function of another package is replaced: mkdocs-jupyter has no option for how a notebook
becomes HTML. Its own way inlines 600 KB of styles and scripts into each page, and gives no ids to headings that are
not ASCII. `tests/test_notebook_pages.py` fails when a release changes what is replaced.
"""

import logging
from pathlib import Path

import markdown
from mkdocs_jupyter import plugin

from docsite.cache import digest_of, digest_of_files
from docsite.generator.finishing import finished
from docsite.generator.rendered import CONTENT, MADE_BY


def render_with(config, pages: Path) -> None:
    """Let mkdocs-jupyter show a notebook by the Markdown of the same name in the folder `pages`."""
    plugin.logger.setLevel(logging.WARNING)  # it tells of each file it copies
    options = {**config.mdx_configs, "toc": {}}  # links to a section are given on the guide
    code = digest_of_files(*MADE_BY)
    contents: dict[str, list] = {}

    def html(path: str, **_) -> str:
        text = (pages / f"{Path(path).stem}.md").read_text("utf-8")
        key = digest_of(repr((config.markdown_extensions, sorted(options.items()))), code, text)
        body, contents[path] = CONTENT.get_or_make(key, lambda: _converted(text, config.markdown_extensions, options))
        return body

    def tokens(path: str, _depth: int) -> tuple[list, str | None]:
        titles = [token["name"] for token in contents[path] if token["level"] == 1]
        return contents[path], titles[0] if titles else None

    plugin.convert.nb2html = html
    plugin._get_nb_toc_tokens = tokens


def _converted(text: str, extensions: list[str], options: dict) -> tuple[str, list]:
    converter = markdown.Markdown(extensions=extensions, extension_configs=options)
    body, _ = finished(converter.convert(text))  # what is wrong is told of the guide
    return body, converter.toc_tokens
