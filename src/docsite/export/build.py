"""What a build does before MkDocs: refresh what is stale and cheap, draw, and stage the pages."""

from collections.abc import Callable

from docsite import cache
from docsite.export import tree
from docsite.export.tree import EVERYWHERE, Mistake
from docsite.figures import store as figures
from docsite.languages import Language
from docsite.pages import proved
from docsite.progress import Progress
from docsite.project import DocsError
from docsite.results import scheduler, store
from docsite.results.runner import FailedRunError
from docsite.results.scheduler import Job
from docsite.studies import Experiment, experiments
from docsite.translation.freshness import all_states

Say = Callable[[str], None]
FRESH = cache.Cache("fresh")  # states of code and results in which nothing was stale


def prepare(languages: tuple[Language, ...], *, strict: bool, fresh: bool = False, say: Say) -> list[Mistake]:
    """Make the staged trees ready; returns the mistakes, those of the whole site and those that stand on their page.

    With `strict` the first mistake is raised instead. With `fresh`, as for a release, any stale result is a mistake,
    and any section that is not translated; otherwise what is stale and takes long is shown as stale.
    """
    found: list[Mistake] = []
    try:
        mistakes = [] if FRESH.get(_state()) else _refresh(say, fresh)
        mistakes += [*proved.stale(), *untranslated()] if fresh else []
        found += [(EVERYWHERE, mistake) for mistake in mistakes]
    except DocsError as mistake:
        found.append((EVERYWHERE, mistake))
    if strict and found:
        raise found[0][1]
    return found + tree.stage(languages, strict=strict)


def untranslated() -> list[DocsError]:
    """What a release refuses: the sections that are missing in a language, or whose English has changed since."""
    behind = [state for state in all_states() if state.state != "fresh"]
    told = "; ".join(f"{state.language}/{state.page}#{state.section} is {state.state}" for state in behind[:3])
    more = f" and {len(behind) - 3} more" if len(behind) > 3 else ""
    return [DocsError(f"translations: {told}{more}; list them: python -m docsite translations")] if behind else []


def _state() -> str:
    return cache.digest_of_files(*cache.CODE, "docs/results")


def _refresh(say: Say, fresh: bool) -> list[DocsError]:
    """Run what is stale and cheap, and draw; the mistakes are the failures, those that are known included.

    What was refused or interrupted is told, and its result stays stale.
    """
    jobs = _stale_jobs()
    cheap = [job for job in jobs if job.experiment.cost < scheduler.CHEAP]
    mistakes: list[DocsError] = store.orphans(experiments.all())
    for trouble in scheduler.refresh(cheap, scheduler.Options(), Progress(say)):
        if isinstance(trouble, FailedRunError):
            mistakes.append(trouble)
        else:
            say(str(trouble))
    costly = [job.experiment for job in jobs if job not in cheap]
    mistakes += [_known_failure(item) for item in costly if store.state(item).failed]
    if fresh and (stale := ",".join(job.experiment.name for job in _stale_jobs())):
        mistakes.append(DocsError(f"stale results: {stale.replace(',', ', ')}; run: make results ONLY={stale}"))
    try:
        figures.refresh(say)
    except DocsError as mistake:
        mistakes.append(mistake)
    if not mistakes and not _stale_jobs():
        FRESH.put(_state(), True)
    FRESH.prune(100)
    return mistakes


def _stale_jobs() -> list[Job]:
    return scheduler.plan(experiments.all().values(), force=False)


def _known_failure(experiment: Experiment) -> DocsError:
    reasons = ", ".join(store.state(experiment).reasons)
    return DocsError(f"experiment {experiment.name}: {reasons}; run: make results ONLY={experiment.name}")
