"""The commands about facts: what has to be read, what was read, and the proofs under several releases."""

import click

from docsite.progress import Progress
from docsite.reporting import say


@click.group("facts")
def facts_group() -> None:
    """Facts: which sections have been read for them, and their proofs under several releases of TensorFlow."""


@facts_group.command("list")
def list_command() -> None:
    """List the sections of the guides that have not been read for facts since they changed."""
    from docsite.proofs import census

    for section in census.unread():
        click.echo(f"{section.page}#{section.id}: {section.reason}")
    for place in census.gone():
        click.echo(f"{place}: no longer there; reading its page takes it out")


@facts_group.command("read")
@click.argument("place", metavar="PAGE[#SECTION]")
def read_command(place: str) -> None:
    """Record a guide such as guides/gan.md, or one section of it, as read for facts today."""
    from docsite.proofs import census

    page, _, section = place.partition("#")
    count = census.read(page, {section} if section else set())
    say(f"{place}: {count} sections recorded as read")


@facts_group.command("prove")
@click.option("--python", default="python3.12", show_default=True, help="The Python 3.12 that makes the environments.")
def prove_command(python: str) -> None:
    """Run the proofs under every release that has a lock file and under the locked one, and store the table."""
    from docsite.pages import proved
    from docsite.proofs.running import prove_all

    record = prove_all(python, Progress(say))
    for fact, outcomes in record["outcome"].items():
        for name, outcome in outcomes.items():
            if not outcome["holds"]:
                click.echo(f"{fact}: not under TensorFlow {name}: {proved.gave(outcome)}")
    for fact, change in proved.changes(record).items():
        click.echo(f"{fact}: since TensorFlow {change.since['tensorflow']} with Keras {change.since['keras']}")
