"""Pictures of a screen, each a light and a dark PNG in `docs/assets/pictures`; `make screens` takes them anew."""

import struct
from pathlib import Path
from typing import Literal

from docsite.project import DOCS, DocsError, existing

FOLDER = DOCS / "assets" / "pictures"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def files(name: str) -> tuple[Path, Path]:
    light, dark = (FOLDER / f"{name}-{scheme}.png" for scheme in SCHEMES)
    return light, dark


def read(name: str) -> tuple[tuple[int, int], tuple[Path, Path]]:
    """The size in pixels, and both files; raises `DocsError` where one is missing or their sizes differ."""
    if not all(path.is_file() for path in files(name)):
        there = sorted(path.name.removesuffix("-light.png") for path in FOLDER.glob("*-light.png"))
        raise DocsError(f"no picture {name!r}, light and dark; {existing(there)}")
    sizes = [_size(path) for path in files(name)]
    if sizes[0] != sizes[1]:
        raise DocsError(f"the light and the dark picture {name!r} differ in size; take both anew: make screens")
    return sizes[0], files(name)


def _size(path: Path) -> tuple[int, int]:
    """As a PNG says it at its start."""
    head = path.read_bytes()[:24]
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        raise DocsError("is no PNG; take it anew: make screens", path)
    width, height = struct.unpack(">II", head[16:])
    return width, height
