"""MkDocs events, turned into calls of plain functions. One build or serve makes the site in every language.

English is built first, then each other language in the same process. Nothing imports this module. What a build needs
to remember lives in `config.extra`, since MkDocs keeps this module between the builds of a `serve`.
"""

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler, log

from docsite.export import tree
from docsite.generator import cache, links, notebooks, search
from docsite.generator.template import relative_urls
from docsite.languages import ENGLISH, LANGUAGES, find
from docsite.project import DOCS, ROOT, SOURCE, STAGE

# Same inputs, same bytes: MkDocs writes this time into the sitemap.
os.environ.setdefault("SOURCE_DATE_EPOCH", "1577836800")
SERVING = "DOCSITE_SERVING"


def on_startup(command, **_):
    if command == "serve":
        os.environ[SERVING] = "1"


@event_priority(100)  # before Material's search reads the language
def on_config(config):
    if SERVING in os.environ:
        _be_lenient(config)
    language = find(config.extra.setdefault("language", ENGLISH.code))
    if language is ENGLISH:
        _stage(strict=config.strict)
        config.watch += [str(DOCS), str(SOURCE)]
        config.extra["root"] = config.site_url
        config.extra["links"] = links.Links(tree.LINKS)
    config.docs_dir = str(STAGE / language.code)
    config.theme["language"] = language.code
    config.site_name = language.words["site_name"]
    config.site_description = language.words["description"]
    config.site_url = config.extra["root"] + language.prefix
    config.extra.update(languages=LANGUAGES, alternate=len(LANGUAGES) > 1, depth=language.prefix.count("/"))
    config.plugins["material/search"].config.update(search.settings(language))
    if language is not ENGLISH:
        config.theme.static_templates.clear()  # one 404 page and one sitemap serve all languages
    search.quiet_jieba()
    cache.highlight_once()
    notebooks.render_with(config, tree.notebook_pages_of(language))
    return config


def _be_lenient(config) -> None:
    """A mistake becomes a box on its page, and the rest goes on being served.

    MkDocs has begun to count warnings by the time that hooks are called, and ends a strict build at the count.
    """
    config.strict = False
    logger = logging.getLogger("mkdocs")
    for counter in [handler for handler in logger.handlers if isinstance(handler, CountHandler)]:
        logger.removeHandler(counter)


def _stage(*, strict: bool) -> None:
    """Stage in a fresh process, so that `serve` sees changed code, and the build itself imports none of it."""
    command = [sys.executable, "-m", "docsite", "stage", "--strict" if strict else "--lenient"]
    command += ["--fresh"] * bool(os.environ.get("FRESH"))
    environment = {**os.environ, "PYTHONUTF8": "1"}
    failed = "the pages could not be staged"
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment) as process:
        for line in process.stderr or ():
            if line.startswith("error: "):
                failed = line.removeprefix("error: ").strip()
            else:
                log.log(logging.WARNING if line.startswith("mistake: ") else logging.INFO, line.rstrip())
    if process.returncode:
        raise PluginError(failed)


def on_nav(nav, config, **_):
    """Sections are named in `mkdocs.yml` by their folder, on the page in its language."""
    language = find(config.extra["language"])
    for item in nav.items:
        if item.is_section:
            item.title = language.words["sections"].get(item.title, item.title)
    return nav


def on_files(files, config):
    """Assets exist once, at the root: the project's are added there, the theme's are left out elsewhere."""
    if config.extra["language"] == ENGLISH.code:
        for path in sorted(path for path in (DOCS / "assets").rglob("*") if path.is_file()):
            files.append(File(path.relative_to(DOCS).as_posix(), str(DOCS), config.site_dir, use_directory_urls=True))
    else:
        for file in [file for file in files if file.src_uri.startswith("assets/") or file.src_uri == "sitemap.xml"]:
            files.remove(file)
    return files


@event_priority(100)  # before Material's search reads the page
def on_page_content(html, page, **_):
    if _is_notebook(page):
        page.meta["search"] = {"exclude": True}  # its guide is found instead
        html = cache.few_colours(html)
    plain, page.code_blocks = cache.without_colours(html)
    return plain


def _is_notebook(page) -> bool:
    return page.file.src_uri.endswith(".ipynb")


@event_priority(-100)  # after it
def on_page_context(context, page, config, **_):
    page.content = cache.with_colours(page.content, page.code_blocks)
    if not _is_notebook(page):
        page.content = config.extra["links"].linked(page.content, page.file.src_uri, page.url)
    return context


def on_env(env, config, **_):
    cache.keep_templates(env)
    return relative_urls(env, config.extra["depth"])


def on_post_build(config):
    language = find(config.extra["language"])
    shutil.copytree(tree.files_of(language), config.site_dir, dirs_exist_ok=True)
    if language.code == "he":
        search.add_hebrew_forms(Path(config.site_dir) / "search" / "search_index.json")
    if language is not ENGLISH:
        return
    shutil.copytree(tree.SHARED, config.site_dir, dirs_exist_ok=True)
    for language in LANGUAGES[1:]:
        other = load_config(config.config_file_path, site_dir=f"{config.site_dir}/{language.prefix}")
        other.strict = config.strict
        other.extra.update({name: config.extra[name] for name in ("root", "links")}, language=language.code)
        build(other)


def on_serve(server, config, **_):
    server.unwatch(config.docs_dir)  # the staged tree is written by the build itself
    return server
