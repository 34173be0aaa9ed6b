"""What the rows of a table must be like, and what the loop on them is given; an error names the row and the mend."""

from collections.abc import Sequence

import numpy as np

from training_loops._checks import check_output, checked_line


def checked_columns(label, numbers, categories) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The names of columns as they are used; raises `ValueError` where they are no names, or one is there twice."""
    for argument, value in {"numbers": numbers, "categories": categories}.items():
        if isinstance(value, str):
            raise ValueError(f"{argument} must be several names, as in [{value!r}], not {value!r}")
    names = [*numbers, *categories, *([] if label is None else [label])]
    for name in names:
        if not isinstance(name, str):
            raise ValueError(f"a column must be named by a text, not {name!r}")
        if names.count(name) > 1:
            raise ValueError(f"the column {name!r} is named twice; it is either the label, a number or a category")
    if not [*numbers, *categories]:
        raise ValueError("numbers and categories are both empty; name at least one column to predict from")
    return label, tuple(numbers), tuple(categories)


def scale_of(rows, name: str) -> tuple[float, float]:
    """The mean and the standard deviation of a column of numbers, without those that are missing."""
    known = rows[name][~np.isnan(rows[name])].astype(np.float64)
    if len(known) == 0 or known.min() == known.max():
        found = "has no number" if len(known) == 0 else f"is {known[0]:g}"
        raise ValueError(f"{name} {found} in every training row, so nothing can be learned from it; leave it out")
    return float(known.mean()), float(known.std())


def known_values(rows, name: str | None) -> tuple[str, ...]:
    """The different texts of a column, in the order of the alphabet, without those that are missing."""
    if name is None:
        raise ValueError("the training rows have no label; name its column where the table is read")
    values = tuple(str(value) for value in np.unique(rows[name]) if value)
    if len(values) < 2:
        found = f"is {values[0]!r}" if values else "is missing"
        raise ValueError(f"{name} {found} in every training row, so nothing can be learned from it; leave it out")
    return values


def check_known(rows, name: str | None, values: Sequence[str], *, may_be_missing: bool = True) -> None:
    """Raise `ValueError` naming the first row whose text is none of the values."""
    if name is None or name not in rows.columns:
        raise ValueError(f"the table was read without the column {name!r}; name it where the table is read")
    allowed = [*values, ""] if may_be_missing else list(values)
    unknown = np.flatnonzero(~np.isin(rows[name], allowed))
    if len(unknown) == 0:
        return
    found, place = str(rows[name][unknown[0]]), rows.places[unknown[0]]
    if not found:
        raise ValueError(f"{place}: {name} is missing, and a label must be there; write it, or take the row out")
    mend = "leave the cell empty" if may_be_missing else "take the row out"
    raise ValueError(
        f"{place}: {name} is {found!r}, which no training row has; they have {_few(values)}; "
        f"mend the spelling, {mend}, or put rows of it among the training rows"
    )


def checked_pair(name: str, examples) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and labels, as float32 and int64; raises `ValueError` where their shape, type or range is wrong."""
    try:
        inputs, labels = examples
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be inputs and labels, as Encoder.examples gives them") from error
    inputs, labels = checked_line(f"{name} inputs", inputs), np.asarray(labels)
    if inputs.ndim != 2 or len(inputs) == 0:
        raise ValueError(f"{name} inputs must have the shape (rows, columns) with at least one row, not {inputs.shape}")
    if labels.shape != (len(inputs),):
        raise ValueError(f"{name} labels must have the shape ({len(inputs)},), not {labels.shape}")
    if labels.dtype.kind not in "iu" or labels.min() < 0:
        raise ValueError(f"{name} labels must be whole numbers from 0 on, as Encoder.labels gives them")
    return inputs, labels.astype(np.int64, copy=False)


def check_model(model, optimizer, inputs: np.ndarray, labels: np.ndarray) -> None:
    """Raise `ValueError` where the model does not take these inputs or has no output for one of the labels."""
    if not (hasattr(optimizer, "build") and hasattr(optimizer, "apply")):
        raise ValueError(f"optimizer must be a Keras optimizer, not {optimizer!r}")
    if not hasattr(model, "output_shape"):
        raise ValueError(f"model must be a Keras model whose keras.Input tells its inputs, not {model!r}")
    outputs = model.output_shape[-1]
    check_output("model", model, inputs[:1], (1, outputs))
    if labels.max() >= outputs:
        raise ValueError(
            f"model has {outputs} outputs and a label is {labels.max()}; give it one output for each class"
        )


def _few(values, most: int = 8) -> str:
    """The first of the values, and how many more there are."""
    named = ", ".join(map(repr, values[:most]))
    return f"{named} and {len(values) - most} others" if len(values) > most else named
