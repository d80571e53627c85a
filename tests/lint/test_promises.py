"""Two promises that do not fit together are found, and promises that only look alike are not."""

from __future__ import annotations

import pytest

from tests.lint.fragments import found


def commitments(*lines: str) -> str:
    """Give a section of commitments, each owed by sales and with a target unless it says otherwise."""
    written = []
    for line in lines:
        name, _, keys = line.partition(": ")
        aimed = "" if "target" in keys or "count" in keys or "share" in keys else ", target: 90% per month"
        owed = "" if "owed_by" in keys else "owed_by: sales, "
        written.append(f"  {name}: {{{owed}{keys}{aimed}}}")
    return "commitments:\n" + "\n".join(written)


A = "a: starts: mql, stops: meeting, within: 4 hours"


@pytest.mark.parametrize(
    ("second", "messages"),
    [
        ("starts: mql, stops: meeting, within: 6 hours", ["OLA236 b allows 6 hours, and a 4 hours, for one thing."]),
        # one waits for an event more
        (
            "starts: mql and assigned, stops: meeting, within: 6 hours",
            ["OLA236 b allows 6 hours, and a 4 hours, for one thing."],
        ),
        (
            "for: source = web, starts: mql, stops: meeting, within: 6 hours",
            ["OLA236 b allows 6 hours, and a 4 hours, for one thing, such as a lead of which source is web."],
        ),
        (
            "starts: mql, stops: meeting, within: {tier A: 4 hours, otherwise: 6 hours}",
            ["OLA236 b allows 6 hours, and a 4 hours, for one thing"],
        ),
        # the same limit is no other one; and what starts or stops otherwise is another thing
        ("starts: mql, stops: meeting, within: 240 minutes", []),
        ("starts: accepted, stops: meeting, within: 6 hours", []),
        ("starts: mql, stops: [meeting, call], within: 6 hours", []),
    ],
)
def test_two_limits(second: str, messages: list[str]) -> None:
    """Two clocks between the same events with different limits for one lead."""
    texts = found(commitments(A, f"b: {second}"))
    assert len(texts) == len(messages)
    assert all(text.startswith(message) for text, message in zip(texts, messages, strict=True)), texts


def test_two_limits_of_different_leads_are_well() -> None:
    """No lead is bound by both."""
    parted = commitments(
        "a: for: source = web, starts: mql, stops: meeting, within: 4 hours",
        "b: for: source = event, starts: mql, stops: meeting, within: 6 hours",
        "c: unless: 'source in (web, event)', starts: mql, stops: meeting, within: 6 hours",
    )
    assert found(parted) == []


def test_a_clock_that_another_waits_for_is_no_second_limit() -> None:
    """Whose breach starts another clock is there to say when somebody else steps in."""
    watched = commitments(
        A,
        "b: starts: mql, stops: meeting, within: 6 hours",
        "c: owed_by: marketing, starts: breach of b, stops: call, within: 1 hour",
    )
    assert found(watched) == []


@pytest.mark.parametrize(
    ("one", "other", "messages"),
    [
        (
            "target: 90% per month",
            "target: 95% per month",
            ["OLA237 b wants at least 95% per month, and a at least 90% per month, of one thing."],
        ),
        (
            "target: 90% per month",
            "target: 95% per quarter",
            ["OLA237 b wants at least 95% per quarter, and a at least 90% per month, of one thing."],
        ),
        ("target: 90% per month", "target: 90% per month", []),
        (
            "target: 90% per month",
            "target: 95% per month, for: source = web",
            ["OLA237 b wants at least 95% per month, and a at least 90% per month, of one thing."],
        ),
        ("target: 90% per month, for: source = event", "target: 95% per month, for: source = web", []),
    ],
)
def test_two_targets_of_a_clock(one: str, other: str, messages: list[str]) -> None:
    """The same clock, promised twice."""
    clock = "starts: mql, stops: meeting, within: 4 hours"
    assert found(commitments(f"a: {clock}, {one}", f"b: {clock}, {other}")) == messages


