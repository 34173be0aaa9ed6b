"""What a build does before MkDocs: refresh what is stale and cheap, draw, and stage the pages."""

from collections.abc import Callable

from docsite.export import tree
from docsite.figures import store as figures
from docsite.progress import Watch
from docsite.project import DocsError
from docsite.results import scheduler, store
from docsite.studies import Experiment, experiments


def prepare(*, strict: bool, fresh: bool = False, say: Callable[[str], None]) -> list[DocsError]:
    """Make the staged trees ready; returns the mistakes that the pages show.

    With `strict` the first mistake is raised instead. With `fresh` any stale result is a mistake; otherwise what is
    stale and takes long is shown as stale.
    """
    mistakes = _refresh(say) + (_stale() if fresh else [])
    try:
        figures.refresh(say)
    except DocsError as mistake:
        mistakes.append(mistake)
    if strict and mistakes:
        raise mistakes[0]
    return mistakes + tree.stage(strict=strict)


def _refresh(say: Callable[[str], None]) -> list[DocsError]:
    """Run what is stale and cheap; the mistakes are its failures, and those of dearer experiments that are known."""
    jobs = scheduler.plan(experiments.all().values(), force=False)
    cheap = [job for job in jobs if job.experiment.cost < scheduler.CHEAP]
    failures = scheduler.refresh(cheap, scheduler.Options(), Watch(say))
    dear = [job.experiment for job in jobs if job not in cheap]
    return failures + [_known_failure(item) for item in dear if store.state(item).failed]


def _known_failure(experiment: Experiment) -> DocsError:
    reasons = ", ".join(store.state(experiment).reasons)
    return DocsError(f"experiment {experiment.name}: {reasons}; run: make results ONLY={experiment.name}")


def _stale() -> list[DocsError]:
    names = [job.experiment.name for job in scheduler.plan(experiments.all().values(), force=False)]
    return [DocsError(f"stale results: {', '.join(names)}; run: make results ONLY={','.join(names)}")] if names else []
