"""Ctrl-C that waits for the end of a step, in which nothing is half updated."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def noted_interrupt() -> Iterator[Callable[[], bool]]:
    """Gives a function that says whether Ctrl-C was pressed; pressed a second time, it stops at once as ever."""
    pressed = False
    before = signal.getsignal(signal.SIGINT)

    def note(*_) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, before)

    # Python lets the main thread alone say what a signal does; a program that ignores Ctrl-C goes on ignoring it.
    if threading.current_thread() is not threading.main_thread() or before in (signal.SIG_IGN, None):
        yield lambda: False
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
