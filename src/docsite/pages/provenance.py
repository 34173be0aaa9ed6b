"""What the reader is told of a result: the line below a number's table or figure, and the list of all results."""

from typing import Any

from docsite.languages import Language
from docsite.project import DocsError
from docsite.results import store
from docsite.studies import experiments


def record_of(experiment: str) -> dict[str, Any]:
    """The stored result; raises `DocsError` where there is no such experiment, or it has never been run."""
    record = store.read(experiment)
    if record is None:
        experiments.find(experiment)
        raise DocsError(f"{experiment} has not been run yet; run: make results ONLY={experiment}")
    return record


def provenance(experiment: str, language: Language) -> str:
    """One line of Markdown: when, on what, with which versions, the key, and whether it is stale."""
    record = record_of(experiment)
    key = f"`{record['key']}`"
    line = language.say(
        "measured", date=record["date"], device=device(record, language), versions=versions(record), key=key
    )
    if not store.state(experiments.find(experiment)).fresh:
        line += f" · **{language.say('stale', command=f'`make results ONLY={experiment}`')}**"
    return f"{line}\n{{ .provenance data-search-exclude=1 }}"


def device(record: dict[str, Any], language: Language) -> str:
    if record["device"] != "CPU":
        return record["device"]
    return language.say("cores", processor=record["processor"], count=record["cores"])


def versions(record: dict[str, Any]) -> str:
    """TensorFlow and Keras, and on a GPU its libraries."""
    names = {"tensorflow": "TensorFlow", "keras": "Keras", "cuda": "CUDA", "cudnn": "cuDNN"}
    return ", ".join(f"{names[name]} {value}" for name, value in record["versions"].items() if name in names)


def all_results(language: Language) -> str:
    """A table of every result: what it was made from, where, how long it took, and its state."""
    heads = language.words["results"]
    lines = [[heads[name] for name in ("name", "state", "date", "device", "duration", "data", "parameters", "key")]]
    lines.append(["---"] * len(lines[0]))
    for experiment in experiments.all().values():
        record = store.read(experiment.name)
        if record:
            lines.append(_row(record, store.state(experiment), language))
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f'<div class="results" markdown>\n\n{table}\n\n</div>'


def _row(record: dict[str, Any], state: store.State, language: Language) -> list[str]:
    heads = language.words["results"]
    parameters = " ".join(f"`{name}={value}`" for name, value in record["made_from"]["parameters"].items())
    return [
        f"`{record['experiment']}`",
        heads["fresh"] if state.fresh else heads["stale"],
        language.isolate(record["date"]),
        f"{device(record, language)}, {language.isolate(versions(record))}",
        language.isolate(f"{record['duration']:.1f} s"),
        f"`{record['data']}`" if record["data"] else "–",
        parameters,
        f"`{record['key']}`",
    ]
