"""`llms.txt`, the list of the pages as plain text, and `llms-full.txt`, all of them in one."""

from docsite.export.addresses import address, site
from docsite.export.forms import Forms
from docsite.languages import Language


def listed(found: dict[str, Forms], language: Language) -> str:
    """The list of the pages in the order of the navigation, each with its description."""
    groups: dict[str, list[str]] = {"": []}
    for name, made in _in_order(found):
        folder = name.partition("/")[0] if "/" in name else ""
        line = f"- [{made['title']}]({address(name, language)}index.md)"
        groups.setdefault(folder, []).append(line + (f": {made['description']}" if made["description"] else ""))
    words = language.words
    head = f"# {words['site_name']}\n\n> {words['description']}\n"
    sections = [head, _section(words["pages"], groups.pop(""))]
    sections += [_section(words["sections"][name], lines) for name, lines in groups.items()]
    return "\n".join(sections)


def full(found: dict[str, Forms], language: Language) -> str:
    """All pages of the navigation, one below the other, each with its address."""
    parts = [f"<!-- {address(name, language)} -->\n\n{made['whole']}" for name, made in _in_order(found)]
    return "\n---\n\n".join(parts)


def _in_order(found: dict[str, Forms]) -> list[tuple[str, Forms]]:
    return [(name, found[name]) for name in site().pages if name in found]


def _section(name: str, lines: list[str]) -> str:
    return f"## {name}\n\n" + "\n".join(lines) + "\n"
