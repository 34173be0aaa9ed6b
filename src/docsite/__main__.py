"""`python -m docsite`."""

from docsite.cli import run_command

run_command()
