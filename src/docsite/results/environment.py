"""Where a number comes from: versions, device, duration, date, commit."""

import datetime
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docsite.benchmarks.contestants.loaded import libraries
from docsite.benchmarks.racing import SEEN
from docsite.project import ROOT


def describe(duration: float) -> dict[str, Any]:
    """The circumstances of a run in this process; call it after the run, when TensorFlow is loaded if it is used."""
    versions = {name: version(name) for name in ("tensorflow", "keras", "numpy")}
    device, seen = _device()
    return {
        "versions": {**versions, **seen, "python": platform.python_version()},
        "device": device,
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "duration": round(duration, 2),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": _commit(),
    }


def _device() -> tuple[str, dict[str, str]]:
    """The name of the GPU and the versions of the libraries in use, or CPU; a run without TensorFlow was on the CPU.

    A bench has worked in processes of its own, and says what it has seen in them.
    """
    if SEEN:
        graphics = [about["device"] for about in SEEN if about["device"] != "CPU"]
        return next(iter(graphics), "CPU"), {name: of for about in SEEN for name, of in about["versions"].items()}
    if "tensorflow" not in sys.modules:
        return "CPU", {}
    import tensorflow as tf

    found = tf.config.list_physical_devices("GPU")
    if not found:
        return "CPU", {}
    return tf.config.experimental.get_device_details(found[0]).get("device_name", "GPU"), libraries()


def _processor() -> str:
    """The processor's model where the system tells it, else its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str | None:
    """The commit that the run stands on, with a plus where files differ from it; None outside a repository.

    Results that other runs have just stored make no difference to it.
    """
    try:
        commit = _git("rev-parse", "--short=12", "HEAD")
        return commit + "+" * bool(_git("status", "--porcelain", "--", ".", ":!docs/results"))
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
