"""The theme's templates: kept once they are compiled, and links from every language to the shared assets."""

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import contextfilter

from docsite.project import CACHE


def keep(env: Environment) -> None:
    """Keep compiled templates between the languages and between builds."""
    CACHE.mkdir(exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(CACHE))


def relative_urls(env: Environment, depth: int) -> Environment:
    """Make the template's `url` filter climb `depth` folders to reach `assets/`, which exist once, at the root."""
    up = "../" * depth

    @contextfilter
    def url(context, value):
        value = str(value)
        path = (up if value.startswith("assets/") else "") + value
        return normalize_url(path, page=context["page"], base=context["base_url"])

    @contextfilter
    def script_tag(context, script):
        return f'<script src="{url(context, script)}"></script>'

    env.filters.update(url=url, script_tag=script_tag)
    return env
