"""Two limits for one thing, said in two places."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.acts import act_of, may_meet
from ola.lint.papers.clause import PaperClause, clauses, found, minutes

MOST_TOLD = 4

TWO_LIMITS = Code(
    "OLA270",
    "warning",
    "Two limits for one thing in a document",
    """Two sentences or rows give the same act two times, and a lead may be bound by both. Who is measured by the one
will point to the other.

    Every new lead hears from us within 18 hours. Leads with a score of 60 or more hear from us within 2 hours.

Say which of them wins ("leads with a score of 60 or more …, all others …"), or keep one.""",
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find acts that have two limits for leads that may be the same, each limit with all it disagrees with."""
    told = [(clause, act_of(clause)) for clause in clauses(paper, "deadline") if clause.lengths]
    for at, (clause, act) in enumerate(told):
        others = [
            other
            for other, same in told[:at]
            if act is not None and act == same and other.unit is not clause.unit and _disagree(other, clause)
        ]
        if others:
            message = f"Here {act} has {_told(clause)}; {_listed(others)}. A lead may be bound by both."
            yield found(TWO_LIMITS, clause.place, message, "Say which of them wins, or keep one.")


def _disagree(one: PaperClause, other: PaperClause) -> bool:
    """Say whether a lead may have both limits and they differ; in another unit of one time they do not."""
    if not may_meet(one.about.scope, other.about.scope):
        return False
    first, second = one.lengths[0], other.lengths[0]
    if first.business != second.business:
        return True
    known = minutes(first), minutes(second)
    return known[0] != known[1] if None not in known else str(first) != str(second)


def _told(clause: PaperClause) -> str:
    scope = f" for leads with {clause.about.scope}" if clause.about.scope else ""
    return f"{clause.lengths[0]}{scope}"


def _listed(others: list[PaperClause]) -> str:
    shown = [f"line {other.line} says {_told(other)}" for other in others[:MOST_TOLD]]
    left_out = [str(other.line) for other in others[MOST_TOLD:]]
    more = f"; so do {'line' if len(left_out) == 1 else 'lines'} {', '.join(left_out)}" if left_out else ""
    return f"{'; '.join(shown)}{more}"
