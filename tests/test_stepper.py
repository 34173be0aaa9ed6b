"""Gradient descent to step through, in a real browser."""

import pytest
from browsing import fits
from movable import GUIDE, RESET, RUN, STEP, STORED, opened, state
from playwright.sync_api import Page, Route, expect

from docsite.languages import LANGUAGES, Language

CODES = [language.code for language in LANGUAGES]


TEN_STEPS = """node => {
  const states = [{...node.dataset}];
  for (let step = 0; step < 10; step++) {
    node.querySelector("button").click();
    states.push({...node.dataset});
  }
  return states;
}"""


@pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
def test_ten_epochs_are_those_of_the_result(page: Page, address: str, language: Language):
    figure = opened(page, address, language.prefix + GUIDE)
    words = language.words["stepper"]
    expect(figure.get_by_role("button", name=words["step"], exact=True)).to_be_visible()
    states = figure.evaluate(TEN_STEPS)
    for name, values in STORED.items():
        assert [float(state[name]) for state in states] == pytest.approx(values, rel=1e-5, abs=1e-9)
    figure.locator("button").nth(RESET).click()
    figure.locator("button").nth(RUN).click()
    assert state(figure)["loss"] == pytest.approx(STORED["loss"][-1], rel=1e-5)
    assert figure.locator("svg[role='img'] svg").count() == 2
    for box in (".lines", ".plots", "svg"):
        assert figure.locator(f".stepper {box}").first.evaluate("node => getComputedStyle(node).direction") == "ltr"
    assert figure.locator(".told").evaluate("node => getComputedStyle(node).direction") == language.direction
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)


def test_the_formulas_have_the_numbers_in(page: Page, address: str):
    figure = opened(page, address)
    sums = figure.locator(".sums p")
    expect(sums).to_have_text(
        [
            "L = 1/201 Σ (w xi + b − yi)2",
            "∂L/∂w = 2/201 Σ (w xi + b − yi) xi",
            "∂L/∂b = 2/201 Σ (w xi + b − yi)",
            "w ← w − η · ∂L/∂w",
            "b ← b − η · ∂L/∂b",
        ]
    )
    figure.locator("button").nth(STEP).click()
    expect(sums).to_have_text(
        [
            "L = 1/201 Σ (5.000 xi + 0.000 − yi)2 = 11.184",
            "∂L/∂w = 2/201 Σ (5.000 xi + 0.000 − yi) xi = 5.485",
            "∂L/∂b = 2/201 Σ (5.000 xi + 0.000 − yi) = −4.281",
            "w ← 5.000 − 0.10 · 5.485 = 4.451",
            "b ← 0.000 − 0.10 · (−4.281) = 0.428",
        ]
    )


NOTE_LINES = """node => {
  node.lit = [];
  const note = () => {
    const line = node.querySelector(".lit code")?.textContent;
    if (line && line !== node.lit.at(-1)) node.lit.push(line);
  };
  new MutationObserver(note).observe(node, {subtree: true, attributes: true, attributeFilter: ["class"]});
}"""


def test_the_lines_of_the_step_light_up_one_after_the_other(page: Page, address: str):
    figure = opened(page, address, still=False)
    lines = figure.locator(".lines code").all_text_contents()
    figure.evaluate(NOTE_LINES)
    figure.locator("button").nth(STEP).click()
    assert state(figure)["epoch"] == 0  # the step takes its time
    expect(figure).to_have_attribute("data-epoch", "1")
    assert figure.evaluate("node => node.lit") == lines[1:]
    assert lines[0].startswith("def train_step(")


def test_running_can_be_paused_and_is_read_out_at_its_end(page: Page, address: str):
    figure = opened(page, address, still=False)
    run, told = figure.locator("button").nth(RUN), figure.locator(".told")
    run.click()
    expect(run).to_have_text("Pause")
    expect(told).to_have_attribute("aria-live", "off")
    run.click()
    expect(told).to_have_attribute("aria-live", "polite")
    assert 1 <= state(figure)["epoch"] < 10
    expect(run).not_to_have_text("Pause")


def test_keys_alone_move_it(page: Page, address: str):
    figure = opened(page, address)
    slider = figure.get_by_role("slider", name="Learning rate", exact=True)
    figure.locator("button").nth(STEP).focus()
    page.keyboard.press("Enter")
    assert state(figure)["epoch"] == 1
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(slider).to_be_focused()
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "\u2066η = 1.00\u2069 · too large")
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "\u2066η = 0.01\u2069 · too small")


def test_what_diverges_is_said_and_stays_readable(page: Page, address: str):
    figure = opened(page, address)
    step, run, reset = figure.locator("button").all()
    told = figure.locator(".told")
    figure.get_by_role("slider").fill("1")
    step.click()
    step.click()
    expect(told).to_contain_text("The loss has grown: at this learning rate")
    run.click()
    run.click()
    expect(told).to_contain_text("The loss has grown from \u206611.184\u2069 to \u20662.7 × 10⁹\u2069.")
    expect(step).to_have_attribute("aria-disabled", "true")
    stopped = state(figure)
    step.press("Enter")
    assert state(figure) == stopped
    shown = figure.locator(".stepper").inner_text()
    assert not [word for word in ("Infinity", "NaN", "e+") if word in shown]
    assert fits(page)
    reset.click()
    assert (state(figure)["epoch"], state(figure)["w"], state(figure)["b"]) == (0, 5, 0)
    expect(step).to_have_attribute("aria-disabled", "false")


def test_another_rate_after_it_diverged_starts_again(page: Page, address: str):
    figure = opened(page, address)
    step, told, slider = figure.locator("button").nth(STEP), figure.locator(".told"), figure.get_by_role("slider")
    slider.fill("1")
    for _ in range(2):
        figure.locator("button").nth(RUN).click()
    expect(step).to_have_attribute("aria-disabled", "true")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(told).to_contain_text("Started again from the first weights.")
    expect(told).to_have_attribute("aria-live", "polite")
    assert (state(figure)["epoch"], state(figure)["w"], state(figure)["b"]) == (0, 5, 0)
    page.keyboard.press("Home")
    expect(told).to_contain_text("Started again")
    step.click()
    assert state(figure)["epoch"] == 1
    slider.fill("0.2")
    assert state(figure)["epoch"] == 1  # a descent that has not run away goes on


def test_a_small_rate_arrives_and_says_so(page: Page, address: str):
    figure = opened(page, address)
    expect(figure.locator(".told")).to_contain_text("Take one step")
    for _ in range(4):
        figure.locator("button").nth(RUN).click()
    expect(figure.locator(".told")).to_contain_text("no line has a lower loss")


def compact(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("&quot;compact&quot;:false", "&quot;compact&quot;:true"))


@pytest.mark.parametrize("still", [True, False], ids=["still", "moving"])
def test_a_compact_one_begins_by_itself_where_motion_is_welcome(page: Page, address: str, still: bool):
    page.route(f"**/{GUIDE}", compact)
    figure = opened(page, address, still=still)
    expect(figure.locator("button").nth(RUN)).to_have_text("Run \u206610\u2069 epochs" if still else "Pause")
    expect(figure.locator(".told")).to_have_attribute("aria-live", "off")
    assert figure.locator("input, .lines").count() == 0
    page.wait_for_timeout(300)
    assert (state(figure)["epoch"] == 0) or not still
    figure.locator("button").nth(STEP).click()
    expect(figure.locator(".told")).to_have_attribute("aria-live", "polite")
