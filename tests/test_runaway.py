"""Blocks that run away: each is stopped or contained, and told with file, line and mend."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import Process, run_alone
from running import Finished

from docsite.pages.settings import Settings

Run = Callable[..., Finished]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a block that stands below line 10 of a page."""

    def once(code: str, **limits) -> Finished:
        base = tmp_path / str(time.monotonic_ns())
        return run_alone(code, str(base), "docs/en/x.md", 10, Settings(**limits))

    return once


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("while True: pass", 11, 'seconds="2" reason="…"'),
        ("import time\ntime.sleep(600)", 12, "not finished after 2 s"),
        (
            "import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException: ...",
            14,
            "s; let it end",
        ),
        ("while True:\n    print('x' * 99)", 12, 'bytes="20000" reason="…"'),
        ("import os\n\nos._exit(3)", 10, "ended with exit status 3"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", 10, "ended with exit status -9"),
        ("file = open('x', 'wb')\nwhile True:\n    file.write(bytes(99999))", 13, "too large; write less"),
        ("n = 0\nwhile True:\n    n += 1\n    open(str(n), 'wb').write(bytes(999999))", 14, "write less"),
        ("import os\nwhile True:\n    os.fork()", 13, "more than 20 processes"),
        ("import subprocess\nsubprocess.run(['sleep', '600'])", 12, "not finished after 2 s"),
        ("from pathlib import Path\nPath('../../../stray').write_text('x')", 12, "outside of the block's own folder"),
        ("import os\nos.chdir('/')\nopen('stray', 'w')", 13, "outside of the block's own folder"),
        ("import shutil\nshutil.move(__file__, '/stray')", 12, "outside of the block's own folder"),
        ("raise KeyboardInterrupt", 11, "KeyboardInterrupt"),
        ("import sys\nsys.exit(0)", 12, "SystemExit: 0"),
        ("def f():\n    x = (", 12, "SyntaxError"),
    ],
)
def test_a_runaway_is_stopped_at_its_line(code: str, line: int, said: str, run: Run):
    start = time.monotonic()
    finished = run(code, seconds=1, size=10_000)
    assert finished.error is not None
    assert finished.error.startswith(f"docs/en/x.md:{line}: "), finished.error
    assert said in finished.error
    assert "\n" not in finished.error
    assert time.monotonic() - start < 40  # on a machine that does much else


def test_what_a_stopped_block_has_started_ends_with_it(run: Run):
    code = "import subprocess\nprint(subprocess.Popen(['sleep', '600'], start_new_session=True).pid, flush=True)"
    started = int(run(code).printed)
    end = time.monotonic() + 20
    while Path(f"/proc/{started}").exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not Path(f"/proc/{started}").exists()


def test_a_block_may_set_up_tensorflow_in_a_fresh_process_and_may_ask_for_more(tmp_path: Path):
    code = (
        "import tensorflow as tf\n[device] = tf.config.list_physical_devices('CPU')\n"
        "two = [tf.config.LogicalDeviceConfiguration()] * 2\ntf.config.set_logical_device_configuration(device, two)\n"
        "print(len(tf.config.list_logical_devices('CPU')))"
    )
    finished = run_alone(code, str(tmp_path / "a"))
    assert (finished.printed, finished.error) == ("2\n", None)
    much = "print('x' * 20_000)"
    assert run_alone(much, str(tmp_path / "b"), limits=Settings(size=10_000)).stopped
    assert run_alone(much, str(tmp_path / "c"), limits=Settings(size=30_000)).error is None


def test_an_interrupt_ends_the_process(run: Run, monkeypatch: pytest.MonkeyPatch):
    started = []

    def interrupted(process, _program):
        started.append(process.process.pid)
        raise KeyboardInterrupt

    monkeypatch.setattr(Process, "_watch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run("import time\ntime.sleep(600)")
    [process] = started
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
