"""Experiments repeat themselves to the last bit, not only to the digits that are stored: none draws without a seed.

A stored number is rounded, so a sum in another order shows in it once in some hundred runs, when nobody looks.
"""

import subprocess
import sys

import pytest

from docsite.studies import experiments

pytestmark = pytest.mark.faults

CHEAP = 30  # seconds; the GAN takes an hour
REPEATED = [one.name for one in experiments.all().values() if not one.timing and one.cost <= CHEAP]

# In a process of its own: some experiments settle what holds for the whole of it, as determinism.
TWICE = """
import sys

from docsite.results import outcome
from docsite.studies import experiments

outcome.SIGNIFICANT_DIGITS = 17  # all that a float holds
experiment = experiments.find(sys.argv[1])
first, second = (outcome.dumps(outcome.plain(experiment.run())).splitlines() for _ in range(2))
moved = [f"{a.strip()[:300]} | {b.strip()[:300]}" for a, b in zip(first, second, strict=True) if a != b]
sys.exit("\\n".join(moved) or 0)
"""


@pytest.mark.parametrize("name", REPEATED)
def test_an_experiment_repeats_itself_to_the_last_bit(name: str):
    ran = subprocess.run([sys.executable, "-c", TWICE, name], capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr[-2000:]
