"""What the rows of a table must be like, and what the loop on them is given; an error names the row and the mend."""

import unicodedata
from collections.abc import Sequence

import numpy as np

from training_loops._checks import check_output, checked_line
from training_loops._table_cells import DATE, DATE_MEND, few, told

# Of a split, any so many rows of a label in a row have one for each part.
LEAST_OF_A_LABEL = 7


def checked_columns(label, numbers, categories) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """The names of columns as they are used; raises `ValueError` where they are no names, or one is there twice."""
    numbers, categories = (() if value is None else value for value in (numbers, categories))
    for argument, value in {"numbers": numbers, "categories": categories}.items():
        if not np.iterable(value) or isinstance(value, str | bytes | set | frozenset):
            raise ValueError(f"{argument} must be a list of names, as in ['size'], not {value!r:.60}")
    names = [*numbers, *categories, *([] if label is None else [label])]
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"a column must be named by a text, not {name!r:.60}")
        if names.count(name) > 1:
            raise ValueError(f"the column {name!r} is named twice; it is either the label, a number or a category")
    if not [*numbers, *categories]:
        raise ValueError("numbers and categories are both empty; name at least one column to predict from")
    label, *names = (name and str(unicodedata.normalize("NFC", name)) for name in (label, *numbers, *categories))
    return label, tuple(names[: len(numbers)]), tuple(names[len(numbers) :])


def check_labels(table) -> None:
    """Raise `ValueError` where a part of the rows would lack a label."""
    if table.label is None or len(table) < 20:
        found = "no label" if table.label is None else f"the label {table.label!r}"
        raise ValueError(
            "split needs a label, which is named where the table is read, and at least 20 rows; "
            f"this table has {found} and {len(table)} rows"
        )
    check_known(table, table.label, known_values(table, table.label), may_be_missing=False)
    names, counts = np.unique(table[table.label], return_counts=True)
    rare = names[counts < LEAST_OF_A_LABEL]
    if len(rare) == 0:
        return
    taken = f"table.rows(~np.isin(table[{table.label!r}], [{few(rare)}]))"
    mend = f"give several one name, or take them out: {taken}"
    if len(rare) > len(names) / 2:
        mend = "a label names one of a few classes, and a quantity such as a price is none"
    raise ValueError(f"{table.label} is {few(rare)} in fewer than {LEAST_OF_A_LABEL} rows; {mend}")


def check_categories(table, training) -> None:
    """Raise `ValueError` where the other rows have a category that none to train on has."""
    for name in table.categories:
        check_known(table, name, known_values(training, name))


def scale_of(rows, name: str) -> tuple[float, float]:
    """The mean and the standard deviation of a column of numbers, without those that are missing."""
    known = rows[name][~np.isnan(rows[name])].astype(np.float64)
    if len(known) == 0 or known.min() == known.max():
        found = "has no number" if len(known) == 0 else f"is {known[0]:.15g}"
        raise ValueError(f"{name} {found} in every training row, so nothing can be learned from it; leave it out")
    return float(known.mean()), float(known.std())


def known_values(rows, name: str | None) -> tuple[str, ...]:
    """The different texts of a column, in alphabetical order, without those that are missing."""
    if name is None:
        raise ValueError("the rows have no label; name its column where the table is read")
    values = tuple(str(value) for value in np.unique(rows[name]) if value)
    if len(values) < 2:
        found = f"is {told(values[0])}" if values else "is missing"
        mend = "name another label, or add rows of another class" if name == rows.label else "leave it out"
        raise ValueError(f"{name} {found} in every training row, so nothing can be learned from it; {mend}")
    return values


def check_known(rows, name: str | None, values: Sequence[str], *, may_be_missing: bool = True) -> None:
    """Raise `ValueError` naming the first row whose text is none of the values."""
    if name is None or name not in rows.columns:
        raise ValueError(f"the table was read without the column {name!r}; name it where the table is read")
    missing = rows.places[rows[name] == ""]
    if len(missing) and not may_be_missing:
        raise ValueError(
            f"{missing[0]}: {name} is missing, and a label must be there; write it, or take such rows out: "
            f"table.rows(table[{name!r}] != '')"
        )
    unknown = np.flatnonzero(~np.isin(rows[name], [*values, ""]))
    if len(unknown) == 0:
        return
    others = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    mend = "leave the cell empty, or leave the column out" if may_be_missing else "or take the row out"
    mend = DATE_MEND if DATE.fullmatch(rows[name][unknown[0]]) else f"mend the spelling, {mend}"
    found = few(dict.fromkeys(rows[name][unknown]))
    raise ValueError(
        f"{rows.places[unknown[0]]}{others}: {name} is {found}, which no training row has; "
        f"they have {few(values)}; {mend}"
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
