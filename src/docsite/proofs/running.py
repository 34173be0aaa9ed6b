"""The proofs under each release: run, judged as the tests judge blocks, and stored as one table."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docsite.pages import expected, proved
from docsite.pages.comparison import same
from docsite.progress import Progress
from docsite.project import ROOT, DocsError
from docsite.proofs import prover
from docsite.proofs.environments import check_python, environment
from docsite.results.environment import describe

PROVER = Path(prover.__file__)
Outcomes = dict[str, dict[str, Any]]  # by the ids of facts


def prove_all(python: str, watch: Progress) -> dict[str, Any]:
    """Run every proof under every release, one environment at a time, and store the table, which is returned."""
    programs = proved.programs()
    parts = proved.made_from(programs)
    if len(parts["releases"]) > 1:
        check_python(python)
    outcomes = {}
    for name in parts["releases"]:
        lock = proved.LOCKS / f"{name}.lock"
        if name == proved.current():
            outcomes[name] = prove(name, Path(sys.executable), programs, watch)
        else:
            with environment(lock, python, watch) as own:
                outcomes[name] = prove(name, own, programs, watch)
    by_fact = {fact: {name: found[fact] for name, found in outcomes.items()} for fact in programs}
    record = {"key": proved.key(parts), "made_from": parts, **_circumstances(), "outcome": by_fact}
    proved.write(record)
    return record


def prove(name: str, python: Path, programs: dict[str, str], watch: Progress) -> Outcomes:
    """Run the proofs by one Python; raises `DocsError` where it has other versions than were asked for."""
    found: Outcomes = {}
    with watch.counting(f"TensorFlow {name}", len(programs)) as turn:
        versions, *lines = _answers(python, programs, turn)
        for answer in lines:
            found[answer["id"]] = judged(programs[answer["id"]], answer["printed"], answer["error"])
    asked = proved.releases()[name]
    if {package: versions[package] for package in asked} != asked:
        raise DocsError(f"{python} has {versions}, and not {asked}; run: make install")
    if missing := set(programs) - set(found):
        raise DocsError(f"TensorFlow {name}: no answer for {', '.join(sorted(missing))}")
    held = sum(outcome["holds"] for outcome in found.values())
    watch.say(f"TensorFlow {name} with Keras {versions['keras']}: {held} of {len(found)} facts hold")
    return found


def judged(code: str, printed: str, error: str) -> dict[str, Any]:
    """Whether a proof prints what it says; what it printed is kept where it does not."""
    says = "\n".join(expected.compared(code))
    if not error and same(says, printed):
        return {"holds": True}
    return {"holds": False, "printed": printed[:500], "error": error[:200]}


def _answers(python: Path, programs: dict[str, str], turn: Callable[[str], None]) -> list[dict[str, Any]]:
    """The lines of the prover: first the versions, then one for each proof."""
    pipe = subprocess.PIPE
    settings = {"stdin": pipe, "stdout": pipe, "stderr": subprocess.DEVNULL, "text": True, "cwd": ROOT}
    command = [str(python), "-I", str(PROVER)]
    found = []
    with subprocess.Popen(command, **settings) as process:  # type: ignore[call-overload]
        process.stdin.write(json.dumps(programs))
        process.stdin.close()
        for line in process.stdout:
            found.append(json.loads(line))
            if len(found) > 1:
                turn(found[-1]["id"])
    if process.returncode or not found:
        raise DocsError(f"{python} cannot run the proofs: {PROVER.name} ended with status {process.returncode}")
    return found


def _circumstances() -> dict[str, Any]:
    told = describe(0)
    return {name: told[name] for name in ("device", "processor", "cores", "date")}
