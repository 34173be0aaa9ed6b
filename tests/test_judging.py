"""The pages' blocks judged by pytest, in a copy of the project: what fails, what is remembered, and an interrupt."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, Project, copied

BLOCKS = {
    "interrupt": 'raise KeyboardInterrupt\nprint("a")\n#> wrong',
    "leaves": 'import sys\n\nsys.exit(0)\nprint("a")\n#> wrong',
    "array": 'import numpy as np\n\nprint(np.eye(2))\n"""\n[[0. 1.]\n [1. 0.]]\n"""',
    "row": "import numpy as np\n\nprint(np.array([0.0, 1.0, 0.0]))\n#> [1. 0. 0.]",
    "endless": "while True: pass",
    "never": "if False:\n    print(1)\n    #> 1",
    "parts": 'print("a", end="")\n#> a\nprint("b")\n#> b',
    "set": 'print({"b", "a", "c", "d", "e", "f", "g"}, object())\n#> x',
    "timed": 'import time\n\nprint(f"{time.time()} s")\n#~ 2.5 s',
    "devices": (
        'import tensorflow as tf\n\n[cpu] = tf.config.list_physical_devices("CPU")\n'
        "two = [tf.config.LogicalDeviceConfiguration()] * 2\ntf.config.set_logical_device_configuration(cpu, two)\n"
        'print(len(tf.config.list_logical_devices("CPU")))\n#> 2'
    ),
    "right": 'import numpy as np\n\nprint(np.eye(2) * 0.5)\n"""\n[[0.5 0. ]\n [0.  0.5]]\n"""',
}
WRONG = {"interrupt", "leaves", "array", "row", "endless", "never", "parts", "set"}


@pytest.fixture
def copy(tmp_path: Path) -> Project:
    """A copy with its tests, and no guides but what a test writes."""
    project = copied(tmp_path / "project")
    shutil.copytree(ROOT / "tests", project.root / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    for page in (project.root / "docs" / "en").rglob("*.md"):
        page.unlink()
    return project


def write(project: Project, blocks: dict[str, str]) -> dict[str, int]:
    """A page of these blocks; the line on which each is opened."""
    lines, text = {}, "# Z\n"
    for name, code in blocks.items():
        lines[name] = text.count("\n") + 2
        limit = 'seconds="1"' if name == "endless" else ""
        text += f"\n```{{.python #{name} {limit}}}\n{code}\n```\n"
    (project.root / "docs/en/z.md").write_text(text, "utf-8")
    return lines


COMMAND = ("pytest", "-p", "no:cacheprovider", "tests/test_blocks.py", "-k", "not format")


def test_what_is_wrong_fails_at_its_line_and_what_is_right_passes(copy: Project):
    lines = write(copy, BLOCKS)
    ran = copy.run(*COMMAND, FORCE="", CI="")
    failed = {
        name
        for name, line in lines.items()
        if f"FAILED tests/test_blocks.py::test_block[docs/en/z.md:{line}-" in ran.stdout
    }
    assert failed == WRONG, ran.stdout + ran.stderr
    assert f"docs/en/z.md:{lines['interrupt'] + 1}: KeyboardInterrupt" in ran.stdout
    assert f"docs/en/z.md:{lines['endless'] + 1}: " in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr
    remembered = list((copy.root / ".cache/blocks").glob("*.json"))
    assert len(remembered) == len(BLOCKS) - len(WRONG)
    again = copy.run(*COMMAND, FORCE="", CI="")
    assert f"{len(WRONG)} failed, {len(remembered)} skipped" in again.stdout, again.stdout


def test_samples_are_renewed_and_other_output_is_written(copy: Project):
    write(copy, {name: BLOCKS[name] for name in ("array", "timed", "right", "never")})
    ran = copy.run(*COMMAND, "--update-examples", CI="")
    assert ran.returncode == 0, ran.stdout
    text = (copy.root / "docs/en/z.md").read_text("utf-8")
    assert "[[1. 0.]\n [0. 1.]]" in text
    assert "#~ 2.5 s" not in text
    assert "#~ 1" in text
    assert text.count("#>") == 0


def test_an_interrupt_ends_the_session_and_remembers_nothing(copy: Project):
    write(copy, {"slow": 'import time\nfrom pathlib import Path\n\nPath("there").touch()\ntime.sleep(50)'})
    settings = copy.settings(CI="") | {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    settings.pop("capture_output")
    temporary = copy.root.parent / "temporary"
    command = [sys.executable, "-m", *COMMAND, "--basetemp", str(temporary)]
    running = subprocess.Popen(command, start_new_session=True, **settings)
    try:
        end = time.monotonic() + 120
        while not list(temporary.rglob("there")):
            assert running.poll() is None, running.communicate()[0]
            assert time.monotonic() < end
            time.sleep(0.1)
        os.kill(running.pid, signal.SIGINT)
        told, _ = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 2, told
    assert "KeyboardInterrupt" in told
    assert "passed" not in told
    assert not list((copy.root / ".cache/blocks").glob("*.json"))
