"""Pages that were rendered before: their HTML, contents, links and search entries, kept by what they are made from.

MkDocs lets a page bring its own way to render. A page that is kept brings one that takes up what is kept.
"""

import logging
import re
from functools import partial
from typing import Any

from mkdocs.structure.toc import AnchorLink, TableOfContents

from docsite.cache import Cache, digest_of, digest_of_files
from docsite.generator import published
from docsite.generator.finishing import finished

log = logging.getLogger("mkdocs.docsite")
CONTENT = Cache("content")
SEARCH = Cache("search")
DRAWN = re.compile(r"<(math|svg)\b")  # formulas and pictures, of which a search would find letters without order
MADE_BY = ("src/docsite/generator", "src/docsite/pages/formulas.py", "requirements.lock")


class Warned(logging.Handler):
    """Hears what MkDocs finds wrong: a page with a mistake is not kept, so that it is told again."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


WARNED = Warned()


def around(config, files) -> str:
    """The digest of what a page's HTML depends on beside its Markdown: the extensions, and which pages there are."""
    logger = logging.getLogger("mkdocs")
    if WARNED not in logger.handlers:
        logger.addHandler(WARNED)
    pages = sorted(file.src_uri for file in files.documentation_pages())
    settings = repr((config.markdown_extensions, sorted(config.mdx_configs.items()), config.validation, pages))
    code = digest_of_files(*MADE_BY)
    return digest_of(config.extra["language"], settings, code)


def take_up(markdown: str, page, config, files) -> None:
    """Let the page be rendered from what is kept; where nothing is, note under which key it is to be kept."""
    page.key = digest_of(config.extra["around"], page.file.src_uri, markdown)
    page.warned = len(WARNED.messages)
    kept = CONTENT.get(page.key)
    page.is_kept = kept is not None
    if kept is not None:
        page.render = partial(_restore, page, kept, files)


def wrong_with(page) -> list[str]:
    """What MkDocs has found wrong since it took the page up, such as a link that leads nowhere."""
    return WARNED.messages[page.warned :]


def keep(page, content: str) -> str:
    """The finished page, kept unless MkDocs found something wrong."""
    if page.is_kept:
        return content
    content, mistakes = finished(content)
    for mistake in mistakes:
        log.warning(f"{page.file.src_uri}: {mistake}")
    for mistake in published.mistakes(content):
        log.warning(f"{page.file.src_uri}: {mistake}; put it into a paragraph of its own, or leave it out")
    if wrong_with(page):
        return content
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    kept = {
        "content": content,
        "toc": [_plain(link) for link in page.toc],
        "title": page._title_from_render,
        "ids": sorted(page.present_anchor_ids or ()),
        "links": links,
    }
    CONTENT.put(page.key, kept)
    return content


def _restore(page, kept: dict[str, Any], files, *_) -> None:
    page.content = kept["content"]
    page.toc = TableOfContents([_link(plain) for plain in kept["toc"]])
    page._title_from_render = kept["title"]
    page.present_anchor_ids = set(kept["ids"])
    page.links_to_anchors = {files.get_file_from_path(name): anchors for name, anchors in kept["links"].items()}


def _plain(link: AnchorLink) -> list[Any]:
    return [link.title, link.id, link.level, [_plain(child) for child in link.children]]


def _link(plain: list[Any]) -> AnchorLink:
    title, name, level, children = plain
    link = AnchorLink(title, name, level)
    link.children = [_link(child) for child in children]
    return link


def search_as_before(page, config) -> None:
    """Give Material's search the entries that are kept for a page, and let it read the page only where none are."""
    index = config.plugins["material/search"].search_index
    page.content = DRAWN.sub(r'<\1 data-search-exclude="1"', page.content)  # Material takes the mark out again
    page.search_key = digest_of(config.extra["around"], page.url, page.title or "", page.content)
    page.entries_before = len(index.entries)
    entries = SEARCH.get(page.search_key)
    page.search_kept, page.own_meta = entries is not None, page.meta
    if entries is not None:
        index.entries += entries
        page.meta = {**page.meta, "search": {"exclude": True}}


def keep_entries(page, config) -> None:
    """Keep the entries of a page that was read just now; the templates see its own front matter again."""
    if page.search_kept:
        page.meta = page.own_meta
    else:
        index = config.plugins["material/search"].search_index
        SEARCH.put(page.search_key, index.entries[page.entries_before :])


def prune() -> None:
    for kept in (CONTENT, SEARCH):
        kept.prune()
