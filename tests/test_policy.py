"""No inline script and no other host: the built site works under a policy that allows neither, wherever it lies."""

from pathlib import Path

import pytest
from browsing import POLICY, PREFIX, Quiet, a_block_is_copied, search, served_from, the_dark_theme_stays
from built import Scripts
from conftest import Project
from kinds import BOTH_DIRECTIONS
from playwright.sync_api import Browser, Page

from docsite.languages import Language


@pytest.mark.parametrize("prefix", ["", PREFIX], ids=["root", "prefix"])
@pytest.mark.parametrize("language", BOTH_DIRECTIONS)
def test_search_theme_and_copying_work_under_the_policy(page: Page, address: str, language: Language, prefix: str):
    """Whatever the policy forbids is an error on the console, which the fixture `page` does not let pass."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = page.goto(f"{address}{prefix}{language.prefix}guides/basic-training-loops/", wait_until="load")
    assert answer is not None
    assert answer.headers["content-security-policy"] == POLICY
    the_dark_theme_stays(page)
    a_block_is_copied(page)
    search(page, language)
    page.wait_for_selector(".md-search-result__link")
    for link in page.locator(".md-search-result__link").evaluate_all("all => all.map(link => link.href)"):
        assert link.startswith(f"{address}{prefix}{language.prefix}")


def test_no_page_has_a_script_of_its_own(site: Path):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        assert Scripts(path.read_text("utf-8")).found == [], path


ATTACK = (
    """"'><script>window.attacked = 1</script><img src="x" onerror="window.attacked = 2"><svg onload="attacked = 3">"""
)
HOSTILE = f"""
from docsite.results import store
attack = {ATTACK!r}
for name in ("linear-sgd", "step-timing", "bench-loops", "learning-rates"):
    found = store.read(name)
    versions = {{**found["versions"], "tensorflow": attack, "cuda": attack}}
    parts = {{**found["made_from"], "parameters": {{**found["made_from"]["parameters"], "seed": attack, attack: 1}}}}
    found = {{**found, "device": attack, "processor": attack, "versions": versions, "made_from": parts}}
    if name == "step-timing":
        found["device"] = "CPU"
    if name == "bench-loops":
        table = found["outcome"]["table"]
        table["contestant"] = [attack] * len(table["contestant"])
        table[attack] = [attack] * len(table["contestant"])
        found["outcome"]["best_fit"] = attack
    store.write(name, found)
"""
PAGE = f"""\
# Under attack {{{{= value("bench-loops.best_fit") =}}}} {{#attack}}

{{{{= value("bench-loops.best_fit") =}}}}

It is {{{{= claim("linear-sgd.w[-1]", "> 2", {ATTACK!r}) =}}}}.

{{{{= table("linear-sgd.history", caption={ATTACK!r}) =}}}}

{{{{= table("bench-loops.table") =}}}}

{{{{= table("step-timing.rounds") =}}}}

{{{{= figure("linear-sgd.loss", {ATTACK!r}, {ATTACK!r}) =}}}}

{{{{= results() =}}}}
"""


def test_a_result_from_another_hand_cannot_bring_a_script(english: Project, browser: Browser):
    """Nothing but escaping holds here: these pages are served without the policy."""
    assert english.python(HOSTILE).returncode == 0
    (english.root / "docs/en/promises.md").write_text(PAGE, "utf-8")
    guide = english.root / "docs/en/guides/basic-training-loops.md"
    guide.write_text(f"{guide.read_text('utf-8')}\n{PAGE.split(chr(10), 1)[1]}", "utf-8")
    words = english.root / "docs/en/words.yml"
    labels = "".join(f"  {label}: '{ATTACK.replace(chr(39), chr(39) * 2)}'\n" for label in ("Loss", "Epoch"))
    attacked = words.read_text("utf-8").replace("  seconds: Seconds", f"  seconds: >-\n    {ATTACK} Seconds")
    words.write_text(f"{attacked}labels:\n{labels}", "utf-8")
    built = english.run("mkdocs", "build")
    assert built.returncode == 0, built.stderr
    with served_from(english.root / "site", Quiet) as address:
        page = browser.new_page()
        for path in ("promises/", "guides/basic-training-loops/", "notebooks/basic-training-loops/", "results/"):
            page.goto(f"{address}{path}", wait_until="load")
            assert "window.attacked = 1" in page.locator("article").inner_text(), path
            assert page.evaluate("window.attacked") is None, path
            assert page.locator("article img[src='x'], article script, article [onload]").count() == 0, path
        page.close()
    assert "</script>" not in (english.root / "site/figures/linear-sgd.loss.svg").read_text("utf-8")


def test_a_figure_that_brings_a_script_stops_the_build(english: Project):
    """Its digest is the right one: a person who can change a result can compute that too."""
    change = """
from docsite.code.syntax import digest
from docsite.figures import store
import re
path = store.path_of("linear-sgd.loss")
head, key, old, rest = re.match(r'(<svg data-key="(\\w+)") data-digest="(\\w+)" (.*)', path.read_text(), re.S).groups()
rest = rest.strip().replace("</svg>", "<script>window.attacked = 1</script></svg>")
path.write_text(f'{head} data-digest="{digest("<svg " + rest)}" {rest}\\n')
"""
    assert english.python(change).returncode == 0
    built = english.run("mkdocs", "build")
    assert built.returncode != 0
    assert "docs/results/linear-sgd.loss.svg:1: <script> cannot stand in a figure" in built.stderr
    assert "Traceback" not in built.stderr
