"""Where a number comes from: versions, device, duration, date, commit."""

import datetime
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docsite.project import ROOT


def describe(duration: float) -> dict[str, Any]:
    """The circumstances of a run in this process; call it after the run, when TensorFlow is loaded if it is used."""
    versions = {name: version(name) for name in ("tensorflow", "keras", "numpy")}
    device, libraries = _device()
    return {
        "versions": {**versions, "python": platform.python_version(), **libraries},
        "device": device,
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "duration": round(duration, 2),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": _commit(),
    }


def _device() -> tuple[str, dict[str, str]]:
    """The name of the GPU and the versions of its libraries, or CPU; a run without TensorFlow was on the CPU."""
    if "tensorflow" not in sys.modules:
        return "CPU", {}
    import tensorflow as tf

    graphics = tf.config.list_physical_devices("GPU")
    if not graphics:
        return "CPU", {}
    build = tf.sysconfig.get_build_info()
    libraries = {name: str(build[f"{name}_version"]) for name in ("cuda", "cudnn") if f"{name}_version" in build}
    details = tf.config.experimental.get_device_details(graphics[0])
    return details.get("device_name", "GPU"), libraries


def _processor() -> str:
    """The processor's model where the system tells it, else its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str | None:
    """The commit that the run stands on, with a plus where files differ from it; None outside a repository."""
    command = ["git", "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*"]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
