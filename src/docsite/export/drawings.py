"""A figure as HTML: the drawing, its numbers as a folded table, and its caption.

The table is for those who cannot see the drawing; the page's script tells the values at a point from there.
"""

import html
import json

from markdown_it import MarkdownIt

from docsite.pages.resolved import Figure

INLINE = MarkdownIt()  # what stands in HTML the site's own Markdown leaves as it is


def drawing(figure: Figure, caption: str, words: str, more: str = "") -> str:
    """The whole element: `caption` is Markdown, `words` stand above the table, `more` are attributes for a script."""
    label = html.escape(figure.alternative)
    svg = figure.svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    below = f"\n<figcaption>{INLINE.renderInline(caption)}</figcaption>" if caption else ""
    attributes = f'class="plot"{_every(figure)}{more} data-search-exclude'
    return f"<figure {attributes}>\n{svg}{_values(figure, words)}{below}\n</figure>"


def _every(figure: Figure) -> str:
    """The rows that a table leaves out, for the script alone: as elements they would be too many."""
    if not figure.every:
        return ""
    rows = [[html.unescape(cell) for cell in row] for row in figure.every]
    text = html.escape(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), quote=False).replace("'", "&#39;")
    return f" data-every='{text}'"  # whose double quotation marks stand as they are


def _values(figure: Figure, words: str) -> str:
    if not figure.table.rows:
        return ""
    head = "".join(f'<th scope="col">{INLINE.renderInline(head)}</th>' for head in figure.table.heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(map(_row, figure.table.rows))}</tbody></table>"
    return f'\n<details class="values"><summary>{words}</summary>{table}</details>'


def _row(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'
