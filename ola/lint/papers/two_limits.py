"""Two limits for one thing, said in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.acts import act_of, may_meet
from ola.lint.papers.clause import PaperClause, clauses, found, minutes

MOST_TOLD = 4
MOST_NAMED = 20  # and so many lines by their numbers

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
    told: dict[str, dict[tuple[tuple[object, bool], str], list[PaperClause]]] = {}
    for clause in clauses(paper, "deadline"):
        act = act_of(clause)
        if act is None or not clause.lengths:
            continue
        limit = _limit(clause)
        by_limit = told.setdefault(act, {})
        others = [
            other
            for (known, scope), several in by_limit.items()
            if known != limit and may_meet(scope, clause.about.scope)
            for other in several
            if other.unit is not clause.unit and not _is_step_behind(clause, other)
        ]
        if others:
            others.sort(key=lambda other: other.line)
            message = f"Here {act} has {_told(clause)}; {_listed(others)}. A lead may be bound by both."
            yield found(TWO_LIMITS, clause.place, message, "Say which of them wins, or keep one.")
        by_limit.setdefault((limit, clause.about.scope), []).append(clause)


def _is_step_behind(one: PaperClause, other: PaperClause) -> bool:
    """Say that one of two tells what follows when nothing was done, and comes later, as such a step must."""
    first, second = minutes(one.lengths[0]), minutes(other.lengths[0])
    if first is None or second is None:
        return False
    return first > second if _STEP.match(one.unit.text) else first < second and _STEP.match(other.unit.text) is not None


# How sentences begin that tell what follows: `If nobody has called within 8 hours, the manager is told`.
_STEP = re.compile(
    r"(?:if|when|once|after)\b|leads? (?:that|not|without)\b|(?:an?|any|each|every) lead (?:that|not)\b", re.IGNORECASE
)


def _limit(clause: PaperClause) -> tuple[object, bool]:
    """Give a limit as it compares: in another unit of one time two do not disagree."""
    length = clause.lengths[0]
    time = minutes(length)
    return (str(length) if time is None else time, length.business)


def _told(clause: PaperClause) -> str:
    scope = f" for leads with {clause.about.scope}" if clause.about.scope else ""
    return f"{clause.lengths[0]}{scope}"


def _listed(others: list[PaperClause]) -> str:
    shown = [f"line {other.line} says {_told(other)}" for other in others[:MOST_TOLD]]
    left_out = [str(other.line) for other in others[MOST_TOLD:MOST_NAMED]]
    more = f"; so do {'line' if len(left_out) == 1 else 'lines'} {', '.join(left_out)}" if left_out else ""
    more += f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    return f"{'; '.join(shown)}{more}"
