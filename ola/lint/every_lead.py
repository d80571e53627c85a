"""Conditions that every lead meets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.expr.nodes import Compare, Condition, FieldRef, OneOf, TextTest, operands
from ola.expr.possible import Possibilities, false, not_true, true
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.reasoning import parts, possibilities
from ola.lint.sites import Site, sites

EVERY_LEAD_HAS = Code(
    "OLA227",
    "warning",
    "A condition that every lead meets",
    """The condition is true of every lead, whatever it holds, so it tells no lead from another: everybody gets the
points, every lead is bound, or nobody passes the bar.

    rules:
      a fit: {must: fit >= 0, party: marketing}

No score is less than its `min`. Most often one number is wrong, or "or" was written where "and" was meant.

Instead:

    rules:
      a fit: {must: fit >= 10, party: marketing}""",
)
ASKS_IF_KNOWN = Code(
    "OLA266",
    "info",
    "A condition that only asks whether a field is known",
    """The condition is true of every lead that has the field filled in, and unknown of the others: all its values are
listed, or the limits of the field itself leave no other. It may be meant, since what is unknown is not what is false;
most often a value was added to the list, or the number is wrong.

    rules:
      a score in range: {must: score >= 0, party: marketing}

Nothing needs to change where it is meant. Otherwise correct it, or write `score is known`.

Instead:

    rules:
      a score in range: {must: score >= 10, party: marketing}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Ask of every condition that stands alone whether a lead could be otherwise."""
    possible = possibilities(agreement.plan)
    for site in sites(agreement):
        # Rows of a table are told by the rows that they leave nothing to.
        if site.role == "row" or possible.impossible(true(site.condition)):
            continue
        if possible.impossible(not_true(site.condition)):
            yield found(EVERY_LEAD_HAS, site.clause, f"Every lead has {site.text}.", _ADVICE, site.place)
        elif not _asks_for_presence(site.condition) and possible.impossible(false(site.condition)):
            what = f"{_known(site)} has {site.text}{_limits(site, possible)}."
            advice = "Correct it, or write that the field is known."
            yield found(ASKS_IF_KNOWN, site.clause, what, advice, site.place)


_ADVICE = "Correct it, or leave it out."


def _asks_for_presence(condition: Condition) -> bool:
    """Whether a condition asks only whether fields are filled in, and compares nothing."""
    return not any(isinstance(part, Compare | OneOf | TextTest) for part in parts(condition))


def _known(site: Site) -> str:
    names = dict.fromkeys(each.name for each in operands(site.condition) if isinstance(each, FieldRef))
    return f"Every lead of which {' and '.join(names)} {'is' if len(names) == 1 else 'are'} known"


def _limits(site: Site, possible: Possibilities) -> str:
    """Say that it is so only because of limits that the fields set themselves."""
    return "" if possible.impossible(false(site.condition), limited=False) else ", by the limits of the field itself"
