"""Which thing has which colour on every figure: a group is what may stand on one figure, and is told apart there."""

GROUPS: dict[str, dict[str, str]] = {
    "line": {"Data": "C5", "True line": "C2", "Predictions": "C1"},
    "weights": {"w": "C0", "True w": "C0", "b": "C1", "True b": "C1"},
    "descent": {"Gradient descent": "C1", "Lowest loss": "C2"},
    "rates": {"Too small": "C0", "Moderate": "C2", "Large": "C3", "Too large": "C1"},
    "sets": {"Training": "C0", "Validation": "C1"},
    "models": {"Softmax regression": "C3", "Two layers": "C4"},
    "networks": {"Generator": "C0", "Discriminator": "C1"},
    "species": {"Adelie": "C0", "Chinstrap": "C1", "Gentoo": "C2"},
    "sureness": {"Probability of 0.9 or more": "C5", "Less than 0.9": "C2", "Wrong": "C1"},
    "resumed": {"All of the state": "C0", "Weights alone": "C1"},
    "modes": {"graph": "C0", "eager": "C1", "epoch": "C2", "xla": "C3", "Keras fit": "C4"},
    "libraries": {"matrix products": "C5", "JAX": "C6", "PyTorch": "C7", "NumPy by hand": "C8"},
}
COLOURS = {label: colour for group in GROUPS.values() for label, colour in group.items()}


def colour_of(label: str) -> str | None:
    """The colour of a label, or of the contestant of a race whose name begins so; None for a thing without one."""
    return COLOURS.get(label) or COLOURS.get(label.removeprefix("ours, ").partition(",")[0])
