"""The numbers of a figure as a folded table, for those who cannot see it; the page's script tells them from there."""

import re

from docsite.pages.resolved import Figure

CODE = re.compile("`([^`]+)`")  # the one thing beside words that the head of a column may hold


def folded_values(figure: Figure, words: str) -> str:
    """HTML on a line of its own, or nothing for a picture."""
    if not figure.table.rows:
        return ""
    heads = (CODE.sub(r"<code>\1</code>", head) for head in figure.table.heads)
    head = "".join(f'<th scope="col">{told}</th>' for told in heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(map(_row, figure.table.rows))}</tbody></table>"
    return f'\n<details class="values"><summary>{words}</summary>{table}</details>'


def _row(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'
