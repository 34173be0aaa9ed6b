"""What a person sees of long work: lines, and on a terminal a bar for each experiment that is running."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress:
    """Tells lines by `say`; where standard error is a terminal, bars move below them."""

    def __init__(self, say: Callable[[str], None]):
        self.say = say
        self.console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(),
        )
        self.bars = Bars(*columns, console=self.console, transient=True)

    @contextlib.contextmanager
    def running(self, name: str, cost: float) -> Iterator[None]:
        """Show a bar while the block runs, which fills as the declared cost, in seconds, goes by."""
        if not self.console.is_terminal:
            yield
            return
        done = threading.Event()
        task = self.bars.add_task(name, total=cost)
        mover = threading.Thread(target=self._move, args=(task, cost, done))
        self.bars.start()
        mover.start()
        try:
            yield
        finally:
            done.set()
            mover.join()
            self.bars.remove_task(task)
            if not self.bars.tasks:
                self.bars.stop()

    @contextlib.contextmanager
    def counting(self, name: str, total: int) -> Iterator[Callable[[str], None]]:
        """Show a bar while the block runs, which fills by one of `total` calls that say what is done."""
        if not self.console.is_terminal:
            yield lambda _doing: None
            return
        task = self.bars.add_task(name, total=total)

        def turn(doing: str) -> None:
            self.bars.update(task, description=f"{name}: {doing}", advance=1)

        with self.bars:
            yield turn
        self.bars.remove_task(task)

    def _move(self, task: TaskID, cost: float, done: threading.Event) -> None:
        started = time.monotonic()
        while not done.wait(0.2):
            # The last percent is kept for a run that takes longer than it declares.
            self.bars.update(task, completed=min(time.monotonic() - started, 0.99 * cost))
