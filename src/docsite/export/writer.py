"""What all writers share: each kind of node has a method, and each form of a page is a writer of its own."""

from collections.abc import Iterable, Iterator
from typing import Any

from docsite.export import wheel
from docsite.export.addresses import site
from docsite.export.fences import fence, lines_of
from docsite.languages import Language, Said
from docsite.pages import expected
from docsite.pages.facts import PAGE as PROOFS
from docsite.pages.inline import Fact, Text, Value, Words
from docsite.pages.literals import code, literal
from docsite.pages.nodes import Block
from docsite.pages.page import Page
from docsite.pages.resolved import Change, Course, Figure, Provenance, Releases, Results, Table, Uses

MARK = "✓"  # of a fact that has a proof


class Writer:
    """Markdown for one page; the site's own form adds to it, plain Markdown takes away."""

    def __init__(self, page: Page):
        self.page = page
        self.language: Language = page.language

    def isolate(self, text: str) -> str:
        """Latin text and numbers keep their own direction inside a language written from right to left."""
        return self.language.isolate(text)

    def say(self, word: str, **values: Any) -> str:
        return self.language.say(word, self.isolate, **values)

    def text(self, text: Text) -> str:
        return text.written(self.inline)

    def inline(self, what: Any, source: str) -> str:
        """A span of a text: as written, but for what a marker stands for."""
        if isinstance(what, Fact):
            return self.fact(what)
        if isinstance(what, Value):
            return self.isolate(literal(what.text))
        return what.text if isinstance(what, Words) else source

    def fact(self, fact: Fact) -> str:
        raise NotImplementedError

    def lead(self, link: str) -> str:
        """A link from the page, as it is written in this form."""
        return link

    def proof(self, fact: Fact) -> tuple[str, str]:
        """Where the proof of a fact is, and the words for that."""
        link = f"{self.page.up}{PROOFS}#{fact.id}"
        return self.lead(link), self.language.say("proof", str, title=fact.title)

    def uses(self, uses: Uses) -> str:
        """The places that say a fact, below its proof."""
        places = " · ".join(f"[{title}]({self.lead(link)})" for title, link in uses.places)
        return self.language.say("used", str, places=places)

    def change(self, change: Change) -> str:
        """Since which release a fact holds, and what its lines gave under the one before."""
        since, before = (self.named(versions) for versions in (change.since, change.before))
        return self.language.say("changed", str, since=since, before=before, gave=code(change.gave))

    def named(self, versions: dict[str, str], between: str = "") -> str:
        names = [f"TensorFlow {versions['tensorflow']}", f"Keras {versions['keras']}"]
        return self.isolate((between or self.language.words["between"]).join(names))

    def head(self, versions: dict[str, str]) -> str:
        return self.named(versions)

    def releases(self, releases: Releases) -> str:
        """A table with a column for each release, and below it what was given where a fact does not hold."""
        heads = [self.language.words["fact"], *map(self.head, releases.versions)]
        rows, differing = [], []
        for fact, title, outcomes in releases.rows:
            link = f"[{title}]({self.lead(f'{self.page.up}{PROOFS}#{fact}')})"
            rows.append([link, *map(mark_of, outcomes)])
            for versions, outcome in zip(releases.versions, outcomes, strict=True):
                if isinstance(outcome, str):
                    differing.append(f"- {link} · {self.named(versions)}: {code(outcome)}")
        table = lines_of([heads, [":--", *[":-:"] * len(releases.versions)], *rows])
        return "\n\n".join([table, *["\n".join(differing)] * bool(differing)])

    def course(self, course: Course) -> str:
        """The guides as a list in the order of the navigation; what each needs is told by its numbers."""
        numbers = {page: number for number, page in enumerate(site().guides, 1)}
        cards = sorted((card for card in course.cards if card.page in numbers), key=lambda card: numbers[card.page])
        words = self.language.words["course"]
        items = []
        for card in cards:
            before = sorted(numbers[page] for page in card.needs if page in numbers)
            needs = self.language.words["between"].join(map(str, before))
            told = words["needs"].format(guides=self.isolate(needs)) if needs else words["needs_nothing"]
            line = f"*{words['minutes'].format(count=card.minutes)} · {told}*"
            title = f"[{card.title}]({self.lead(self.page.up + card.page)})"
            items.append("  \n    ".join([f"{numbers[card.page]}.  {title}", card.description, line]))
        return "\n".join(items)

    def provenance(self, told: Provenance) -> str:
        """When, on what, with which versions, the key, and whether it is stale."""
        versions = self.listed(told.versions)
        line = self.say("measured", date=told.date, device=self.device(told), versions=versions, key=code(told.key))
        if told.command:
            line += f" · **{self.say('stale', command=code(told.command))}**"
        return line

    def device(self, told: Provenance) -> str:
        if told.device != "CPU":
            return Said(self.isolate(literal(told.device)))
        if told.cores == 1:
            return self.say("one_core", processor=literal(told.processor))
        return self.say("cores", processor=literal(told.processor), count=told.cores)

    def below(self, block: Block) -> Iterator[str]:
        """What is said below a block of Python: that its output is a sample, that it needs an extra."""
        if block.is_python and expected.samples(block.code):
            yield self.say("sample")
        if block.needs:
            yield self.say("needs", extra=code(block.needs))

    def needed(self) -> Iterator[str]:
        """What is said below the title of a page whose blocks need extras: which, and what installs them."""
        if extras := self.page.extras:
            yield self.say("needs_on_page", extras=Said(self.language.words["between"].join(map(code, extras))))
            yield fence(wheel.command(extras), "console")

    def listed(self, items: Iterable[str]) -> str:
        return Said(self.language.words["between"].join(self.isolate(literal(item)) for item in items))

    def rows(self, table: Table) -> str:
        kinds = ["--:" if numeric else ":--" for numeric in table.numeric]
        return lines_of([table.heads, kinds, *table.rows])

    def values_of(self, figure: Figure) -> str:
        """The words above the table behind a figure."""
        return self.say("some_values", step=figure.step) if figure.step > 1 else self.say("values")

    def results(self, results: Results) -> str:
        heads = self.language.words["results"]
        names = ("name", "state", "date", "device", "duration", "data", "parameters", "key")
        rows = [self._result(*row) for row in results.rows]
        return lines_of([[heads[name] for name in names], ["---"] * len(names), *rows])

    def _result(self, name: str, fresh: bool, told: Provenance, record: dict[str, Any]) -> list[str]:
        parameters = record["made_from"]["parameters"].items()
        return [
            code(name),
            self.language.words["results"]["fresh" if fresh else "stale"],
            self.isolate(told.date),
            self.language.words["between"].join([self.device(told), self.listed(told.versions)]),
            self.isolate(f"{record['duration']:.1f} s"),
            code(record["data"]) if record["data"] else "–",
            " ".join(code(f"{parameter}={value}") for parameter, value in parameters),
            code(told.key),
        ]

    def draws(self, cost: float) -> str:
        """The words above the program of a figure."""
        minutes = round(cost / 60)
        return self.say("draw_long", minutes=minutes) if minutes else self.say("draw")


def mark_of(outcome: bool | str | None) -> str:
    """Whether a fact holds under a release, as a sign."""
    return "–" if outcome is None else "✗" if isinstance(outcome, str) else MARK
