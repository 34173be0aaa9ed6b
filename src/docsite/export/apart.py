"""Programs of one script that run in processes of their own: the script starts itself once for each."""

import ast
from collections.abc import Sequence

RUNNER = """\
import subprocess
import sys

# This file starts itself once for each of its programs, which share no process.
PROGRAM = int(sys.argv[1]) if sys.argv[1:] else 0
if not PROGRAM:
    for number in range(1, {count} + 1):
        command = [sys.executable, __file__, str(number)]
        if subprocess.run(command).returncode:
            sys.exit(f"program {{number}} of {count} failed")"""


def runner_of(programs: Sequence[str]) -> str:
    return RUNNER.format(count=len(programs))


def chosen(program: str, number: int) -> str:
    """The program, run only where it is the one asked for."""
    within = {
        line
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.Constant | ast.JoinedStr)
        for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
    }  # the lines of a string stay as they are
    lines = enumerate(program.split("\n"), start=1)
    indented = [f"    {line}" if line and number not in within else line for number, line in lines]
    return "\n".join([f"if PROGRAM == {number}:", *indented])
