"""The assets, which exist once, at the root: the project's, and what of the theme's a page asks for."""

from pathlib import Path

from mkdocs.structure.files import File, Files

from docsite.generator import search
from docsite.generator.scripts import without_comments
from docsite.generator.styles import combined
from docsite.project import DOCS, read_text, relative

SHEETS = ("assets/stylesheets/main.", "assets/stylesheets/palette.")  # the theme's, in their order
SHEET = "assets/site.css"
UNASKED = ("assets/stylesheets/", "assets/javascripts/lunr/", "assets/javascripts/workers/", "assets/images/")
FIRST = "site.css"
APART = ("stepper.css",)  # which few pages ask for, by themselves


def leave_out(files: Files) -> None:
    """Below the root there are none, and no sitemap of its own."""
    for file in [file for file in files if file.src_uri.startswith("assets/") or file.src_uri == "sitemap.xml"]:
        files.remove(file)


def share(files: Files, config) -> None:
    """Put the project's assets beside the theme's, and one sheet in the place of all that every page asks for."""
    theme = dict(_read(files, start) for start in SHEETS)
    for file in [file for file in files if file.src_uri.startswith(UNASKED)]:
        files.remove(file)
    paths = sorted(path for path in (DOCS / "assets").rglob("*") if path.is_file())
    for path in paths:
        if (path.suffix != ".css" or path.name in APART) and path not in search.PARTS:
            files.append(_sent(path, config))
    files.append(File.generated(config, search.SCRIPT, content=search.script()))
    joined = [path for path in paths if path.suffix == ".css" and path.name not in APART]
    ours = {relative(path): read_text(path) for path in sorted(joined, key=lambda path: (path.name != FIRST, path))}
    files.append(File.generated(config, SHEET, content=combined({**theme, **ours})))


def _sent(path: Path, config) -> File:
    """An asset that has a file of its own; what is text loses its comments."""
    name = path.relative_to(DOCS).as_posix()
    if path.suffix == ".js":
        return File.generated(config, name, content=without_comments(read_text(path)))
    if path.suffix == ".css":
        return File.generated(config, name, content=combined({relative(path): read_text(path)}))
    return File(name, str(DOCS), config.site_dir, use_directory_urls=True)


def _read(files: Files, start: str) -> tuple[str, str]:
    [file] = [file for file in files if file.src_uri.startswith(start) and file.src_uri.endswith(".css")]
    return file.src_uri, file.content_string
