"""`python -m docsite`."""

import sys

from docsite.project import described

try:
    from docsite.cli import run_command
except KeyboardInterrupt:
    sys.exit(130)
except Exception as error:  # a module that cannot be imported: one line, as for every mistake
    print(f"error: {described(error)}", file=sys.stderr)
    sys.exit(1)

run_command()
