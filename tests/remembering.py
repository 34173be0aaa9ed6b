"""A test that passed does not run again while all that its outcome depends on is the same; never so in CI.

That is what `by` names, given the test's parameters, where a test is marked `remembered(by=…)`; for all other tests it
is every file of the project.
"""

import os

import block_keys
import pytest
from passes import Passes

from docsite.project import CACHE

REASON = "passed before, and nothing that it depends on has changed since; --force-blocks runs it again"
PARTS = pytest.StashKey[dict | None]()
PASSES = pytest.StashKey[Passes]()


def pytest_addoption(parser: pytest.Parser):
    group = parser.getgroup("blocks")
    group.addoption("--force-blocks", action="store_true", help="run each block, also those that passed before")
    group.addoption("--remembered-only", action="store_true", help="run nothing; status 1 if one would run")


def pytest_configure(config: pytest.Config):
    trusted = not config.getoption("force_blocks") and os.environ.get("CI") != "true"
    config.stash[PASSES] = Passes(CACHE / "blocks", trusted=trusted)


@pytest.fixture
def passes(request: pytest.FixtureRequest) -> Passes:
    """The memory of what passed, for tests of several blocks."""
    return request.config.stash[PASSES]


def parts_of(item: pytest.Item) -> dict | None:
    """What the outcome of a marked test depends on; None where that is not known, and where outputs are written."""
    marker = item.get_closest_marker("remembered")
    if item.config.getoption("update_examples"):
        return None
    if marker is None:
        return {"test": item.nodeid, "files": block_keys.every_file(), **block_keys.around()}
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    parts = marker.kwargs["by"](**parameters)
    return parts and {"test": f"{item.module.__name__}.{item.originalname}", **parts}


def pytest_itemcollected(item: pytest.Item):
    item.stash[PARTS] = parts_of(item)  # before a test imports or builds what may be edited meanwhile


def passed_before(item: pytest.Item) -> bool:
    parts = item.stash[PARTS]
    return bool(parts) and item.config.stash[PASSES].knows(parts)


def pytest_collection_finish(session: pytest.Session):
    if session.config.getoption("remembered_only"):
        new = [item for item in session.items if not (passed_before(item) or item.get_closest_marker("skip"))]
        if new:
            pytest.exit(f"{len(new)} of {len(session.items)} tests are new, or depend on what has changed", 1)


@pytest.hookimpl(tryfirst=True)  # before fixtures are set up: they may be dear
def pytest_runtest_setup(item: pytest.Item):
    if passed_before(item):
        pytest.skip(REASON)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item):
    block_keys.look_again()
    parts, passes = item.stash[PARTS], item.config.stash[PASSES]
    try:
        result = yield
    except KeyboardInterrupt:  # says nothing of the test
        raise
    except BaseException:  # pytest's own failures are no `Exception`
        if parts:
            passes.forget(parts)
        raise
    if parts and parts_of(item) == parts:
        passes.add(parts)
    return result


def pytest_sessionfinish(session: pytest.Session):
    if not hasattr(session.config, "workerinput"):
        session.config.stash[PASSES].prune()
