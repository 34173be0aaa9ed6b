"""Which rows and numbers of a table are asked for; whatever is no such thing is refused in one line."""

import numpy as np

from training_loops._checks import whole_number
from training_loops._table_cells import LARGEST_NUMBER


def check_table(table) -> None:
    """Raise `ValueError` where this is no table."""
    if not (hasattr(table, "columns") and hasattr(table, "places") and hasattr(table, "label")):
        raise ValueError(f"the rows must be a Table, as read_table gives it, not {type(table).__name__}")


def checked_positions(chosen, count: int) -> np.ndarray:
    """Where the rows stand that a mask, a slice or a list of positions names; raises `ValueError` for anything else."""
    try:
        found = np.arange(count)[chosen] if isinstance(chosen, slice) else np.asarray(chosen)
    except (IndexError, TypeError, ValueError):
        found = np.asarray(None)
    if found.shape == (count,) and found.dtype == bool:
        return np.flatnonzero(found)
    # Zeros and ones for all rows are meant as a mask, and would take the first two rows again and again.
    is_mask = found.shape == (count,) and count > 2 and np.isin(found, [0, 1]).all()
    whole = found.ndim == 1 and (found.dtype.kind in "iu" or found.size == 0)
    if is_mask or not whole or not np.all((found >= -count) & (found < count)):
        raise ValueError(
            f"rows must be named by True or False for each of the {count}, by a slice, or by a list of positions below "
            f"{count}, not {' '.join(repr(chosen).split()):.60}"
        )
    return found.astype(np.int64)


def checked_seed(seed) -> int:
    """Raise `ValueError` where NumPy cannot draw from this seed."""
    if whole_number("seed", seed) >= 2**32:
        raise ValueError(f"seed must be less than 2**32, not {seed}")
    return int(seed)


def numbers_of(rows, name: str, deviation: float) -> np.ndarray:
    """A column of numbers; raises `ValueError` where there is none, or one is too large to be divided so."""
    check_table(rows)
    if name not in rows.columns or rows[name].dtype.kind != "f":
        raise ValueError(f"the table was read without the numbers {name!r}; name them where the table is read")
    far = np.flatnonzero(np.abs(rows[name]) > LARGEST_NUMBER * min(deviation, 1.0))
    if len(far):
        found = f"{name} is {rows[name][far[0]]:g}"
        raise ValueError(f"{rows.places[far[0]]}: {found}, far beyond the training rows; mend it, or leave it empty")
    return rows[name]
