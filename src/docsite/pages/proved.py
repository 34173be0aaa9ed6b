"""What the proofs gave under several releases of TensorFlow: the stored table, and how fresh it is."""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docsite.code.syntax import canonical, digest
from docsite.languages import Language
from docsite.pages import expected, facts
from docsite.pages.nodes import Block, Node
from docsite.pages.resolved import Change, Provenance, Releases
from docsite.project import DOCS, ROOT, DocsError, stamp, write_if_changed
from docsite.results.fingerprints import locked_version
from docsite.results.outcome import dumps

TABLE = DOCS / "facts.json"
LOCKS = ROOT / "requirements-facts"
COMMAND = "make facts"
PACKAGES = ("tensorflow", "keras", "numpy")


def releases() -> dict[str, dict[str, str]]:
    """The versions of each release that has a lock file, the oldest first, and last those that the project locks."""
    found = {path.stem: path.read_text("utf-8") for path in sorted(LOCKS.glob("*.lock"), key=_age)}
    locked = {name: locked_version(name) for name in PACKAGES}
    return {name: _pinned(text) for name, text in found.items()} | {current(): locked}


def current() -> str:
    """The name of the release that the project locks, such as 2.21."""
    return ".".join(locked_version("tensorflow").split(".")[:2])


def made_from(programs: Mapping[str, str]) -> dict[str, Any]:
    """All that the table depends on: the code of each proof with what it says it prints, and the versions."""
    proofs = {
        fact: digest(canonical(ast.parse(code)) + str(expected.compared(code))) for fact, code in programs.items()
    }
    return {"proofs": proofs, "releases": releases()}


def key(parts: dict[str, Any]) -> str:
    return digest(json.dumps(parts, sort_keys=True))


def programs() -> dict[str, str]:
    return {fact: proof.code for fact, proof in facts.proofs().items()}


def read() -> dict[str, Any] | None:
    """The stored table, or None; raises `DocsError` where the file is not one that `write` wrote."""
    return _read(TABLE, stamp(TABLE)) if TABLE.exists() else None


@cache
def _read(path: Path, _changed: tuple[int, int]) -> dict[str, Any]:
    mend = f"restore it from the repository, or run: {COMMAND}"
    try:
        record = json.loads(path.read_text("utf-8"))
        stored = record.pop("digest")
    except (ValueError, KeyError, AttributeError) as error:
        raise DocsError(f"not a table that can be read; {mend}", path) from error
    if digest(json.dumps(record, sort_keys=True)) != stored:
        raise DocsError(f"edited by hand: its digest does not match; {mend}", path)
    return record


def write(record: dict[str, Any]) -> None:
    """Store the table whole with its own digest, or not at all."""
    text = dumps({**record, "digest": digest(json.dumps(record, sort_keys=True))})
    write_if_changed(TABLE, f"{text}\n")


def fresh(record: dict[str, Any]) -> bool:
    return record["key"] == key(made_from(programs()))


def stale() -> list[DocsError]:
    """What a release of the site refuses: a table of other proofs or other versions than today's."""
    record = read()
    return [] if record and fresh(record) else [DocsError(f"stale: the table of facts by release; run: {COMMAND}")]


def gave(outcome: dict[str, Any]) -> str:
    """What a proof gave that did not hold, in one line."""
    return outcome["error"] or " / ".join(outcome["printed"].strip().splitlines()) or "–"


def changes(record: dict[str, Any]) -> dict[str, Change]:
    """The facts that hold today and that a release in the table has changed."""
    versions = record["made_from"]["releases"]
    found = {}
    for fact, outcomes in record["outcome"].items():
        names = [name for name in versions if name in outcomes]
        holding = [outcomes[name]["holds"] for name in names]
        if holding and holding[-1] and not all(holding):
            last = max(place for place, holds in enumerate(holding) if not holds)
            before, since = names[last], names[last + 1]
            found[fact] = Change(versions[since], versions[before], gave(outcomes[before]))
    return found


def with_changes(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes of the page of proofs, with the release that changed a fact below its proof."""
    record = read()
    found = {facts.block_of(fact): change for fact, change in changes(record).items()} if record else {}
    for node in nodes:
        yield node
        if isinstance(node, Block) and node.id in found:
            yield found[node.id]


def table(language: Language) -> Releases:
    """The stored table, for the facts of today; raises `DocsError` where the proofs have never been run."""
    record = read()
    if record is None:
        raise DocsError(f"the proofs have not been run yet; run: {COMMAND}")
    versions = record["made_from"]["releases"]
    known = record["made_from"]["proofs"]
    now = made_from(programs())["proofs"]
    rows = []
    for fact, heading in facts.headings(language).items():
        outcomes = record["outcome"][fact] if known.get(fact) == now[fact] else {}
        marks = tuple(_mark(outcomes[name]) if name in outcomes else None for name in versions)
        rows.append((fact, heading, marks))
    return Releases(tuple(versions.values()), tuple(rows), _provenance(record, language))


def _mark(outcome: dict[str, Any]) -> bool | str:
    return True if outcome["holds"] else gave(outcome)


def _provenance(record: dict[str, Any], language: Language) -> Provenance:
    told = {name: record[name] for name in ("date", "device", "processor", "cores", "key")}
    releases = record["made_from"]["releases"].values()
    names = language.words["between"].join(versions["tensorflow"] for versions in releases)
    return Provenance(**told, versions=(f"TensorFlow {names}",), command="" if fresh(record) else COMMAND)


def _age(path: Path) -> list[int]:
    try:
        return [int(part) for part in path.stem.split(".")]
    except ValueError as error:
        raise DocsError("not named after a release, as 2.18.lock is", path) from error


def _pinned(text: str) -> dict[str, str]:
    pins = dict(line.split(" ")[0].split("==") for line in text.splitlines() if "==" in line and line[0].isalpha())
    return {name: pins[name] for name in PACKAGES}
