"""A build of what was built before does nothing: what it reads is the same, and so is what it wrote."""

import logging
import os
import platform
import sys
from pathlib import Path

from mkdocs.utils import CountHandler

from docsite.cache import CODE, Cache, digest_of, digest_of_files
from docsite.export.version import version

BUILT = Cache("built")
log = logging.getLogger("mkdocs.docsite")


def leave_if_built(config) -> None:
    """End the command where the site lies there as this build would make it; `FORCE=1` builds it all the same."""
    config.extra["built"] = digest_of(config.site_dir, _inputs(config))
    if not os.environ.get("FORCE") and BUILT.get(config.extra["built"]) == _outputs(Path(config.site_dir)):
        log.info(f"Nothing has changed since the site was built into {config.site_dir}")
        sys.exit(0)


def note_built(config) -> None:
    """Remember a build of a command in which nothing was wrong."""
    if "built" in config.extra and not _warnings():
        BUILT.put(config.extra["built"], _outputs(Path(config.site_dir)))
        BUILT.prune(50)


def _inputs(config) -> str:
    settings = repr((config.strict, config.site_url, os.environ.get("FRESH"), os.environ.get("DOCSITE_LANGUAGE")))
    return digest_of(digest_of_files("docs", *CODE), settings, sys.prefix, platform.python_version(), version())


def _outputs(folder: Path) -> str:
    """The digest of the names, sizes and times of the files of a site."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return digest_of(*(f"{path} {(stat := path.stat()).st_size} {stat.st_mtime_ns}" for path in paths))


def _warnings() -> int:
    handlers = logging.getLogger("mkdocs").handlers
    counters = [handler for handler in handlers if isinstance(handler, CountHandler)]
    return sum(counter.counts.get(logging.WARNING, 0) for counter in counters)
