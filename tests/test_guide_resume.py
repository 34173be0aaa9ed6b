"""What the page on resuming says of its experiments."""

from docsite.results import store


def outcome(name: str) -> dict:
    record = store.read(name)
    assert record, f"run: make results ONLY={name}"
    return record["outcome"]


def test_with_all_of_its_state_a_run_ends_as_if_it_had_not_been_stopped():
    result = outcome("resume")
    assert result["largest_gap"]["resumed"] == 0
    assert result["history"]["resumed_loss"] == result["history"]["whole_loss"]


def test_with_its_weights_alone_it_is_worse_for_several_epochs():
    result = outcome("resume")
    history, stopped = result["history"], result["stopped"]
    pairs = list(zip(history["weights_loss"], history["resumed_loss"], strict=True))
    assert all(alone == complete for alone, complete in pairs[:stopped])
    assert all(alone > 1.5 * complete for alone, complete in pairs[stopped : stopped + 3])


def test_the_formats_keep_what_the_page_says():
    table = outcome("saved-formats")["table"]
    assert table["format"][:3] == [".keras", ".weights.h5", "SavedModel"]
    kept = {name: [mark == "✓" for mark in marks] for name, marks in table.items() if name != "format"}
    assert kept == {
        "weights_kept": [True] * 5,
        "averages_kept": [True, True, True, False, True],
        "optimizer_kept": [True, True, False, True, True],
        "epoch_kept": [False, False, False, True, True],
        "class_needed": [True, True, False, True, True],
    }
