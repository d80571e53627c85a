"""Conditions written out: as people say them, and so that they read back."""

from __future__ import annotations

import pytest

from ola.expr.nodes import Always, IsTrue
from ola.expr.parse import parse_condition
from ola.expr.words import words
from tests.expr.test_parse import EXCEPTION, LOG, NAMES, READS


@pytest.mark.parametrize("text", READS)
def test_every_construct_reads_back_the_same(text: str) -> None:
    assert parse_condition(words(READS[text], NAMES), NAMES) == (READS[text], ())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("score >= 60 and consent", "score is at least 60 and consent"),
        ("tier A or not (bad fit and consent)", "tier is A or not (bad fit and consent)"),
        ("none of (bad fit, consent)", "none of (bad fit, consent)"),
        ("source not in (web, 'Trade show')", 'source not in ("web", event)'),
        ("score between 50 and 60", "score between 50 and 60"),
        ("job_title contains any of (VP, Head)", 'job_title contains any of ("vp", "head")'),
        ("created_at older than 36 hours", "created_at is less than now - 1 day 12 hours"),
        ("at least 1 of (consent, bad fit)", "at least 1 of (consent, bad fit)"),
    ],
)
def test_a_condition_is_written_as_people_say_it(text: str, written: str) -> None:
    condition, findings = parse_condition(text, NAMES)
    assert condition is not None, findings
    assert words(condition, NAMES) == written


@pytest.mark.parametrize(
    "text", ["Task Subtype is call and automated", '"in, or out" = "x"', "Duration > 3 and lead.score > 2"]
)
def test_columns_of_a_log_read_back_the_same(text: str) -> None:
    condition, _ = parse_condition(text, LOG)
    assert condition is not None
    assert parse_condition(words(condition, LOG), LOG) == (condition, ())


def test_counts_over_all_leads_read_back_the_same() -> None:
    condition, _ = parse_condition("count of mql in the last 7 days > 100", EXCEPTION)
    assert condition is not None
    assert words(condition, EXCEPTION) == "count of mql in the last 7 days is more than 100"


def test_a_guard_is_not_written() -> None:
    assert words(IsTrue(Always(value=True))) == "always"
