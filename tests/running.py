"""Inside a process for a block: the program runs, and what it printed is told."""

import builtins
import contextlib
import errno
import io
import os
import sys
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import containing

from docsite.pages.settings import Settings


@dataclass(frozen=True)
class Program:
    """A block that runs in a new folder below `base`; errors name `path` with `above`, the lines that it has before."""

    code: str
    base: str
    path: str = "block.py"
    above: int = 0
    limits: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class Print:
    """One call of print in the block: its line, and its arguments as they were."""

    line: int
    sep: str
    arguments: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Finished:
    """What a program wrote to its output, its prints, and how it failed.

    One that is `stopped` had passed a limit, or ended its process.
    """

    printed: str
    error: str | None = None
    prints: tuple[Print, ...] = ()
    stopped: bool = False


class TooMuchOutputError(BaseException):
    """More than a block may print; no `except Exception` takes it."""


class Output(io.StringIO):
    """What a program prints, to a limit."""

    def __init__(self, size: int):
        super().__init__()
        self.left = size

    def write(self, text: str) -> int:
        self.left -= len(text)
        if self.left < 0:
            raise TooMuchOutputError
        return super().write(text)


def serve(pipe) -> None:
    """Run the program that comes."""
    containing.begin()
    pipe.send("ready")
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        pipe.send(perform(pipe.recv()))
        pipe.recv()  # nothing comes: the process stays until it is ended with all that the program has started


def perform(program: Program) -> Finished:
    """Run a program as a reader's Python would run its file."""
    folder, file = Path(program.base, "work"), Path(program.base, "block.py")
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(program.code, "utf-8")  # `tf.function` reads the source of what it converts
    process, prints, error, stopped = os.getpid(), [], None, False
    output = Output(program.limits.size)
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=str(file), __builtins__=builtins)
    with containing.contained(program), quiet(), recorded(prints, str(file)), replaced(sys.modules, "__main__", module):
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(Output(program.limits.size)):
            try:
                exec(compile(program.code, str(file), "exec"), module.__dict__)
            except BaseException as raised:  # also SystemExit and KeyboardInterrupt: a block that ends so has failed
                error, stopped = told(raised, program, file), isinstance(raised, TooMuchOutputError)
        if os.getpid() != process:
            os._exit(0)  # a child that the program forked is no worker
    return Finished(output.getvalue(), error, () if error else tuple(prints), stopped)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Warnings are errors, but for three that nothing on a page can mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Keras converts its variables by NumPy's older protocol.
        warnings.filterwarnings("ignore", message="__array__ implementation doesn't accept a copy keyword")
        # AutoGraph marks the syntax trees it makes in a way that Python 3.13 discourages.
        warnings.filterwarnings("ignore", message=".*___pyct_anno")
        warnings.filterwarnings("ignore", message="FigureCanvasAgg is non-interactive")  # no screen in a test
        yield


@contextlib.contextmanager
def recorded(prints: list[Print], file: str) -> Iterator[None]:
    """Note each print of the file that goes to its output."""
    original = builtins.print

    def recording(*arguments, sep: str | None = " ", end: str | None = "\n", file=None, flush: bool = False) -> None:
        original(*arguments, sep=sep, end=end, file=file, flush=flush)
        caller = sys._getframe(1)
        if caller.f_code.co_filename == name and file in (None, sys.stdout):
            shown = tuple((str(argument), isinstance(argument, str)) for argument in arguments)
            prints.append(Print(caller.f_lineno, " " if sep is None else sep, shown))

    name = file
    with replaced(builtins.__dict__, "print", recording):
        yield


@contextlib.contextmanager
def replaced(names: dict, name: str, value) -> Iterator[None]:
    before = names[name]
    names[name] = value
    try:
        yield
    finally:
        names[name] = before


def larger(size: int) -> str:
    """What a block says that may print more."""
    return f'bytes="{2 * size}" reason="…"'


def told(error: BaseException, program: Program, file: Path) -> str:
    """The error after the last line of the block that it came through, and the lines of the package below that."""
    line, below, traceback = getattr(error, "lineno", None) or 0, [], error.__traceback__
    while traceback:
        code, number = traceback.tb_frame.f_code, traceback.tb_lineno
        if code.co_filename == str(file):
            line, below = number, []
        elif "/training_loops/" in code.co_filename:
            below.append(f"\n  {code.co_filename}:{number} in {code.co_name}")
        traceback = traceback.tb_next
    place = f"{program.path}:{program.above + line}"
    if isinstance(error, TooMuchOutputError):
        size = program.limits.size
        return f"{place}: printed more than {size} bytes; print less, or write {larger(size)}"
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return f"{place}: a file that is too large; write less, or write {larger(program.limits.size)}"
    return f"{place}: {type(error).__name__}{': ' * bool(str(error))}{error}{''.join(below)}"
