"""Samples by epoch, and what stands where no script runs, from a folder and on paper."""

import json
from pathlib import Path

import pytest
from movable import GUIDE, RUN, STORED, opened, state
from playwright.sync_api import Browser, Page, expect

from docsite.project import RESULTS

GAN = "guides/gan/"


def test_the_slider_shows_the_samples_of_each_epoch(page: Page, address: str):
    outcome = json.loads((RESULTS / "gan.json").read_text("utf-8"))["outcome"]
    figure = opened(page, address, GAN)
    slider, halves = figure.get_by_role("slider", name="Epoch"), figure.locator(".row svg")
    seen = set()
    slider.focus()
    page.keyboard.press("Home")
    for epoch in outcome["sample_epochs"]:
        expect(figure).to_have_attribute("data-epoch", str(epoch))
        expect(slider).to_have_attribute("aria-valuetext", figure.locator("[role=status]").text_content() or "")
        seen.add(halves.first.get_attribute("viewBox"))
        page.keyboard.press("ArrowRight")
    assert len(seen) == len(outcome["sample_epochs"])
    loss = outcome["history"]["generator_loss"][-1]
    expect(figure.locator("[role=status]")).to_contain_text(f"loss of the generator \u2066{loss:.3f}\u2069")
    expect(figure.locator("details svg")).to_be_hidden()
    figure.locator("summary").click()
    expect(figure.locator("details svg")).to_be_visible()


@pytest.mark.parametrize("path", [GUIDE, GAN])
def test_without_scripts_the_figure_stands(browser: Browser, address: str, path: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{path}")
    figure = page.locator("[data-stepper], [data-samples]")
    expect(figure.locator("svg")).to_be_visible()
    expect(figure.locator("figcaption")).to_be_visible()
    expect(figure.locator("button, input")).to_have_count(0)
    context.close()


def test_it_works_from_a_folder_and_leaves_paper_the_figure(browser: Browser, site: Path):
    page = browser.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto((site / GUIDE / "index.html").as_uri(), wait_until="load")
    figure = page.locator("[data-stepper]")
    figure.locator("button").nth(RUN).click()
    assert state(figure)["loss"] == pytest.approx(STORED["loss"][-1], rel=1e-5)
    expect(figure.locator("> svg")).to_be_hidden()
    page.emulate_media(media="print")
    expect(figure.locator("> svg")).to_be_visible()
    expect(figure.locator(".stepper")).to_be_hidden()
    page.close()