@pytest.mark.parametrize(
    ("one", "other", "messages"),
    [
        (
            "count: accepted, at_least: 20 per month",
            "count: accepted, at_least: 30 per month",
            ["OLA237 b wants at least 30 per month, and a at least 20 per month, of one thing."],
        ),
        # a number of a month and of a week are two promises
        ("count: accepted, at_least: 20 per month", "count: accepted, at_least: 4 per week", []),
        ("count: accepted, at_least: 20 per month", "count: qualified, at_least: 30 per month", []),
        ("count: accepted, at_least: 20 per month", "count: accepted, at_most: 30 per month", []),
        (
            "count: accepted, at_least: 20 per month",
            "count: accepted, at_most: 10 per month",
            ["OLA258 b wants at most 10 per month, and a at least 20 per month; both cannot be kept."],
        ),
        (
            "count: accepted, at_most: 10 per month, at_least: 20 per month",
            "count: qualified, at_least: 1 per month",
            ["OLA258 a wants at most 10 per month, and at least 20 per month; both cannot be kept."],
        ),
        # six weeks touch a month
        ("count: accepted, at_least: 20 per month", "count: accepted, at_most: 4 per week", []),
        (
            "count: accepted, at_least: 25 per month",
            "count: accepted, at_most: 4 per week",
            ["OLA258 b wants at most 4 per week, and a at least 25 per month; both cannot be kept."],
        ),
        ("count: accepted, at_least: 12 per month", "count: accepted, at_most: 4 per quarter", []),
        # some leads may not be more than all, and all may be more than some
        (
            "count: accepted, for: source = web, at_least: 20 per month",
            "count: accepted, at_most: 10 per month",
            ["OLA258 b wants at most 10 per month, and a at least 20 per month; both cannot be kept."],
        ),
        ("count: accepted, at_least: 20 per month", "count: accepted, for: source = web, at_most: 10 per month", []),
        (
            "share: accepted, of: mql, at_least: 50% per month, within: 9 days",
            "share: accepted, of: mql, at_most: 40% per month, within: 9 days",
            ["OLA258 b wants at most 40% per month, and a at least 50% per month; both cannot be kept."],
        ),
        (
            "share: accepted, of: mql, for: source = web, at_least: 50% per month, within: 9 days",
            "share: accepted, of: mql, at_most: 40% per month, within: 9 days",
            [],
        ),
    ],
)
def test_numbers_of_a_period(one: str, other: str, messages: list[str]) -> None:
    """Floors and ceilings over the same number."""
    assert found(commitments(f"a: {one}", f"b: {other}")) == messages


PARTS = (
    "amer: count: accepted, for: region amer, at_least: {} per month",
    "emea: count: accepted, for: region emea, at_least: {} per month",
)


@pytest.mark.parametrize(
    ("amer", "emea", "messages"),
    [
        (60, 40, []),
        (60, 50, ["OLA259 amer and emea add up to 110, and whole is at least 100 per month."]),
        (60, 30, ["OLA259 amer and emea add up to 90, and whole is at least 100 per month."]),
    ],
)
def test_parts_and_their_whole(amer: int, emea: int, messages: list[str]) -> None:
    """Parts that share no lead and leave none out add up to the whole."""
    whole = "whole: count: accepted, at_least: 100 per month"
    # Some leads are fewer than all: each part alone is another thing than the whole.
    texts = found(commitments(whole, PARTS[0].format(amer), PARTS[1].format(emea)))
    assert [text for text in texts if not text.startswith("OLA237")] == messages


def test_parts_that_leave_leads_out_may_be_less() -> None:
    """Two of three sources are no whole."""
    some = commitments(
        "whole: count: accepted, at_least: 100 per month",
        "web: count: accepted, for: source = web, at_least: 20 per month",
        "fairs: count: accepted, for: source = event, at_least: 30 per month",
    )
    assert [text for text in found(some) if "add up" in text] == []


