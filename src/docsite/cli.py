"""The maintainer's commands: `python -m docsite --help`.

A machine that only runs experiments needs TensorFlow and little more: what takes pages apart is imported where a
command needs it.
"""

import sys
from pathlib import Path

import click
from rich.console import Console

from docsite import benchmarks
from docsite.benchmarks.contests import Settings
from docsite.benchmarks.tables import WIDTH, table
from docsite.figures import store as figures
from docsite.languages import LANGUAGES
from docsite.progress import Progress
from docsite.project import DOCS, ROOT, DocsError, remove_leftovers
from docsite.proofs.commands import facts_group
from docsite.reporting import say, told
from docsite.results import diff, environment, runner, scheduler, store
from docsite.studies import experiments
from docsite.translation.commands import translations

DEVICE = click.Choice(["cpu", "gpu"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Results, figures, pages and translations of the site."""
    remove_leftovers(DOCS)


main.add_command(facts_group)
main.add_command(translations)


@main.command()
@click.option("--strict/--lenient", default=True, help="Stop at the first mistake, or show it as a box on its page.")
@click.option("--fresh", is_flag=True, help="Refuse any stale result.")
@click.option(
    "--language", "codes", multiple=True, type=click.Choice([item.code for item in LANGUAGES]), help="These alone."
)
@click.option("--stay", is_flag=True, help="Stage at each line that is read, and say when it is done.")
def stage(strict: bool, fresh: bool, codes: tuple[str, ...], stay: bool) -> None:
    """Refresh cheap results, draw figures, and write the staged Markdown trees."""
    from docsite.export.build import prepare

    languages = tuple(item for item in LANGUAGES if not codes or item.code in codes)
    for _ in sys.stdin if stay else [""]:
        with told(stops=not stay):
            for kind, mistake in prepare(languages, strict=strict, fresh=fresh, say=say):
                click.echo(f"{kind}: {mistake}", err=True)
        if stay:
            click.echo("done", err=True)


@main.group("results", invoke_without_command=True)
@click.option("--force", is_flag=True, help="Run fresh experiments too.")
@click.option("--only", metavar="NAME,NAME", help="Run these.")
@click.option("--device", type=DEVICE, help="Run on this device, or fail.")
@click.option("--data", metavar="NAME", help="Run on this data set, such as mnist.")
@click.option("--replace", is_flag=True, help="Let a result from a CPU or from bundled data replace a better one.")
@click.option(
    "--bench/--no-bench", default=True, help="Run the benches too, which need what make bench-rivals sets up."
)
@click.option("--plan", is_flag=True, help="Show what is stale and why, and run nothing.")
@click.pass_context
def results_group(context: click.Context, only: str | None, plan: bool, **settings) -> None:
    """Run the experiments whose results are stale, and draw their figures."""
    if context.invoked_subcommand:
        return
    options = scheduler.Options(**settings)
    chosen = scheduler.choose(only, options)
    jobs = scheduler.plan(chosen, force=options.force)
    click.echo(f"{len(jobs)} of {len(chosen)} experiments to run" + (":" if jobs else ""))
    for job in jobs:
        click.echo(f"  {job.experiment.name:20} {job.experiment.cost:5g} s  {', '.join(job.reasons)}")
    mistakes = [] if only else store.orphans(experiments.all())
    if not plan:
        troubles = scheduler.refresh(jobs, options, Progress(say))
        failed = sum(isinstance(trouble, runner.FailedRunError) for trouble in troubles)
        fresh = sum(store.state(item).fresh for item in chosen)
        click.echo(
            f"{len(jobs) - len(troubles)} run, {failed} failed, {len(troubles) - failed} refused or interrupted; "
            f"{fresh} of {len(chosen)} results fresh"
        )
        mistakes += troubles
        figures.refresh(say)
    if mistakes:
        raise DocsError("; ".join(map(str, mistakes)))


@results_group.command("diff")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path))
def results_diff(old: Path, new: Path) -> None:
    """Say which numbers moved beyond their tolerance between two folders of results, as a table."""
    click.echo(diff.of_folders(old, new))


@main.command("screens")
def take_screens() -> None:
    """Take the pictures of TensorBoard anew, in a browser."""
    from docsite.screens import take

    take(say)


@main.command()
@click.argument("name")
@click.option("--force", is_flag=True)
@click.option("--replace", is_flag=True)
@click.option("--device", type=DEVICE)
@click.option("--data")
@click.option(
    "--processor-time", type=click.IntRange(1, 10**9), help="Seconds of work, of all cores together, that end it."
)
def run(name: str, data: str | None, processor_time: int | None, **settings) -> None:
    """Run one experiment in this process and store its result."""
    if processor_time:
        runner.limit_processor_time(processor_time)
    experiment = experiments.find(name)
    click.echo(runner.run_here(experiment if data is None else experiment.on(data), **settings))


@main.command()
@click.option("--only", metavar="PART,PART", help=f"Measure these of {', '.join(benchmarks.PARTS)}.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Rounds that are counted.")
@click.option("--quick", is_flag=True, help="Measure on an eighth of the data: a look, not a result.")
@click.option("--rivals", type=click.Path(exists=True, dir_okay=False), help="The Python that has PyTorch and JAX.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Write what was measured as JSON too.")
def bench(only: str | None, save: Path | None, **settings) -> None:
    """Measure the loops beside their rivals, and what the site's own work adds to a build."""
    names = list(benchmarks.PARTS) if only is None else only.split(",")
    measured = {}
    for data in benchmarks.run(names, Settings(**settings), Progress(say), environment.describe):
        measured[data["part"]] = data
        # A file or a pipe has no width of its own; every table fits into this one.
        Console(width=None if sys.stdout.isatty() else WIDTH).print(table(data))
        if save:
            benchmarks.save(save, measured)


@main.command("offline")
@click.argument("folder", default="offline", type=click.Path(file_okay=False, path_type=Path))
def offline_command(folder: Path) -> None:
    """Copy the built site into a folder that is read without a server."""
    from docsite.export import offline

    click.echo(f"{offline.make(ROOT / 'site', folder)} pages: open {folder / 'index.html'}")


@main.command("new-guide")
@click.argument("name")
@click.option("--title", default="", help="Its title, in English; the name in words by default.")
def new_guide_command(name: str, title: str) -> None:
    """Write the skeleton of all that a guide needs."""
    from docsite import new_guide

    for path in new_guide.create(name, title):
        click.echo(f"wrote {path}")
    click.echo("Now write the page, and run: make serve, then make test. CONTRIBUTING.md lists what remains.")


def run_command() -> None:
    """Run what was typed; a mistake is one line on standard error, and the exit status is not 0."""
    with told(stops=True):
        main(prog_name="python -m docsite", standalone_mode=False)
