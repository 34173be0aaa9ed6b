"""What a page can ask for. Each marker gives a node of the page, or something in a sentence."""

import operator
import re
from collections import Counter
from functools import cached_property
from typing import Any

from docsite.code.excerpts import excerpt, standalone
from docsite.figures import store
from docsite.figures.program import program
from docsite.figures.values import columns as values_of
from docsite.figures.values import given
from docsite.languages import ENGLISH, Language
from docsite.pages import course, facts, interactive, proved, resolved, screens
from docsite.pages.arguments import check
from docsite.pages.glossary import terms
from docsite.pages.inline import Call, Fact, Value, Words
from docsite.pages.literals import without_html
from docsite.pages.mistakes import mistakes_of
from docsite.pages.nodes import Block, blocks
from docsite.pages.parser import parse, text_of
from docsite.pages.provenance import all_results, provenance, record_of
from docsite.pages.settings import TAKEN_ALONG
from docsite.pages.tables import table_of
from docsite.project import DOCS, PACKAGE, DocsError, existing, read_text
from docsite.results.outcome import lookup
from docsite.studies import experiments, figures

NAMES = (
    *("claim", "code", "course", "fact", "figure", "glossary", "install", "picture", "releases", "results", "samples"),
    *("source", "stepper", "table", "value"),
)
COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
FORMAT = re.compile(r"[+ ]?0?\d{0,2}[,_]?(\.\d{1,2})?[bdeEfFgGnosxX%]?")  # of a number, at most 99 wide