@pytest.mark.parametrize(
    ("second", "whole", "messages"),
    [
        ("within: 60 minutes", "within: 75 minutes", []),
        (
            "within: 60 minutes",
            "within: 70 minutes",
            ["OLA242 routing and b together take 1 hour 15 minutes, and c allows 1 hour 10 minutes: it may"],
        ),
        (
            "within: 60 minutes",
            "within: 3 hours",
            ["OLA243 routing and b together take 1 hour 15 minutes, and c allows 3 hours: whoever keeps"],
        ),
        # business time and time on the wall cannot be added up
        ("within: 60 business minutes, calendar: amer", "within: 70 minutes", []),
        # a part that waits while the whole runs on takes longer than it says
        ("within: 60 minutes, paused_while: consent", "within: 3 hours", []),
        # the part does not bind all that the whole does
        ("within: 60 minutes, for: source = web", "within: 3 hours", []),
        ("within: 60 minutes, for: source = web", "within: 3 hours, for: source = web and consent", ["OLA243"]),
        # every new owner has a clock of their own
        ("within: 60 minutes, restarts: assigned", "within: 3 hours", []),
    ],
)
def test_limits_in_a_row(second: str, whole: str, messages: list[str]) -> None:
    """`routing` leaves 15 minutes from `created` until `assigned`."""
    texts = found(
        commitments(f"b: starts: assigned, stops: meeting, {second}", f"c: starts: created, stops: meeting, {whole}")
    )
    assert len(texts) == len(messages)
    assert all(text.startswith(message) for text, message in zip(texts, messages, strict=True)), texts


@pytest.mark.parametrize(
    ("decision", "is_found"),
    [
        ("starts: mql, stops: [accepted, recycled], within: 13 days", True),
        ("starts: mql, stops: [accepted, recycled], within: 14 days", False),
        ("starts: mql, stops: [accepted, recycled], within: 16 business hours, calendar: amer", True),
        # whenever it starts, it may last longer than the attempts: holidays and weekends
        ("starts: mql, stops: [accepted, recycled], within: 81 business hours, calendar: amer", False),
        # a call keeps it
        ("starts: mql, stops: [accepted, recycled, call], within: 13 days", False),
        ("starts: mql, stops: accepted, within: 13 days", False),
        ("starts: accepted, stops: recycled, within: 13 days", False),
    ],
)
def test_attempts_before_a_decision(decision: str, is_found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """`cadence` wants six attempts within 14 days before a lead is recycled."""
    assert ["OLA244" in text for text in found(commitments(f"d: {decision}"))] == [True] * is_found


@pytest.mark.parametrize(
    ("within", "is_found"),
    [("7 business hours", True), ("8 business hours", False), ("2 business hours", True), ("1 day", False)],
)
def test_a_relaxed_limit_is_not_shorter(within: str, is_found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """`first touch` leaves 1, 4 or 8 business hours."""
    surge = f"{{when: count of mql in the last 7 days > 100, relaxes: first touch, within: {within}}}"
    assert ["OLA264" in each for each in found(f"exceptions: {{surge: {surge}}}")] == [True] * is_found


@pytest.mark.parametrize(
    ("when", "is_found"),
    [
        ("count of mql in the last 7 days > 35", True),  # 178 over five times seven days
        ("count of mql in the last 7 days >= 36", True),
        ("count of mql in the last 7 days > 36", False),
        ("count of mql in the last 31 days > 177", True),
        ("count of accepted in the last 7 days > 5", False),
    ],
)
def test_a_surge_that_is_the_rule(when: str, is_found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """`volume` promises 178 leads a month."""
    text = f"exceptions: {{surge: {{when: {when}, relaxes: first touch, within: 16 business hours}}}}"
    assert ["OLA260" in each for each in found(text)] == [True] * is_found
