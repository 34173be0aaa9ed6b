"""What a page can ask for: source, code, tables, figures, values. Each marker returns Markdown."""

import html
import operator
import re
from collections.abc import Callable
from typing import Any

from docsite.code.definitions import PACKAGE
from docsite.code.excerpts import Shown, shown
from docsite.code.standalone import alone
from docsite.export import wheel
from docsite.figures import program as programs
from docsite.figures import store as pictures
from docsite.languages import ENGLISH, Language
from docsite.pages.blocks import blocks
from docsite.pages.glossary import all_terms
from docsite.pages.provenance import all_results, provenance, record_of
from docsite.project import DOCS, DocsError, known
from docsite.results import outcome as outcomes
from docsite.studies import experiments, figures

COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Markers:
    """The markers of one page, `page` being its path such as `guides/gan.md`, in one language."""

    def __init__(self, page: str, language: Language):
        self.page, self.language = page, language

    def functions(self) -> dict[str, Callable[..., str]]:
        names = ("source", "code", "table", "figure", "value", "claim", "results", "glossary", "install")
        return {name: getattr(self, name) for name in names}

    def source(self, *names: str) -> str:
        piece = shown(*names)
        link = f"{'../' * self.page.count('/')}reference/{piece.module.rpartition('.')[2]}.md"
        link += f"#{piece.names[0]}" if len(piece.names) == 1 else ""
        title = piece.path.relative_to(piece.path.parents[1]).as_posix()
        said = self.language.say("source", link=f"[`{title}`]({link})")
        return f"{_fence(piece.code, 'source', title)}\n\n{said}\n{{ .provenance }}{self._alone(piece, names)}"

    def _alone(self, piece: Shown, names: tuple[str, ...]) -> str:
        """The same with its helpers, folded, where it has any; the button of the block above copies this."""
        if PACKAGE not in piece.code:
            return ""
        program = _fence(alone(*names), "alone").replace("\n", "\n    ")
        return f'\n\n??? example "{self.language.say("alone")}"\n\n    {program}'

    def code(self, block: str, title: str | None = None) -> str:
        """The block of that id on the English page, shown with a title of this language."""
        page = DOCS / ENGLISH.folder / self.page
        found = {item.id: item for item in blocks(page.read_text("utf-8")) if item.id}
        if block not in found:
            raise DocsError(f"no block {block!r} on the English page; {known(found)}")
        attributes = f"#{block}" + (f' title="{title}"' if title else "")
        return f"```{{.python {attributes}}}\n{found[block].code.rstrip()}\n```"

    def table(self, name: str, columns: list[str] | None = None, caption: str = "", decimals: int = 4) -> str:
        experiment, columns_of = self._lookup(name)
        if not isinstance(columns_of, dict):
            raise DocsError(f"{name!r} is not a table: it has no columns")
        for column in columns or ():
            if column not in columns_of:
                raise DocsError(f"no column {column!r} in {name}; {known(columns_of)}")
        chosen = columns or list(columns_of)
        heads = [self.language.words["columns"].get(column, f"`{column}`") for column in chosen]
        rows = zip(*(columns_of[column] for column in chosen), strict=True)
        kinds = [":--" if isinstance(columns_of[column][0], str) else "--:" for column in chosen]
        lines = [heads, kinds, *([self._cell(value, decimals) for value in row] for row in rows)]
        text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        above = f'<p class="caption" markdown>{caption}</p>\n\n' if caption else ""
        return f'<div class="numbers" markdown>\n\n{above}{text}\n\n</div>\n\n{provenance(experiment, self.language)}'

    def figure(self, name: str, alternative: str, caption: str = "") -> str:
        drawn = figures.find(name)
        label = html.escape(alternative)
        told = provenance(drawn.experiment, self.language)
        svg = pictures.translated(pictures.read(name), self.language.words.get("labels", {}))
        svg = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
        below = f"\n<figcaption markdown>{caption}</figcaption>" if caption else ""
        picture = f'<figure class="plot" data-search-exclude>\n{svg}{below}\n</figure>'
        experiment = experiments.find(drawn.experiment)
        if experiment.bench:
            return f"{picture}\n\n{told}"
        program = _fence(programs.program(drawn), "figure-code").replace("\n", "\n    ")
        minutes = round(experiment.cost / 60)
        title = self.language.say("draw_long", minutes=minutes) if minutes else self.language.say("draw")
        folded = f'??? example "{title}"\n\n    {program}'
        return f"{picture}\n\n{told}\n\n{folded}"

    def value(self, name: str, form: str = "") -> str:
        _, found = self._lookup(name)
        if isinstance(found, dict | list):
            raise DocsError(f"{name!r} is not one number: add an index, such as {name}[-1]")
        try:
            return self.language.isolate(format(found, form))
        except ValueError as error:
            raise DocsError(f"{name!r} cannot be written as {form!r}: {error}") from error

    def claim(self, name: str, condition: str, text: str) -> str:
        """Words that hold only while a number does: `claim("timing.ratio", "> 2", "more than twice as fast")`."""
        _, found = self._lookup(name)
        match = re.fullmatch(r"(<=?|>=?) *(-?[\d.]+)", condition)
        if not match or not isinstance(found, int | float):
            raise DocsError(f"a claim compares one number, as in claim({name!r}, '> 2', 'words'), not {condition!r}")
        if not COMPARISONS[match[1]](found, float(match[2])):
            raise DocsError(f"{text!r} no longer holds: {name} is {found:g}, and not {condition}; change the words")
        return text

    def results(self) -> str:
        return all_results(self.language)

    def glossary(self) -> str:
        return all_terms(self.language)

    def install(self) -> str:
        """The command that installs the wheel that the site carries."""
        return f'```console\n$ python3 -m pip install "{wheel.requirement()}"\n```'

    def _cell(self, value: Any, decimals: int) -> str:
        """A number, or a text in this language, as on a figure."""
        if isinstance(value, float):
            return f"{value:.{decimals}f}"
        return self.language.words.get("labels", {}).get(value, str(value))

    def _lookup(self, name: str) -> tuple[str, Any]:
        experiment, dot, path = name.partition(".")
        if not dot:
            raise DocsError(f"{name!r} names no part of the result; write {name}.history or {name}.w[-1]")
        return experiment, outcomes.lookup(record_of(experiment)["outcome"], path)


def _fence(code: str, kind: str, title: str = "") -> str:
    named = f' title="{title}"' if title else ""
    return f"```{{.python .{kind}{named}}}\n{code.rstrip()}\n```"
