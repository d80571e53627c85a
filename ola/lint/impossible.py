"""Conditions that no lead can meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.expr.nodes import And, AtLeast, Compare, Condition, IsTrue, Not, Or, SegmentRef, TermRef
from ola.expr.possible import Possibilities, true
from ola.expr.words import words
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.out_of_reach import beyond
from ola.lint.reasoning import possibilities
from ola.lint.sites import Site, sites

NO_LEAD_CAN = Code(
    "OLA226",
    "warning",
    "A condition that no lead can meet",
    """Two parts of the condition exclude each other, whatever the lead holds, so it is never true. What hangs on it
never happens: no lead gets into the tier, no points are given, no rule binds. Of parts joined by "or", one that
can never be true is told as well.

    terms:
      worth a call: score >= 50 and score < 40
    rules:
      a phone to call: {when: worth a call, must: phone is known, party: marketing}

Most often "and" was written where "or" was meant, or two numbers have changed places.

Instead:

    terms:
      worth a call: score >= 40 and score < 50
    rules:
      a phone to call: {when: worth a call, must: phone is known, party: marketing}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Ask of every condition, and of the parts of each "or", whether a lead can meet it."""
    possible = possibilities(agreement.plan)
    for site in sites(agreement):
        # A number out of reach is told by its own name; a term or segment where it is defined.
        if _is_name(site.condition) or any(True for _ in beyond(site.condition, possible)):
            continue
        if possible.impossible(true(site.condition), limited=False):
            yield found(NO_LEAD_CAN, site.clause, f"No lead can have {site.text}.", _advice(site, possible), site.place)
        elif possible.impossible(true(site.condition)):
            what = f"No lead that keeps the limits of its fields can have {site.text}."
            yield found(NO_LEAD_CAN, site.clause, what, _advice(site, possible), site.place)
        else:
            for part in _alternatives(site.condition):
                if not _is_name(part) and possible.impossible(true(part)):
                    what = f"No lead can have {words(part)}; that part says nothing."
                    yield found(NO_LEAD_CAN, site.clause, what, "Correct it, or leave it out.", site.place)


def _advice(site: Site, possible: Possibilities) -> str:
    match site.condition:
        case And(items) if not possible.impossible(true(Or(items))):
            return 'Did you mean "or"?'
        case _:
            return "Correct it, or leave it out."


def _is_name(condition: Condition) -> bool:
    """Whether the condition only names a term, or a segment's value."""
    match condition:
        case TermRef() | Compare(_, SegmentRef(), _, _):
            return True
        case Not(item) | IsTrue(item):
            return _is_name(item)
        case _:
            return False


def _alternatives(condition: Condition) -> Iterator[Condition]:
    """Give what is joined by "or", or counted, wherever it stands in a condition."""
    match condition:
        case Or(items) | AtLeast(_, items):
            for item in items:
                yield item
                yield from _alternatives(item)
        case And(items):
            for item in items:
                yield from _alternatives(item)
        case Not(item) | IsTrue(item):
            yield from _alternatives(item)
        case _:
            return
