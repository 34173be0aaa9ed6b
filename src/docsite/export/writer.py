"""What all writers share: each kind of node has a method, and each form of a page is a writer of its own."""

from collections.abc import Iterable
from typing import Any

from docsite.languages import Language
from docsite.pages.inline import Text, Value, Words
from docsite.pages.page import Page
from docsite.pages.resolved import Provenance, Results, Table


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
        if isinstance(what, Value):
            return self.isolate(what.text)
        return what.text if isinstance(what, Words) else source

    def provenance(self, told: Provenance) -> str:
        """When, on what, with which versions, the key, and whether it is stale."""
        line = self.say(
            "measured", date=told.date, device=self.device(told), versions=told.versions, key=f"`{told.key}`"
        )
        if told.command:
            line += f" · **{self.say('stale', command=f'`{told.command}`')}**"
        return line

    def device(self, told: Provenance) -> str:
        if told.device != "CPU":
            return told.device
        if told.cores == 1:
            return self.say("one_core", processor=told.processor)
        return self.say("cores", processor=told.processor, count=told.cores)

    def rows(self, table: Table) -> str:
        kinds = ["--:" if numeric else ":--" for numeric in table.numeric]
        return lines_of([table.heads, kinds, *table.rows])

    def results(self, results: Results) -> str:
        heads = self.language.words["results"]
        names = ("name", "state", "date", "device", "duration", "data", "parameters", "key")
        rows = [self._result(*row) for row in results.rows]
        return lines_of([[heads[name] for name in names], ["---"] * len(names), *rows])

    def _result(self, name: str, fresh: bool, told: Provenance, record: dict[str, Any]) -> list[str]:
        heads = self.language.words["results"]
        parameters = record["made_from"]["parameters"].items()
        return [
            f"`{name}`",
            heads["fresh"] if fresh else heads["stale"],
            self.isolate(told.date),
            f"{self.device(told)}, {self.isolate(told.versions)}",
            self.isolate(f"{record['duration']:.1f} s"),
            f"`{record['data']}`" if record["data"] else "–",
            " ".join(f"`{parameter}={value}`" for parameter, value in parameters),
            f"`{told.key}`",
        ]

    def draws(self, cost: float) -> str:
        """The words above the program of a figure."""
        minutes = round(cost / 60)
        return self.say("draw_long", minutes=minutes) if minutes else self.say("draw")


def lines_of(rows: Iterable[Iterable[str]]) -> str:
    """A table as Markdown has it."""
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def fence(code: str, info: str) -> str:
    """A fence that the code itself cannot close."""
    marks = "```"
    while marks in code:
        marks += "`"
    return f"{marks}{info}\n{code.rstrip()}\n{marks}"


def indented(text: str) -> str:
    return "\n".join(f"    {line}" if line.strip() else "" for line in text.split("\n"))
