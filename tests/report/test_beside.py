"""A document beside its reading, laid out for a screen."""

from __future__ import annotations

from ola.agreement.prose.paper import read_paper
from ola.report.beside import beside
from ola.source import Source


def laid_out(text: str, width: int) -> list[str]:
    """Read a text and give the lines that are shown, without white space at their ends."""
    return [line.rstrip() for line in beside(read_paper(Source("paper.md", text)).to_dict(), width).split("\n")]


def test_what_is_offered_is_numbered_once_for_a_unit() -> None:
    """What stands above already is named by its number."""
    lines = laid_out("Sales calls every lead within 2 hours.", 400)
    told = [line.partition("│")[2].strip() for line in lines if "│" in line]
    promise = "Sales must reach `called` within 2 hours around the clock, counted from `{}`."
    assert told == [
        "? ambiguous (OLA170): Do the 2 hours run day and night, or in working hours only, and on whose calendar?",
        f"1. {promise.format('created')}",
        "? ambiguous (OLA171): From what moment does it count?",
        "1 above",
        f"2. {promise.format('assigned')}",
        "or, if it is only said to people: **For people:** Sales calls every lead within 2 hours.",
    ]


def test_a_narrow_screen_shows_one_below_the_other() -> None:
    """The words first, then what was understood."""
    assert laid_out("`Reason` is one of price, timing.", 60) == [
        "   1 Reason is one of price, timing.",
        "       ✓ checked as shape: Reason is one of price, timing.",
        "",
        "1 clause checked, 0 for people, 0 ambiguous, 0 not understood.",
    ]
