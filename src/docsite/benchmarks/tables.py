"""What was measured, as a table on a terminal."""

from typing import Any

from rich.table import Table

WIDTH = 120  # columns of a terminal, into which every table fits


def table(data: dict[str, Any]) -> Table:
    """The rows of a part's data in the columns that it names."""
    made = Table(title=f"{data['part']}: {data['title']}", title_justify="left", caption=caption(data))
    made.caption_justify = "left"
    for heading, key in data["columns"].items():
        made.add_column(heading, justify="left" if key in ("label", "name") else "right", no_wrap=True)
    for row in data["rows"]:
        made.add_row(*(cell(row[key]) for key in data["columns"].values()))
    return made


def caption(data: dict[str, Any]) -> str:
    """Where and how it was measured, what was left out, and what is to be known of it."""
    machine = data["machine"]
    known = [str(machine[name]) for name in ("device", "processor", "cores", "date") if name in machine]
    where = ", ".join(known) + f" (device, processor, cores, date); load before {machine['load_before']:.1f}"
    left_out = [f"left out: {name}: {reason}" for name, reason in data["left_out"].items()]
    return "\n".join([where, *data["notes"], *left_out])


def cell(value: Any) -> str:
    """A number to three digits, a spread as its median with least and greatest, nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, dict):
        return f"{number(value['median'])} ({number(value['min'])}–{number(value['max'])})"
    return number(value) if isinstance(value, float) else str(value)


def number(value: float) -> str:
    """Three digits, and whole numbers whole: 0.0123, 1.23, 12.3, 1,234."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{1 if value >= 10 else 2}f}" if value >= 1 else f"{value:.3g}"
