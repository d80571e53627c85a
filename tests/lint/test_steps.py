"""Steps out of order, at one instant, on the wrong side of a limit; and limits that nothing follows from."""

from __future__ import annotations

import pytest

from tests.lint.fragments import found

CLOCK = """
commitments:
  c: {{owed_by: sales, starts: mql, stops: meeting, calendar: amer, within: {}, steps: {{{}}}, target: 90% per month}}
"""


@pytest.mark.parametrize(
    ("within", "steps", "messages"),
    [
        ("4 business hours", "50%: a, 75%: b, 100%: c, 200%: d", []),
        ("4 business hours", "75%: a, 50%: b", ["OLA238 50% stands after 75%, and comes before it."]),
        (
            "4 business hours",
            "3 business hours: a, 50%: b",
            ["OLA238 50% stands after 3 business hours, and comes before it."],
        ),
        ("4 business hours", "2 business hours: a, 50%: b", ["OLA239 2 business hours and 50% are one instant."]),
        (
            "4 business hours",
            "2 business hours: a, 120 business minutes: b",
            ["OLA239 2 business hours and 120 business minutes are one instant."],
        ),
        # on the wall and in the office are two kinds of time
        ("4 business hours", "2 hours: a, 50%: b", []),
        ("{tier A: 2 business hours, otherwise: 8 business hours}", "3 business hours: a, 50%: b", ["OLA240"]),
        ("{tier A: 2 business hours, otherwise: 8 business hours}", "50%: a, 100%: b", []),
        ("{tier A: 2 business hours, otherwise: 8 business hours}", "1 business hour: a", []),
        ("{tier A: 2 business hours, otherwise: 8 business hours}", "9 business hours: a", []),
        (
            "{tier A: 2 business hours, otherwise: 8 business hours}",
            "2 business hours: a",
            ["OLA240 At 2 business hours the limit of tier A (2 business hours) is over, and the limit of otherwise"],
        ),
        (
            "4 business hours",
            "100%: remind the owner",
            ["OLA241 At 100% it is too late to remind: the limit of 4 business hours is over by then."],
        ),
        (
            "4 business hours",
            "5 business hours: a heads-up to the owner",
            ["OLA241 At 5 business hours it is too late to warn: the limit of 4 business hours is over by then."],
        ),
        ("4 business hours", "75%: remind the owner, 150%: a formal warning to the owner", []),
    ],
)
def test_steps(within: str, steps: str, messages: list[str]) -> None:
    """What is found of the steps of one clock."""
    texts = found(CLOCK.format(within, steps))
    assert len(texts) == len(messages), texts
    assert all(text.startswith(message) for text, message in zip(texts, messages, strict=True)), texts


def test_limits_without_a_consequence_are_gathered() -> None:
    """One note names them all, with the first one's place."""
    clocks = "".join(
        f"  c{number}: {{owed_by: sales, starts: mql, stops: meeting, within: 2 hours}}\n" for number in range(8)
    )
    assert found(f"commitments:\n{clocks}") == [
        "OLA261 Nothing follows when 8 limits are missed: c0, c1, c2, c3, c4, c5 and 2 more."
    ]


@pytest.mark.parametrize(
    "more",
    ["target: 90% per month", "steps: {100%: tell the lead}", "level: warning, target: 90% per month"],
)
def test_a_target_or_a_step_is_a_consequence(more: str) -> None:
    """Nothing is said of such a clock."""
    assert found(f"commitments: {{c: {{owed_by: sales, starts: mql, stops: meeting, within: 2 hours, {more}}}}}") == []


def test_what_a_breach_starts_is_a_consequence() -> None:
    """And that clock needs none of its own."""
    assert (
        found(
            "commitments:\n"
            "  c: {owed_by: sales, starts: mql, stops: meeting, within: 2 hours}\n"
            "  d: {owed_by: marketing, starts: breach of c, stops: call, within: 1 hour}\n"
        )
        == []
    )
