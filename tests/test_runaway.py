"""Blocks that run away: each is stopped or contained, told with file, line and mend, and the next runs as if first."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from processes import Worker, run_alone
from running import Finished, Program

from docsite.pages.settings import Settings

Run = Callable[..., Finished]
# What a program that changes nothing sees, in a process that others have used.
SEEN = """
import os, random, threading
import keras, numpy as np, tensorflow as tf
from tensorflow.python.framework import config

print(os.getcwd().endswith("work"), os.listdir(), os.environ.get("MADE"), threading.active_count())
print(keras.config.dtype_policy().name, keras.config.floatx(), keras.Sequential([keras.layers.Dense(1)]).name)
print(config.is_op_determinism_enabled(), tf.config.functions_run_eagerly(), len(tf.config.get_visible_devices("CPU")))
print(tf.matmul([[2.0]], [[3.0]]).numpy(), keras.layers.Dense(1, kernel_initializer="ones")(tf.ones([1, 2])).numpy())
print(np.array([1 / 3]), random.random() == 0.13436424411240122, np.random.rand() == 0.417022004702574)
print(tf.get_logger().level, isinstance(tf.random.uniform([]).numpy(), np.float32))
"""


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.end()


@pytest.fixture
def run(worker: Worker, tmp_path: Path) -> Run:
    """Run a block that stands below line 10 of a page."""

    def once(code: str, **limits) -> Finished:
        base = tmp_path / str(time.monotonic_ns())
        return worker.run(Program(code, str(base), "docs/en/x.md", 10, Settings(**limits)))

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
def test_a_runaway_is_stopped_at_its_line_and_the_next_is_unaffected(code: str, line: int, said: str, run: Run):
    start = time.monotonic()
    finished = run(code, seconds=1, size=10_000)
    assert finished.error is not None
    assert finished.error.startswith(f"docs/en/x.md:{line}: "), finished.error
    assert said in finished.error
    assert "\n" not in finished.error
    assert time.monotonic() - start < 40  # on a machine that does much else
    assert run("print('next')").printed == "next\n"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> str:
    finished = run_alone(SEEN, str(tmp_path_factory.mktemp("clean")))
    assert finished.error is None, finished.error
    return finished.printed


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("import keras\nkeras.config.set_dtype_policy('mixed_float16')", "Keras"),
        ("import keras\nkeras.config.set_floatx('float64')", "Keras"),
        ("import tensorflow as tf\ntf.config.experimental.enable_op_determinism()", "arithmetic"),
        ("import tensorflow as tf\ntf.config.run_functions_eagerly(True)", "eager functions"),
        ("import tensorflow as tf\ntf.get_logger().setLevel(50)", "logging"),
        ("import os\nos.environ['MADE'] = 'here'", "environment"),
        ("import numpy as np\nnp.set_printoptions(precision=2)", "NumPy"),
        ("import tensorflow as tf\ntf.matmul = tf.add", "tensorflow.matmul"),
        ("import keras\nkeras.layers.Dense.call = lambda self, x: x", "keras.src.layers.core.dense.Dense.call"),
        ("import os\nimport time\nif not os.fork():\n    time.sleep(600)", "processes"),
        ("import subprocess\nsubprocess.Popen(['sleep', '600'], start_new_session=True)", "processes"),
        ("import threading, time\nthreading.Thread(target=time.sleep, args=[600], daemon=True).start()", "threads"),
        ("import keras\nkeras.utils.set_random_seed(1)", ""),
        ("import os\nos.chdir('..')", ""),
        ("import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])", ""),
        ("import training_loops.linear\ntraining_loops.linear.train = None", ""),
    ],
)
def test_whatever_a_block_leaves_the_next_is_unaffected(code: str, left: str, run: Run, clean: str):
    finished = run(code)
    assert finished.error is None, finished.error
    assert finished.left == left
    after = run(SEEN)
    assert after.error is None, after.error
    assert after.printed == clean
    assert run("from training_loops.linear import train\nprint(callable(train))").printed == "True\n"


def test_what_changes_nothing_keeps_its_process(worker: Worker, run: Run):
    run("print(1)")
    process = worker.process.pid
    assert run("import keras\nkeras.utils.set_random_seed(7)\nprint(2)").printed == "2\n"
    assert worker.process.pid == process


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
    assert (finished.printed, finished.error, finished.left) == ("2\n", None, "logical devices")
    much = "print('x' * 20_000)"
    assert run_alone(much, str(tmp_path / "b"), limits=Settings(size=10_000)).stopped
    assert run_alone(much, str(tmp_path / "c"), limits=Settings(size=30_000)).error is None


def test_an_interrupt_ends_the_process_and_goes_on(worker: Worker, run: Run, monkeypatch: pytest.MonkeyPatch):
    run("print(1)")
    process = worker.process.pid

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(worker.pipe, "poll", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run("import time\ntime.sleep(600)")
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
