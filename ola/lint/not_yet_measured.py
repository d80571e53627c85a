"""Parts of an agreement that are read but that ola does not measure yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import Unique

NOT_YET_MEASURED = Code(
    "OLA210",
    "info",
    "Read, not yet measured",
    """The clause is read, its names, kinds and times are checked, and it is shown in every document. But this
version of ola does not act on the part named, so no verdict rests on it.

    fields:
      phone: {type: phone, supplied_by: marketing, unique: {by: [phone, source], within: 30 days}}

Nothing needs to change in the agreement. Measure it by hand until ola does, or move the sentence to
`for_people`.

Instead:

    fields:
      phone: {type: phone, supplied_by: marketing, unique: {by: [phone, source]}}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Find clauses with parts that no verdict rests on yet."""
    for shape in agreement.plan.shapes:
        if isinstance(shape.demand, Unique) and shape.demand.within is not None:
            yield found(NOT_YET_MEASURED, shape.clause, "Read, not yet measured: within.")
