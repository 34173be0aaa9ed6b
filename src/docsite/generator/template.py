"""Links to the shared assets from the pages of a language that is built below the root."""

from jinja2 import Environment
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import contextfilter


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
