"""The skeleton of all that a guide needs: page, experiment, figure, test, a place in nav, a line in the changelog."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from docsite.project import DOCS, ROOT, SOURCE, DocsError, read_text, write_if_changed

PAGE = """\
---
title: {quoted}
description: One sentence that says what a reader can do after this page.
---

# {title}

What question does this page answer, and why would a reader ask it? Two or three sentences, then the first block.

!!! abstract "What you will be able to do"

    - One thing that a reader can do after this page, in a line.

    **You need:** [Basic training loops](basic-training-loops.md).

    **Time:** about 15 minutes

## What you will see {{#see}}

```{{.python #{name} title="A line, three epochs"}}
from training_loops.data import noisy_line
from training_loops.linear import LinearModel, train

x, y = noisy_line(seed=22)
history = train(LinearModel(), x, y, epochs=3, learning_rate=0.1)
print(history.columns)
#> ('epoch', 'w', 'b', 'loss')
```

The loss ends at {{{{= value("{name}.loss[-1]", ".3f") =}}}}:

{{{{= figure("{name}.loss", "The loss falls from epoch to epoch.") =}}}}

## What to keep {{#keep}}

- One thing in a line.

## Exercises {{#exercises}}

1. Change one number. What do you expect, and what happens?

??? tip "Solution"

    ```{{.python #{name}-solution}}
    from training_loops.data import noisy_line
    from training_loops.linear import LinearModel, train

    x, y = noisy_line(seed=22)
    history = train(LinearModel(), x, y, epochs=3, learning_rate=0.2)
    print(len(history))
    #> 4
    ```
"""
STUDY = '''\
"""{title}: what its page shows."""

from docsite.studies import experiment, figure


@experiment("{name}", cost=5)
def {function}(*, seed=22, epochs=3, learning_rate=0.1):
    """A line, for as many epochs as the page shows."""
    from training_loops.data import noisy_line
    from training_loops.linear import LinearModel, train

    x, y = noisy_line(seed=seed)
    return {{"history": train(LinearModel(), x, y, epochs=epochs, learning_rate=learning_rate)}}


@figure("{name}.loss", size=(5.0, 3.0), values=("history.epoch", "history.loss"))
def {function}_loss(figure, result):
    history = result["history"]
    axes = figure.subplots()
    axes.plot(history["epoch"], history["loss"], "o-", color="C0")
    axes.set(xlabel="Epoch", ylabel="Loss", xticks=history["epoch"])
'''
TEST = '''\
"""What the page {name} says of its experiment."""

from docsite.results import store


def test_the_loss_falls_as_the_page_says():
    record = store.read("{name}")
    assert record, "run: make results ONLY={name}"
    losses = record["outcome"]["history"]["loss"]
    assert losses == sorted(losses, reverse=True)
'''
TITLE = re.compile(r"[^\W\d_][\w ,.:;?!'’()/+#-]*")  # nothing that Markdown, YAML or Python takes for its own


def create(name: str, title: str) -> Iterator[str]:
    """Write the skeleton; gives the name of each file. Raises `DocsError`, before it writes, where one is there."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise DocsError(f"{name!r} is no name of a page: take small letters and single hyphens, as in loop-recipes")
    words = " ".join(title.replace('"', "'").split()) or name.replace("-", " ").capitalize()
    if not TITLE.fullmatch(words):
        raise DocsError(f"{words!r:.80} is no title: it begins with a letter, and has letters, digits and plain marks")
    quoted = f'"{words}"' if ":" in words or yaml.safe_load(words) != words else words  # as YAML wants it
    named = {"name": name, "title": words, "quoted": quoted, "function": name.replace("-", "_")}
    files = {
        DOCS / "en" / "guides" / f"{name}.md": PAGE.format(**named),
        SOURCE / "docsite" / "studies" / f"{named['function']}.py": STUDY.format(**named),
        ROOT / "tests" / f"test_guide_{named['function']}.py": TEST.format(**named),
    }
    for path in files:
        if path.exists():
            raise DocsError("exists already; take another name", path)
    files |= {
        ROOT / file: _with_line(ROOT / file, pattern, line)
        for file, pattern, line in (
            ("mkdocs.yml", r"(?m)(?:^ +- guides/\S+\n)+", f"      - guides/{name}.md\n"),
            ("CHANGELOG.md", r"## Unreleased\n\n", f"- A guide, {named['title']}: say what a reader finds there.\n"),
        )
    }
    for path, text in files.items():
        write_if_changed(path, text)
        yield path.relative_to(ROOT).as_posix()


def _with_line(path: Path, pattern: str, line: str) -> str:
    """The file with a line below what the pattern finds."""
    text = read_text(path)
    found = re.search(pattern, text)
    if not found:
        raise DocsError(f"has no place for the line {line.strip()!r}", path)
    return text[: found.end()] + line + text[found.end() :]
