"""Which languages are built, and the builds of all but the first: side by side where there are cores for it."""

import multiprocessing
import os
import sys
import threading
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

from docsite.languages import ENGLISH, LANGUAGES, Language
from docsite.project import STAGE, existing

ALL = "all"


def chosen(serving: bool) -> tuple[Language, ...]:
    """All languages; what `LANGUAGE` names, or under `serve` English, is built alone."""
    wanted = os.environ.get("DOCSITE_LANGUAGE") or (ENGLISH.code if serving else ALL)
    found = tuple(language for language in LANGUAGES if wanted in (ALL, language.code))
    if not found:
        raise ConfigurationError(f"LANGUAGE={wanted}: {existing([ALL, *(item.code for item in LANGUAGES)])}")
    return found


def put(config, language: Language) -> None:
    """Make a configuration that of one language."""
    chosen = config.extra["chosen"]
    first = language is chosen[0]
    config.docs_dir = str(STAGE / language.code)
    config.theme["language"] = language.code
    config.site_name = language.words["site_name"]
    config.site_description = language.words["description"]
    config.site_url = config.extra["root"] + language.prefix
    if first and language.prefix:  # served alone, at the address that it has beside the others
        lead_to(language, Path(config.site_dir))
        config.site_dir = str(Path(config.site_dir, language.prefix))
    depth = 0 if first else language.prefix.count("/")
    config.extra.update(first=first, languages=chosen, alternate=len(chosen) > 1, depth=depth)
    _interface(config, language.words["interface"])
    if not first:
        config.theme.static_templates.clear()  # one 404 page and one sitemap serve all languages


def _interface(config, words: dict[str, str]) -> None:
    """What `mkdocs.yml` has readers see, in the words of the language."""
    for palette in config.theme["palette"]:
        palette["toggle"]["name"] = words.get(palette["toggle"]["name"], palette["toggle"]["name"])
    toc = config.mdx_configs["toc"]
    toc["permalink_title"] = words.get(toc["permalink_title"], toc["permalink_title"])


def named(nav, language: Language):
    """Sections are named in `mkdocs.yml` by their folder, on the page in its language."""
    for item in nav.items:
        if item.is_section:
            item.title = language.words["sections"].get(item.title, item.title)
    return nav


def start(config) -> None:
    """Start the builds of the other languages in processes of their own, where that is possible."""
    others = config.extra["chosen"][1:]
    alone = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    config.extra["processes"] = {}
    if alone and len(others) > 0 and (os.cpu_count() or 1) > 1:
        fork = multiprocessing.get_context("fork")
        config.extra["processes"] = {
            language.code: fork.Process(target=_build_apart, args=(config, language)) for language in others
        }
        for process in config.extra["processes"].values():
            process.start()


def finish(config) -> None:
    """Wait for the builds that were started, or make them now."""
    for code, process in config.extra["processes"].items():
        process.join()
        if process.exitcode:
            raise PluginError(f"the pages of language {code} could not be built")
    if not config.extra["processes"]:
        for language in config.extra["chosen"][1:]:
            _build(config, language)


def lead_to(language: Language, folder: Path) -> None:
    """At the root of a site in which one language is served, a page that leads to it."""
    folder.mkdir(parents=True, exist_ok=True)
    head = f'<meta http-equiv="refresh" content="0; url={language.prefix}"><title>{language.name}</title>'
    (folder / "index.html").write_text(f"<!doctype html>{head}<body></body>\n", "utf-8")


def _build(config, language: Language) -> None:
    other = load_config(config.config_file_path, site_dir=str(Path(config.site_dir, language.prefix)))
    other.strict = config.strict
    other.extra.update({name: config.extra[name] for name in ("root", "chosen")}, language=language.code)
    build(other)


def _build_apart(config, language: Language) -> None:
    try:
        _build(config, language)
    except (Abort, PluginError) as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
