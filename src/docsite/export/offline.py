"""The built site as a folder that is read without a server: links name files, since a folder opens as a listing."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from docsite.project import DocsError

LINK = re.compile(r'(<(?:a|link)\b[^>]*?\shref=")([^"]*)(")')
LOCATION = re.compile(r'("location":")([^"]*)(")')  # in the index of the search
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|$", re.I)
SERVERS = ("404.html", "sitemap.xml", "sitemap.xml.gz")  # which a server hands out
INDEX = "search/search_index.js"
PAGE = "index.html"
OURS = "llms-full.txt"  # which no other folder is likely to have


def make(site: Path, folder: Path) -> int:
    """Copy a built site into a folder whose pages work from there; returns how many there are."""
    if not (site / PAGE).is_file():
        raise DocsError(f"{site} holds no site; run: make site")
    source, target = site.resolve(), folder.resolve()
    if source in (target, *target.parents) or target in source.parents:
        raise DocsError(f"{folder} holds the site or lies in it; name a folder beside it")
    if folder.exists() and any(folder.iterdir()) and not (folder / OURS).is_file():
        raise DocsError(f"{folder} holds something else; name another folder, or move what is there away")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns(*SERVERS))
    pages = list(folder.rglob("*.html"))
    for path in pages:
        _rewrite(path, LINK, named)
    for path in folder.rglob(INDEX):
        _rewrite(path, LOCATION, _file)
    return len(pages)


def named(address: str) -> str:
    """The address of a page as that of its file: `../gan/#loss` is `../gan/index.html#loss`."""
    if ELSEWHERE.match(address):
        return address
    path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", address, re.S).groups()  # type: ignore[union-attr]
    if path.rpartition("/")[2] in ("", ".", ".."):
        path = f"{path.rstrip('/')}/{PAGE}" if path else PAGE
    return f"{path}{mark}{rest}"


def _file(location: str) -> str:
    """The same of a location in the index, where that of the home page is empty, or a mark alone."""
    return PAGE + location if location[:1] in ("", "#") else named(location)


def _rewrite(path: Path, pattern: re.Pattern[str], rewritten: Callable[[str], str]) -> None:
    text = path.read_text("utf-8")
    path.write_text(pattern.sub(lambda match: match[1] + rewritten(match[2]) + match[3], text), "utf-8")
