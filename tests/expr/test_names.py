"""A slip of the pen is told from another name."""

from __future__ import annotations

import pytest

from ola.expr.names import only_near


@pytest.mark.parametrize(
    ("word", "options", "meant"),
    [
        ("requird", ["required", "unique", "blank"], "required"),
        ("wbe", ["web", "event"], "web"),  # two letters exchanged are one slip
        ("Source", ["source"], "source"),
        ("scoer", ["score", "source"], "score"),
        ("marketting", ["marketing", "sales"], "marketing"),
        ("disqualfied_reson", ["disqualified_reason"], "disqualified_reason"),  # two slips in a long word
        ("qualfed", ["qualified"], None),  # and not in a short one
        ("region", ["reason"], None),  # another word altogether
        ("lead_i", ["lead_id", "lead_in"], None),  # two may be meant
        ("ab", ["abc"], None),  # too short to tell
        ("mail", ["email", "mails"], None),
        ("", ["a"], None),
    ],
)
def test_the_one_name_that_can_be_meant(word: str, options: list[str], meant: str | None) -> None:
    """A letter left out, put in, changed or exchanged; and only where no other name is as near."""
    assert only_near(word, options) == meant
