"""The first cell of a notebook: it installs the package that the notebook is about, with the extras that it needs."""

from docsite.export import wheel
from docsite.export.version import version
from docsite.pages.page import Page

INSTALL = """\
# {remark}
import importlib.metadata{modules}
import subprocess
import sys

version = "{version}"
wheel = "{wheel}"
found = importlib.metadata.distributions(name="training-loops")
if version not in [distribution.version for distribution in found]{missing}:
    print("Installing", wheel)
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, f"training-loops[{extras}] @ {{wheel}}"], check=True)"""


def installing(page: Page) -> str:
    """The code of the first cell; a package of an extra has the extra's name."""
    missing = "".join(f' or not importlib.util.find_spec("{extra}")' for extra in page.extras)
    return INSTALL.format(
        remark=page.language.words["installs"],
        wheel=wheel.address(),
        version=version(),
        extras=",".join(("plots", *page.extras)),
        modules="\nimport importlib.util" * bool(page.extras),
        missing=missing,
    )
