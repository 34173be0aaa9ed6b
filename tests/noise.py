"""Loops and blocks under every setting that changes the order of sums: oneDNN on and off, threads, an older processor.

Run by `make test-noise`; a line for each setting and round, and what failed under it.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = {
    "onednn": {"TF_ENABLE_ONEDNN_OPTS": "1"},
    "no-onednn": {"TF_ENABLE_ONEDNN_OPTS": "0"},
    "one-thread": {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1"},
    "many-threads": {"TF_NUM_INTRAOP_THREADS": "8", "TF_NUM_INTEROP_THREADS": "8", "OMP_NUM_THREADS": "8"},
    "avx2": {"ONEDNN_MAX_CPU_ISA": "AVX2"},
}


def main() -> int:
    """The number of settings under which something fails, as the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default=",".join(SETTINGS), help="some of these settings, between commas")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("-k", default="not format", help="which tests, as pytest's -k")
    options.add_argument("-n", default="auto", help="processes, as pytest's -n")
    chosen = options.parse_args()
    names = chosen.only.split(",")
    for name in names:
        if name not in SETTINGS:
            options.error(f"no setting {name!r}; there are {', '.join(SETTINGS)}")
    failing = {name for _ in range(chosen.rounds) for name in names if not holds(name, chosen.k, chosen.n)}
    return len(failing)


def holds(name: str, tests: str, processes: str) -> bool:
    """Whether the loops and blocks pass under a setting."""
    command = [sys.executable, "-m", "pytest", "-m", "loops", "--force-blocks", "-k", tests, "-n", processes]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **SETTINGS[name]}, capture_output=True, text=True)
    lines = (ran.stdout + ran.stderr).strip().splitlines()
    print(f"{name}: {lines[-1] if lines else 'no answer'}", flush=True)
    if ran.returncode:
        print("\n".join(lines[:-1]), flush=True)
    return ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
