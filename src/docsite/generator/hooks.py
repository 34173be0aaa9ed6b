"""MkDocs events, turned into calls of plain functions. One build or serve makes the site in every language.

The first language is built by MkDocs as it was called, the others by calls of its own build, side by side where there
are cores for it. Nothing imports this module. What a build needs to remember lives in `config.extra`, since MkDocs
keeps this module between the builds of a `serve`.
"""

import os
import shutil
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority

from docsite.export import tree
from docsite.generator import (
    assets,
    frame,
    highlighting,
    links,
    multilingual,
    notebooks,
    prepared,
    rendered,
    search,
    serving,
    staging,
    template,
    unchanged,
)
from docsite.languages import find
from docsite.project import DOCS, SOURCE, STAGE
from docsite.reporting import one_line

# Same inputs, same bytes: MkDocs writes this time into the sitemap.
os.environ.setdefault("SOURCE_DATE_EPOCH", "1577836800")
_modules: dict[Path, str] = {}  # those of this folder, as they were when they were loaded
COMMAND = "DOCSITE_COMMAND"  # which of MkDocs's commands was typed, for the processes below it too


def on_startup(command, **_):
    os.environ[COMMAND] = command


def _is_served() -> bool:
    return os.environ.get(COMMAND) == "serve"


@event_priority(100)  # before Material's search reads the language
def on_config(config):
    is_served = _is_served()
    chosen = multilingual.chosen(is_served)
    language = find(config.extra.setdefault("language", chosen[0].code))
    if language is chosen[0]:
        if is_served:
            serving.be_lenient(config)
        elif os.environ.get(COMMAND) == "build":
            unchanged.leave_if_built(config)
        mistakes = staging.stage(chosen, strict=config.strict, stay=is_served)
        if is_served:
            mistakes += serving.changed_here(_modules)
            serving.ensure_staged(STAGE / language.code)
        config.extra["mistakes"] = mistakes
        config.watch += [str(DOCS), str(SOURCE)]
        config.extra.update(root=config.site_url, chosen=chosen)
    config.extra.update(links=links.Links(tree.links_of(language)), about={})
    multilingual.put(config, language)
    search.quiet_jieba()
    highlighting.highlight_once()
    notebooks.render_with(config, tree.notebook_pages_of(language))
    return config


def on_nav(nav, config, **_):
    return multilingual.named(nav, find(config.extra["language"]))


def on_files(files, config):
    if config.extra["first"]:
        assets.share(files, config)
    else:
        assets.leave_out(files)
    config.extra["around"] = rendered.around(config, files)
    if config.extra["first"]:
        multilingual.start(config)
    return files


def _is_notebook(page) -> bool:
    return page.file.src_uri.endswith(".ipynb")


@event_priority(-100)  # after all that changes it
def on_page_markdown(markdown, page, config, files):
    if not _is_notebook(page):
        rendered.take_up(markdown, page, config, files)
    return markdown


@event_priority(100)  # before Material's search reads the page
def on_page_content(html, page, **_):
    if _is_notebook(page):
        page.meta["search"] = {"exclude": True}  # its guide is found instead
        html = highlighting.few_colours(html)
    else:
        html = rendered.keep(page, html)
        html = serving.boxed(rendered.wrong_with(page)) * _is_served() + html
    plain, page.code_blocks = highlighting.without_colours(html)
    return plain


@event_priority(100)
def _before_search(context, page, config, **_):
    if not _is_notebook(page):
        rendered.search_as_before(page, config)
    return context


@event_priority(-100)
def _after_search(context, page, config, nav):
    page.content = highlighting.with_colours(page.content, page.code_blocks)
    if not _is_notebook(page):
        rendered.keep_entries(page, config)
        config.extra["about"][page.file.src_uri] = page.url, page.meta.get("description", "")
        linked = config.extra["links"].linked(page.content, page.file.src_uri, page.url)
        page.content = highlighting.without_idle_spans(linked)
    language = find(config.extra["language"])
    content = highlighting.right_to_left(page.content) if language.direction == "rtl" else page.content
    page.content = prepared.prepared(content)
    context["footer"] = frame.footer(page, config)
    if _is_notebook(page):
        frame.name_notebook(page, nav, language)
    return context


on_page_context = CombinedEvent(_before_search, _after_search)


def on_post_page(output, config, **_):
    return frame.mended(output, find(config.extra["language"]))


def on_env(env, config, **_):
    template.keep(env)
    return template.relative_urls(env, config.extra["depth"])


@event_priority(-100)
def on_post_build(config):
    language = find(config.extra["language"])
    shutil.copytree(tree.files_of(language), config.site_dir, dirs_exist_ok=True)
    search.write(Path(config.site_dir, "search"), language, config.extra["about"])
    if config.extra["first"]:
        shutil.copytree(tree.SHARED, config.site_dir, dirs_exist_ok=True)
        multilingual.finish(config)
        rendered.prune()
        unchanged.note_built(config)
        serving.tell(config.extra["mistakes"], Path(config.site_dir))


def on_build_error(error, **_):
    """A full disk, or a file where a folder should be: one line, and not a traceback of MkDocs's own."""
    if isinstance(error, OSError):
        raise PluginError(one_line(error, "the site is not whole: mend it, and build again"))


def on_serve(server, config, builder, **_):
    server.unwatch(config.docs_dir)  # the staged tree is written by the build itself
    server.builder = serving.going_on(builder, Path(server.root))
    return server
