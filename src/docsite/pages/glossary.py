"""The glossary as a page: every term in all languages, side by side."""

import html

from docsite.languages import LANGUAGES, Language
from docsite.translation.style import TERM_KEYS, glossary


def all_terms(language: Language) -> str:
    """An HTML table, the page's own language first; each cell says its language, so that glyphs and order are right."""
    columns = sorted(LANGUAGES, key=lambda item: item is not language)
    heads = "".join(f'<th lang="{item.code}">{item.name}</th>' for item in columns)
    key = TERM_KEYS.get(language.code, "en")
    rows = sorted(glossary(), key=lambda entry: entry[key].lower())
    body = "\n".join(f"<tr>{''.join(_cell(entry, item) for item in columns)}</tr>" for entry in rows)
    return f'<div class="terms">\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>'


def _cell(entry: dict, language: Language) -> str:
    term = html.escape(entry[TERM_KEYS.get(language.code, "en")])
    return f'<td lang="{language.code}" dir="{language.direction}">{term}</td>'
