"""`llms.txt`, the list of the pages as plain text, and `llms-full.txt`, all of them in one."""

from docsite.export.addresses import address, site
from docsite.languages import Language
from docsite.pages.page import Page


def listed(pages: dict[str, Page], language: Language) -> str:
    """The list of the pages in the order of the navigation, each with its description."""
    groups: dict[str, list[str]] = {}
    for name in site().pages:
        matter = {"title": pages[name].title} | pages[name].matter
        folder = name.partition("/")[0] if "/" in name else ""
        line = f"- [{matter['title']}]({address(name, language)}index.md)"
        groups.setdefault(folder, []).append(line + (f": {matter['description']}" if "description" in matter else ""))
    words = language.words
    head = f"# {words['site_name']}\n\n> {words['description']}\n"
    sections = [head, _section(words["pages"], groups.pop(""))]
    sections += [_section(words["sections"][name], lines) for name, lines in groups.items()]
    return "\n".join(sections)


def full(plain_texts: dict[str, str], language: Language) -> str:
    """All pages of the navigation, one below the other, each with its address."""
    parts = [f"<!-- {address(page, language)} -->\n\n{plain_texts[page]}" for page in site().pages]
    return "\n---\n\n".join(parts)


def _section(name: str, lines: list[str]) -> str:
    return f"## {name}\n\n" + "\n".join(lines) + "\n"
