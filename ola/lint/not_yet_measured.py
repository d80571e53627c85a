"""Parts of an agreement that are read but that ola does not measure yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import Clause, Plan, Unique

NOT_YET_MEASURED = Code(
    "OLA210",
    "info",
    "Read, not yet measured",
    """The clause is read, its names, kinds and times are checked, and it is shown in every document. But this
version of ola does not act on the part named, so no verdict rests on it: a clock that the part could
change is `unknown`, never judged as if the part were absent.

    first touch: {…, restarts: assigned, steps: {75%: warn owner}}

Nothing needs to change in the agreement. Measure it by hand until ola does, or move the sentence to
`for_people`.""",
)


def unmeasured(plan: Plan) -> Iterator[tuple[Clause, tuple[str, ...]]]:
    """Give each clause with parts that are read but not measured, and the names of these parts."""
    parts: dict[str, tuple[Clause, list[str]]] = {}
    for form in plan.deadlines:
        clause, names = parts.setdefault(form.clause.id, (form.clause, []))
        names += [name for name in form.unmeasured if name not in names]
    for exemption in plan.exemptions:
        kinds = [name for name, of in (("relaxes", exemption.relaxes), ("suspends", exemption.suspends)) if of]
        parts[exemption.clause.id] = (exemption.clause, kinds)
    for shape in plan.shapes:
        if isinstance(shape.demand, Unique) and shape.demand.within is not None:
            parts[shape.clause.id] = (shape.clause, ["within"])
    for clause, names in parts.values():
        if names:
            yield clause, tuple(names)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Find clauses with parts that no verdict rests on yet."""
    for clause, names in unmeasured(agreement.plan):
        yield found(NOT_YET_MEASURED, clause, f"Read, not yet measured: {', '.join(names)}.")
