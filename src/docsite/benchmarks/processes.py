"""A contestant's process, from this side: started, asked one thing at a time, and ended."""

import json
import os
import select
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SERVING = Path(__file__).parent / "contestants" / "serving.py"

ENVIRONMENT = {
    "PYTHONUTF8": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Contestants wait beside each other on one GPU, so none may take all of its memory at the start.
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
    # PyTorch keeps on disk what it has compiled, and a first epoch would cost what it does only once.
    "TORCHINDUCTOR_FORCE_DISABLE_CACHES": "1",
}


@dataclass(frozen=True)
class Contestant:
    """A file of `contestants` with options; `tolerance` is the share by which its losses may differ from others'.

    `tolerance` is None for one that trains nothing. `python` names the environment that it runs in.
    """

    name: str
    module: str
    options: dict[str, Any] = field(default_factory=dict)
    tolerance: float | None = 0.01
    python: str = sys.executable


class FailedError(Exception):
    """Why a contestant cannot go on, in one line."""


class Process:
    """A contestant at work; it holds its memory and its compiled code until it is closed."""

    def __init__(self, contestant: Contestant, seconds: float = 600):
        self.contestant = contestant
        self.seconds = seconds
        # Open for as long as the process lives, which is longer than a block.
        self.complaints = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        try:
            self.process = subprocess.Popen(
                [contestant.python, str(SERVING)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.complaints,
                env={**os.environ, **ENVIRONMENT},
                text=True,
            )
        except OSError:
            self.complaints.close()
            raise

    def prepare(self, work: Path) -> dict[str, Any]:
        """Load library and work; returns `versions`, `threads` and `device`."""
        asked = {"module": self.contestant.module, "options": self.contestant.options, "work": str(work)}
        return self._ask(asked)

    def epoch(self, number: int) -> dict[str, Any]:
        """Train one epoch; returns its `record`, its `seconds`, and `peak_mib` of the process so far."""
        return self._ask({"epoch": number})

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.complaints.close()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise FailedError(self._last_words()) from None
        if not select.select([self.process.stdout], [], [], self.seconds)[0]:
            raise FailedError(f"no answer in {self.seconds:g} s")
        line = self.process.stdout.readline()
        if not line:
            raise FailedError(self._last_words())
        answer = json.loads(line)
        if "error" in answer:
            raise FailedError(answer["error"])
        return answer

    def _last_words(self) -> str:
        status = self.process.wait()
        self.complaints.seek(0)
        lines = self.complaints.read().strip().splitlines()
        return f"ended with exit status {status}" + (f": {lines[-1][:200]}" if lines else "")
