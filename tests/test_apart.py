"""Programs that share no process: each cell of the notebook starts one, and the script starts itself once for each."""

import subprocess
import sys
from pathlib import Path

from docsite.export.apart import chosen
from docsite.export.notebook import NotebookWriter
from docsite.export.script import script
from docsite.languages import ENGLISH
from docsite.pages.page import Page, page_of

PAGE = "guides/gan.md"
TEXT = '''# Apart

```{.python #first title="First" process="own"}
import os

WORDS = """
  kept
as it is
"""
print(WORDS.splitlines()[1:], f"""{1}
{2}""".splitlines())
#> ['  kept', 'as it is'] ['1', '2']
os.environ["LEFT"] = "by the first"
```

```{.python #second title="Second"}
import os

print("LEFT" in os.environ)
#> False
```
'''


def page(text: str) -> Page:
    return page_of(text, PAGE, ENGLISH, Path(PAGE))


def test_a_script_starts_itself_once_for_each_program(tmp_path: Path):
    path = tmp_path / "script.py"
    path.write_text(script(page(TEXT)), "utf-8")
    ran = subprocess.run([sys.executable, str(path)], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == ["['  kept', 'as it is'] ['1', '2']", "False"]


def test_a_script_ends_where_a_program_fails(tmp_path: Path):
    path = tmp_path / "script.py"
    path.write_text(script(page(TEXT.replace("import os\n\nWORDS", "raise SystemExit(7)\nWORDS"))), "utf-8")
    ran = subprocess.run([sys.executable, str(path)], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "program 1 of 2 failed\n")


def test_without_such_a_program_a_script_is_one_process():
    assert "PROGRAM" not in script(page(TEXT.replace(' process="own"', "")))


def test_the_lines_of_a_string_are_not_indented():
    program = 'x = """a\n  b\n"""\ny = 1\n\nz = 2'
    assert chosen(program, 3) == 'if PROGRAM == 3:\n    x = """a\n  b\n"""\n    y = 1\n\n    z = 2'


def test_a_cell_of_the_notebook_writes_the_program_and_the_next_starts_it():
    _, file, runs, other = NotebookWriter(page(TEXT)).cells()
    assert file.source.startswith("%%writefile first.py\nimport os\n")
    assert "#>" not in file.source
    assert (file.metadata["title"], file.outputs) == ("First", [])
    assert runs.source == "!{sys.executable} first.py"
    assert runs.outputs[0].text == "['  kept', 'as it is'] ['1', '2']\n"
    assert other.source == 'import os\n\nprint("LEFT" in os.environ)'
    assert [cell.id for cell in (file, runs, other)] == ["first-file", "first", "second"]
