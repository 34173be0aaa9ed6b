"""The sections of a page, whose digests tell a translator what has changed."""

import pytest

from docsite.pages.sections import sections

PAGE = "# T\n\n{block}\n{prose}\n\n## A {{#a}}\n\n```text\nb\n```\n\nLast.\n"


def digests(block: str, prose: str) -> list[str]:
    return [section.digest for section in sections(PAGE.format(block=block, prose=prose))]


@pytest.mark.parametrize(
    "block",
    [
        "```text\na\n```",
        "```text\na\n````",
        "~~~text\na\n~~~",
        "   ```text\n   a\n  ```",
        "- item\n\n    ```text\n    a\n    ```\n",
        "!!! note\n\n    ```text\n    a\n    ```\n",
        "> ```text\n> a\n> ```",
        "    a\n",
        "",
    ],
)
def test_prose_counts_and_code_does_not(block: str):
    before = digests(block, "Old.")
    after = digests(block, "New.")
    assert before[0] != after[0]
    assert before[1:] == after[1:]
    assert digests(block.replace(" a", " c").replace("\na", "\nc"), "Old.") == before
    assert digests(block, "\nOld.\n") == before


def test_each_section_begins_with_its_heading():
    found = sections("---\ntitle: t\n---\n\n# T\n\nA\u3000b.\n\n## A {#a}\n\nB.\n\n### C\n\nD {#d}\n---\n\nE.\n")
    assert [(section.id, section.level, section.line) for section in found] == [
        ("top", 1, 1),
        ("a", 2, 9),
        ("d", 2, 15),
    ]
    assert found[1].prose == "## A {#a}\n\nB.\n\n### C\n"
    assert found[2].prose == "D {#d}\n---\n\nE.\n"
