"""A figure that a script makes movable, as a browser has it."""

import json

from playwright.sync_api import Locator, Page

from docsite.project import RESULTS

GUIDE = "guides/basic-training-loops/"
STORED = json.loads((RESULTS / "linear-sgd.json").read_text("utf-8"))["outcome"]["history"]
STEP, RUN, RESET = range(3)  # the buttons, in their order


def opened(page: Page, address: str, path: str = GUIDE, *, still: bool = True) -> Locator:
    """The figure of a page that a script makes movable."""
    page.emulate_media(reduced_motion="reduce" if still else "no-preference")
    page.goto(f"{address}{path}", wait_until="load")
    figure = page.locator("[data-stepper], [data-samples]")
    figure.scroll_into_view_if_needed()
    return figure


def state(figure: Locator) -> dict[str, float]:
    found = figure.evaluate("node => ({...node.dataset})")
    return {name: float(found[name]) for name in STORED}
