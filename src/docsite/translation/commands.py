"""The command that says how far the translations are."""

from collections import Counter

import click

from docsite.reporting import say


@click.command
@click.option("--reviewed", metavar="LANGUAGE/PAGE[#SECTION]", help="Record as made from today's English.")
def translations(reviewed: str | None) -> None:
    """List the sections of the translations that are stale or missing, or record some as reviewed."""
    from docsite.translation import freshness  # takes pages apart

    if reviewed is not None:
        place, mark, section = reviewed.partition("#")
        folder, _, page = place.partition("/")
        count = freshness.review(folder, page, {section} if mark else set())
        say(f"{reviewed}: {count} sections recorded")
        return
    states = list(freshness.all_states())
    for state in states:
        if state.state != "fresh":
            click.echo(f"{state.language}/{state.page}#{state.section}: {state.state}")
    counts = Counter((state.language, state.state) for state in states)
    for language in freshness.written():
        told = ", ".join(f"{counts[language.code, kind]} {kind}" for kind in ("fresh", "stale", "missing"))
        click.echo(f"{language.code}: {told}")
