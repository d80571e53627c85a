"""Fields that are one column in a system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found

TWO_FIELDS_ONE_COLUMN = Code(
    "OLA224",
    "warning",
    "Two fields that are one column of a system",
    """Two fields are kept under one name in a system. Both are read from it; but where leads are written for that
system, only the first of them can be, and the other is lost.

    fields:
      phone: {type: phone, supplied_by: marketing, in: {hubspot: phone, salesforce: Phone}}
      mobile: {type: phone, supplied_by: marketing, in: {hubspot: mobilephone, salesforce: Phone}}

Give the second its own column, or make one field of the two.

Instead:

    fields:
      phone: {type: phone, supplied_by: marketing, in: {hubspot: phone, salesforce: Phone}}
      mobile: {type: phone, supplied_by: marketing, in: {hubspot: mobilephone, salesforce: MobilePhone}}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold the columns of each system against each other."""
    plan = agreement.plan
    for system in plan.systems:
        first: dict[str, str] = {}
        for field in plan.fields.values():
            column = field.column(system)
            if column is None:
                continue
            other = first.setdefault(column, field.name)
            if other != field.name:
                what = f"{other} and {field.name} are both {column} in {system}; only {other} is written there."
                yield found(TWO_FIELDS_ONE_COLUMN, field.clause, what, f"Give {field.name} a column of its own.")
