"""Markdown as text: tables, fences and what stands behind them, indented parts."""

from collections.abc import Iterable, Iterator

from docsite.pages.nodes import Block
from docsite.pages.settings import FOR_TESTS, TAKEN_ALONG


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


def info(block: Block) -> str:
    """The info string of a block: the bare language, or with braces what it has beside it."""
    more = [f".{name}" for name in block.classes] + [f"#{block.id}"] * bool(block.id)
    titled = {"title": block.title} if block.title else {}
    not_shown = (*FOR_TESTS, *TAKEN_ALONG)
    attributes = titled | {name: value for name, value in block.attributes.items() if name not in not_shown}
    more += [f'{name}="{value}"' for name, value in attributes.items()]
    if not more and not block.is_python:
        return block.language
    return f"{{.{block.language}{''.join(f' {part}' for part in more)}}}"


def quote(parts: list[str]) -> Iterator[str]:
    """The parts as one quote; nothing where there are none."""
    if parts:
        yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(parts).split("\n"))
