"""What differs between two built sites: `python tests/compare_sites.py OLD NEW`, exit status 1 where something does.

Pages are compared in their normalised form (see `trees`), all other files byte by byte. A change that many pages share
is told once.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from trees import normalised

SHOWN = 8  # lines of a change, and places of a change
Change = tuple[tuple[str, ...], tuple[str, ...]]  # the lines of the old page, and those in their place


def differences(old: Path, new: Path) -> Iterator[str]:
    """A text for each difference: files, then bytes, then changes in pages, those that most pages share first."""
    before, after = files(old), files(new)
    for title, names in (("only in the old site", before - after), ("only in the new site", after - before)):
        yield from (f"{title}: {name}" for name in sorted(names))
    changes: dict[Change, list[str]] = defaultdict(list)
    for name in sorted(before & after):
        one, other = (old / name).read_bytes(), (new / name).read_bytes()
        if one == other:
            continue
        if not name.endswith(".html"):
            yield f"other bytes: {name} ({len(one)} and {len(other)})"
            continue
        for change in page_changes(one.decode("utf-8"), other.decode("utf-8")):
            changes[change].append(name)
    for (gone, come), names in sorted(changes.items(), key=lambda item: (-len(item[1]), item[1])):
        sides = _some([f"  - {line}" for line in gone]), _some([f"  + {line}" for line in come])
        yield "\n".join([", ".join(_some([*dict.fromkeys(names)])), *sides[0], *sides[1]])


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def page_changes(old: str, new: str) -> Iterator[Change]:
    """Each run of lines that differs, without the depth at which they stand, which a change around them moves."""
    one, other = ([line.lstrip() for line in normalised(html)] for html in (old, new))
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield tuple(one[a:b]), tuple(other[c:d])


def _some(items: list[str]) -> list[str]:
    """The first of them, each cut where it is long, and how many more there are."""
    more = [f"  ... {len(items) - SHOWN} more"] if len(items) > SHOWN else []
    return [item if len(item) < 200 else f"{item[:200]}..." for item in items[:SHOWN]] + more


def main(arguments: list[str]) -> int:
    folders = [Path(argument) for argument in arguments]
    if len(folders) != 2 or not all(folder.is_dir() for folder in folders):
        print("usage: python tests/compare_sites.py OLD NEW, two folders with built sites", file=sys.stderr)
        return 2
    found = list(differences(*folders))
    print(*found, f"{len(found)} differences" if found else "the same", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
