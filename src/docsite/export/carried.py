"""What the site carries beside its pages: the wheel, and the data that the package has in it."""

import filecmp
import shutil
from pathlib import Path

from docsite.code.definitions import Qualified
from docsite.export import wheel
from docsite.project import PACKAGE, SOURCE

DATA = "data"  # the folder of the site
# Each file of data, by the name that its path has in the package.
BUNDLED = {
    Qualified("training_loops._digit_files", "BUNDLED"): "mnist_10k.npz",
    Qualified("training_loops._table_files", "BUNDLED"): "penguins.csv",
}


def copy_to(folder: Path) -> None:
    """Copy them to where the site has them, and remove what else lies there."""
    data = [SOURCE / PACKAGE / name for name in BUNDLED.values()]
    for name, sources in ((wheel.FOLDER, [wheel.build()]), (DATA, data)):
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        for old in target.iterdir():
            if old.name not in {source.name for source in sources}:
                old.unlink()
        for source in sources:
            copy = target / source.name
            if not copy.exists() or not filecmp.cmp(source, copy, shallow=False):
                shutil.copy(source, copy)
