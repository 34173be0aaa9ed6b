"""The maintainer's commands: `python -m docsite --help`."""

import sys

import click

from docsite import building, results, running
from docsite.experiments import experiments, find
from docsite.project import DocsError


def say(line: str) -> None:
    click.echo(f"docsite: {line}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Results, figures and pages of the site."""


@main.command()
@click.option("--strict/--lenient", default=True, help="Stop at the first mistake, or show it as a box on its page.")
def stage(strict: bool) -> None:
    """Refresh cheap results, draw figures, and write the staged Markdown trees."""
    for mistake in building.prepare(strict=strict, say=say):
        click.echo(f"mistake: {mistake}", err=True)


@main.command("results")
@click.option("--force", is_flag=True, help="Run fresh experiments too.")
@click.option("--only", multiple=True, metavar="NAME", help="Run this one; may be given more than once.")
def results_command(force: bool, only: tuple[str, ...]) -> None:
    """Run the experiments whose results are stale."""
    chosen = [find(name) for name in only] or list(experiments().values())
    count = running.refresh(chosen, force=force, say=say)
    fresh = sum(results.state(item).fresh for item in chosen)
    say(f"{count} run, {fresh} of {len(chosen)} results fresh")


@main.command()
@click.argument("name")
def run(name: str) -> None:
    """Run one experiment in this process and store its result."""
    running.run_here(find(name))


if __name__ == "__main__":
    try:
        main(prog_name="python -m docsite")
    except DocsError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