class Markers:
    """The markers of one page, `page` being its path such as `guides/gan.md`, in one language."""

    def __init__(self, page: str, language: Language):
        self.page, self.language = page, language
        self.said: Counter[str] = Counter()

    @cached_property
    def proofs(self) -> dict[str, str]:
        """The headings of all proofs, looked up once for a page."""
        return facts.headings(self.language)

    def resolve(self, call: Call) -> Any:
        """What the marker stands for; raises `DocsError` for one that does not exist or was given something wrong."""
        if call.name not in NAMES:
            raise DocsError(f"{call.name!r} is undefined; the markers are {', '.join(NAMES)}")
        marker = getattr(self, call.name)
        check(marker, call)
        return marker(*call.arguments, **call.keywords)

    def source(self, *names: str) -> resolved.Source:
        """Definitions of the package as it has them, behind the imports that they use."""
        piece = excerpt(*names)
        title = piece.path.relative_to(piece.path.parents[1]).as_posix()
        helpers = standalone(*names) if PACKAGE in piece.code else ""
        return resolved.Source(piece.names, piece.module, title, piece.code, helpers)

    def code(self, block: str, title: str = "") -> Block:
        """The block of that id on the English page, with a title of this language."""
        page = DOCS / ENGLISH.folder / self.page
        with mistakes_of(page):
            found = {item.id: item for item in blocks(parse(read_text(page)).nodes) if item.id}
        if block not in found:
            raise DocsError(f"no block {block!r} on the English page; {existing(found, block)}")
        if '"' in title:
            raise DocsError(f"a title with straight quotation marks: {title!r}; write “ and ”")
        kept = {name: value for name, value in found[block].attributes.items() if name in TAKEN_ALONG}
        return Block(found[block].language, found[block].code, block, title, attributes=kept)

    def table(
        self, name: str, columns: list[str] | None = None, caption: str = "", decimals: int = 4
    ) -> resolved.Table:
        """Columns of a result."""
        experiment, found = self._lookup(name)
        if not isinstance(found, dict) or not found:
            raise DocsError(f"{name!r} is not a table: it has no columns")
        for column in columns or ():
            if column not in found:
                raise DocsError(f"no column {column!r} in {name}; {existing(found)}")
        chosen = columns or list(found)
        lengths = {len(found[column]) if isinstance(found[column], list) else 0 for column in chosen}
        if len(lengths) > 1 or 0 in lengths:
            raise DocsError(f"{name!r} is not a table: its columns are no lists of one length, or empty")
        return table_of({column: found[column] for column in chosen}, experiment, self.language, caption, decimals)

    def figure(self, name: str, alternative: str, caption: str = "") -> resolved.Figure:
        """A figure with its words in this language, and the program that draws it."""
        drawn = figures.find(name)
        experiment = experiments.find(drawn.experiment)
        told = provenance(drawn.experiment)
        svg = store.in_language(name, self.language)
        text = "" if experiment.bench else program(drawn)
        columns = values_of(drawn, record_of(drawn.experiment)["outcome"])
        some, step = given(columns)
        table = table_of(some, drawn.experiment, self.language)
        every = table_of(columns, drawn.experiment, self.language).rows if step > 1 and " data-rows=" in svg else ()
        about = (svg, alternative, text_of(without_html(caption)), told, text, experiment.cost)
        return resolved.Figure(name, *about, table, step, every)

    def picture(self, name: str, alternative: str, caption: str = "") -> resolved.Screen:
        """A picture of a screen, in a light and in a dark form, from `docs/assets/pictures`."""
        return resolved.Screen(name, alternative, text_of(without_html(caption)), *screens.read(name))

    def stepper(
        self, experiment: str, figure: str, alternative: str, caption: str = "", compact: bool = False
    ) -> resolved.Interactive:
        """The descent of an experiment, a step at a time; where no script runs, a figure."""
        return interactive.stepper(experiment, self.figure(figure, alternative, caption), compact)

    def samples(self, figure: str, alternative: str, caption: str = "") -> resolved.Interactive:
        """A figure with a row of images for each of several epochs; where a script runs, a slider shows one of them."""
        return interactive.samples(self.figure(figure, alternative, caption))

    def value(self, name: str, form: str = "") -> Value:
        """A number, formatted as Python's `format` does."""
        _, found = self._lookup(name)
        if isinstance(found, dict | list):
            raise DocsError(f"{name!r} is not one number: add an index, such as {name}[-1]")
        try:
            if not FORMAT.fullmatch(form):
                raise ValueError("no format of a number")
            return Value(format(found, form))
        except (ValueError, OverflowError) as error:
            raise DocsError(f"{name!r} cannot be written as {form!r}: {error}") from error

    def claim(self, name: str, condition: str, text: str) -> Words:
        """Words that hold only while a number does: `claim("timing.ratio", "> 2", "more than twice as fast")`."""
        _, found = self._lookup(name)
        match = re.fullmatch(r"(<=?|>=?) *(-?\d+(?:\.\d*)?)", condition)
        if not match or not isinstance(found, int | float):
            raise DocsError(f"a claim compares one number, as in claim({name!r}, '> 2', 'words'), not {condition!r}")
        if not COMPARISONS[match[1]](found, float(match[2])):
            raise DocsError(f"{text!r} no longer holds: {name} is {found:g}, and not {condition}; change the words")
        return Words(without_html(text))

    def fact(self, name: str) -> Fact:
        """The mark that leads from a sentence to its proof."""
        title = facts.title_of(name, self.proofs)
        self.said[name] += 1
        return Fact(name, title, facts.anchor(name, self.said[name]))

    def results(self) -> resolved.Results:
        return resolved.Results(all_results())

    def glossary(self) -> resolved.Glossary:
        return resolved.Glossary(terms(self.language))

    def course(self) -> resolved.Course:
        return resolved.Course(course.cards(self.language))

    def releases(self) -> resolved.Releases:
        """Which facts hold under which release of TensorFlow."""
        return proved.table(self.language)

    def install(self) -> resolved.Install:
        return resolved.Install()

    def _lookup(self, name: str) -> tuple[str, Any]:
        experiment, dot, path = name.partition(".")
        if not dot:
            raise DocsError(f"{name!r} names no part of the result; write {name}.history or {name}.w[-1]")
        return experiment, lookup(record_of(experiment)["outcome"], path)
