"""The checkpoints of a run in a folder: each is read whole before it is trusted; none is lost where saving fails."""

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import tensorflow as tf

from training_loops._reasons import reason

# A checkpoint that the machine lost while it wrote it leaves two earlier ones.
KEPT = 3
# Where `tf.train.Checkpoint` keeps the Python state that it was given as `progress`.
PROGRESS = "progress/.ATTRIBUTES/py_state"
COUNTER = "save_counter/.ATTRIBUTES/VARIABLE_VALUE"  # of a `tf.train.CheckpointManager`


class Checkpoints:
    """Saves a `tf.train.Checkpoint` in a folder under a name and a number, and goes back to the last good one.

    `run` says in plain values which run this is; it stands in what `checkpoint.progress` serializes, under `"run"`.
    A process that does not write leaves the folder as it is, and restores what another one has saved.
    """

    def __init__(self, folder, checkpoint: tf.train.Checkpoint, run: dict, *, name: str = "step", writes: bool = True):
        self.folder, self.checkpoint, self.run, self.name = checked_path(folder), checkpoint, run, name
        self._writes = writes
        self._unlisted: list[Path] = []
        if writes:
            make_writable(self.folder)
            check_own(self.folder, name)
            for left in self.folder.glob(f"{name}-*_temp"):  # of a save that was killed
                shutil.rmtree(left, ignore_errors=True)
            self._manager = tf.train.CheckpointManager(
                checkpoint, str(self.folder), max_to_keep=KEPT, checkpoint_name=name
            )

    def restore(self) -> Path | None:
        """Restore the newest checkpoint of this run that is whole, and return its path; None where there is none.

        Each one that is passed over is named on stderr. Raises `ValueError` where all that can be read are of other
        runs, whose place this one would take.
        """
        passed: list[str] = []
        others: list[str] = []
        for path in newest_first(self.folder, self.name):
            fault, other = self._fault(path)
            if not fault:
                self._tell(passed)
                self.checkpoint.restore(str(path)).assert_consumed()
                if self._writes and str(path) not in self._manager.checkpoints:  # killed before TensorFlow listed it
                    self._unlisted.append(path)
                return path
            passed.append(f"passed over {path}: {fault}")
            others += [f"{path}: {fault}"] if other else []
        if others:
            raise ValueError(f"folder holds no checkpoint to go on from; {others[0]}; name another folder")
        self._tell([*passed, f"no good checkpoint is left in {self.folder}; training begins again"] if passed else [])
        return None

    def save(self, number: int) -> str:
        """Save under this number, and return the path; raises `OSError` in one line where that fails.

        The files get their names once they are complete, and only then the oldest are removed.
        """
        try:
            path = self._manager.save(checkpoint_number=number)
        except (OSError, tf.errors.OpError) as error:
            shutil.rmtree(self.folder / f"{self.name}-{number}_temp", ignore_errors=True)
            kept = "the earlier checkpoints are as they were"
            raise OSError(f"cannot save {self.name}-{number} in {self.folder}: {reason(error)}; {kept}") from error
        while self._unlisted:
            for file in self.folder.glob(f"{self._unlisted.pop().name}.*"):
                file.unlink()
        return path

    def _fault(self, path: Path) -> tuple[str, bool]:
        """What is wrong with a checkpoint, or nothing; and whether it is a whole one of another run."""
        values, fault = read_whole(path)
        if fault:
            return fault, False
        try:
            run, _ = json.loads(values[PROGRESS])["run"], values[COUNTER]
            changed = [name for name in self.run if run[name] != self.run[name]]
        except (KeyError, RecursionError, TypeError, ValueError):
            return "it was not saved by this loop", True
        if changed:
            name = changed[0]
            return f"it is of another run, whose {name} is {run[name]} and not {self.run[name]}", True
        return "", False

    @staticmethod
    def _tell(lines: list[str]) -> None:
        for line in lines:
            print(line, file=sys.stderr)


def read_whole(path: Path) -> tuple[dict[str, Any], str]:
    """Each value of a checkpoint by its name, and what is wrong with it; TensorFlow compares checksums as it reads."""
    try:
        reader = tf.train.load_checkpoint(str(path))
        return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}, ""
    except (tf.errors.OpError, IndexError, RuntimeError, ValueError) as error:
        return {}, f"it cannot be read to its end ({reason(error)})"


def newest_first(folder: Path, name: str) -> list[Path]:
    """The checkpoints `name-1`, `name-2` and so on, the newest first, whether or not TensorFlow has listed them."""
    found = [path.with_suffix("") for path in folder.glob(f"{name}-*.index")]
    numbered = [path for path in found if path.name.removeprefix(f"{name}-").isdecimal()]
    return sorted(numbered, key=lambda path: int(path.name.removeprefix(f"{name}-")), reverse=True)


def check_own(folder: Path, name: str) -> None:
    """Raise `ValueError` where the folder has checkpoints of another program, which this one would come to remove.

    TensorFlow's list of what it has saved is removed where a power cut has left it unreadable.
    """
    own = newest_first(folder, name)
    others = sorted(path.stem for path in folder.glob("*.index") if path.with_suffix("") not in own)
    if others:
        raise ValueError(f"folder must have no checkpoints of another program, such as {others[0]}; name another")
    try:
        listed = tf.train.get_checkpoint_state(str(folder))
    except ValueError:
        listed = None
    if (folder / "checkpoint").is_dir():
        raise ValueError(f"folder must have a file named checkpoint or none, and {folder} has a folder of that name")
    if listed is None:
        (folder / "checkpoint").unlink(missing_ok=True)


def checked_path(folder) -> Path:
    """Raise `ValueError` where this is no path of a folder."""
    path = os.fspath(folder) if isinstance(folder, str | os.PathLike) else None
    if not isinstance(path, str) or not path or re.search("[\0\ud800-\udfff]", path):
        raise ValueError(f"folder must be the path of a folder, not {folder!r}")
    if pattern := re.search(r"[*?[]" if os.sep == "\\" else r"[*?[\\]", path):
        # A pattern for TensorFlow, which would save there and not find what it has saved.
        raise ValueError(f"folder must have no {pattern[0]!r} in its path, not {folder!r:.200}; name another")
    try:
        is_file = Path(path).is_file()
    except OSError as error:
        raise ValueError(f"folder must be the path of a folder: {reason(error):.200}; name another") from error
    if is_file:
        raise ValueError(f"folder must be a folder, and {folder} is a file; name another")
    return Path(path)


def make_writable(folder: Path) -> None:
    """Make the folder where it is missing; raises `ValueError` where nothing can be written in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise ValueError(f"folder must be one that can be written: {reason(error)}") from error
