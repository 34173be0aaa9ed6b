"""Where a number comes from: versions, device, duration, date, commit."""

import datetime
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from docsite.project import ROOT


def describe(duration: float) -> dict[str, Any]:
    """The circumstances of a run in this process; call it after the run, when TensorFlow is loaded."""
    import keras
    import numpy
    import tensorflow as tf

    graphics = tf.config.list_physical_devices("GPU")
    details = tf.config.experimental.get_device_details(graphics[0]) if graphics else {}
    build = tf.sysconfig.get_build_info()
    return {
        "versions": {
            "tensorflow": tf.__version__,
            "keras": keras.__version__,
            "numpy": numpy.__version__,
            "python": platform.python_version(),
            **({name: str(build.get(f"{name}_version")) for name in ("cuda", "cudnn")} if graphics else {}),
        },
        "device": details.get("device_name", "GPU") if graphics else "CPU",
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "duration": round(duration, 2),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": _commit(),
    }


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
