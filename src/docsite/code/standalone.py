"""Shown functions as pieces that run by themselves, without the package."""

from functools import cache

from docsite.code.definitions import Qualified
from docsite.code.inlining import Parts


@cache
def alone(*names: str) -> str:
    """The named definitions behind everything that they need of the package, as one program."""
    wanted = [Qualified(*name.rsplit(".", 1)) for name in names]
    parts = Parts([], wanted=wanted)
    texts = [text for _, text in parts.definitions()]
    return "\n\n\n".join([parts.imports(), *texts]).strip() + "\n"
