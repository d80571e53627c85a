"""Conditions that no lead or every lead meets, rows that never win, bands with gaps; and those where all is well."""

from __future__ import annotations

import pytest

from tests.lint.fragments import found


def term(text: str) -> str:
    """Give a rule whose guard is a condition."""
    return f"rules: {{r: {{when: '{text}', must: need is known, party: sales}}}}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("score < 40 and score >= 50", "OLA226 No lead can have score < 40 and score >= 50."),
        ("source = web and source = event", "OLA226 No lead can have source = web and source = event."),
        ("tier A and employees < 50", "OLA226 No lead can have tier A and employees < 50."),
        ("target account and country = FR", "OLA226 No lead can have target account and country = FR."),
        (
            "consent and (score < 10 or (score > 50 and score < 50))",
            "OLA226 No lead can have score is more than 50 and score is less than 50; that part says nothing.",
        ),
        (
            "employees < 1 or consent",
            "OLA228 employees is less than 1 is never so: employees has min: 1.",
        ),
        ("score > 100", "OLA228 score is more than 100 is never so: score has min: 0 and max: 100."),
        ("fit >= 61", "OLA228 fit is at least 61 is never so: fit is 60 at most, whatever is true of a lead."),
        ("fit < 0", "OLA228 fit is less than 0 is never so: fit is 0 at least."),
        ("fit = 33", "OLA228 fit is 33 is never so: the rows of fit do not add up to it."),
        (
            "score >= 0",
            "OLA266 Every lead of which score is known has score >= 0, by the limits of the field itself.",
        ),
        (
            "source in (web, event, partner)",
            "OLA266 Every lead of which source is known has source in (web, event, partner).",
        ),
        ("country is known or not country is known", "OLA227 Every lead has country is known or not country is known."),
    ],
)
def test_a_condition_that_says_nothing(text: str, message: str) -> None:
    """One finding, which names what contradicts or what is always so."""
    assert found(term(text)) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "score >= 60 and score < 70",
        "source = web or source = event",
        "employees is blank and employees is known or consent",  # a part that is never true is told, see below
        "number of call = 0",
        "first call is known",
        'job_title contains "vp" and not job_title contains "vp of"',
        "fit >= 40 and not target account",  # 35 is the most without it
        "created_at older than 30 days and created_at within 60 days before now",
        'email matches /.*@harbor\\\\.example/ and email ends with "@harbor.example"',
    ],
)
def test_a_condition_that_can_be_met_finds_nothing(text: str) -> None:
    """What some lead meets and some lead does not is left alone."""
    expected = {
        "employees is blank and employees is known or consent": [
            "OLA226 No lead can have employees is blank and employees is known; that part says nothing."
        ],
        "fit >= 40 and not target account": ["OLA226 No lead can have fit >= 40 and not target account."],
    }
    assert found(term(text)) == expected.get(text, [])


SIZE = (
    "commitments: {{n: {{owed_by: sales, count: mql, at_least: 1 per month, per: size}}}}\nsegments: {{size: {{{}}}}}"
)


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ("a: employees >= 10, b: employees >= 5, c: otherwise", []),
        (
            "a: employees >= 5, b: employees >= 10, c: otherwise",
            ["OLA229 b can never win: a before it takes every lead."],
        ),
        (
            "a: employees < 10, b: employees >= 10, c: employees = 3, d: otherwise",
            ["OLA229 c can never win: a before it takes every lead."],
        ),
        (
            "a: employees < 10, b: employees >= 10, c: employees is known, d: otherwise",
            ["OLA229 c can never win: the rows before it take every lead."],
        ),
        (
            "a: employees is known, b: not employees is known, c: otherwise",
            ["OLA229 c can never win: the rows before it take every lead."],
        ),
        # a lead without the number is left to the last row
        ("a: employees < 10, b: employees >= 10, c: otherwise", []),
        (
            "a: employees between 1 and 10, b: employees between 10 and 20, c: otherwise",
            ["OLA230 Leads of which employees is 10 can be in a and in b; the first of them takes them."],
        ),
        ("a: employees between 1 and 9, b: employees between 10 and 20, c: otherwise", []),
        # two rows that overlap in more than one number are in order
        ("a: employees between 1 and 15, b: employees between 10 and 20, c: otherwise", []),
        (
            "a: employees < 10, b: employees > 10, c: otherwise",
            ["OLA231 No row takes leads of which employees is 10."],
        ),
        (
            "a: employees < 10, b: employees >= 20, c: otherwise",
            [
                "OLA231 No row takes leads of which employees is 10.",
                "OLA231 No row takes leads of which employees is more than 10 and employees is less than 20.",
            ],
        ),
        # rows of two kinds are no bands, and one row is none
        ("a: employees < 10, b: score > 50, c: otherwise", []),
        ("a: employees > 10, c: otherwise", []),
    ],
)
def test_rows_of_a_table(rows: str, messages: list[str]) -> None:
    """The first true row wins; what that leaves to no lead, or to `otherwise` by a slip, is found."""
    assert found(SIZE.format(rows)) == messages


CLOCK = """
commitments:
  c: {{owed_by: sales, for: source = web, starts: mql, stops: meeting, calendar: amer, target: 90% per month,
       within: {{{}, otherwise: 3 business hours}}}}
"""


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ("starts on saturday: 5 business hours, starts on saturday or sunday: 4 business hours", []),
        (
            "starts on saturday or sunday: 5 business hours, starts on sunday: 4 business hours",
            ["OLA229 starts on sunday can never win: starts on saturday or sunday before it takes every lead."],
        ),
        ("restarted: 5 business hours, tier A: 4 business hours", []),
        ("source = event: 1 business hour", ["OLA229 source = event can never win: no lead that is bound has it."]),
    ],
)
def test_rows_of_limits_are_asked_of_the_leads_that_are_bound(rows: str, messages: list[str]) -> None:
    """What `for` leaves out no row can win, and days of the week are rows like others."""
    assert found(CLOCK.format(rows)) == messages
