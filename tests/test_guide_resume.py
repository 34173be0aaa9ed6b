"""What the page resume says of its experiment."""

from docsite.results import store


def test_the_loss_falls_as_the_page_says():
    record = store.read("resume")
    assert record, "run: make results ONLY=resume"
    losses = record["outcome"]["history"]["loss"]
    assert losses == sorted(losses, reverse=True)
