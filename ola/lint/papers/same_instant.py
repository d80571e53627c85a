"""Two steps that fall on the same instant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.acts import act_of, may_meet
from ola.lint.papers.clause import clauses, found, minutes

SAME_INSTANT = Code(
    "OLA273",
    "warning",
    "Two steps at the same instant",
    """Two alarms or limits are told in different words for one time, so the first never warns of the second.

    - 2 hours gone: yellow, to the assigned AE
    - 120 minutes gone: red, to the AE and the sales lead

Let the warning come earlier, or make one step of them.""",
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find two times of one act, spelt differently, that are the same."""
    told = [(clause, act_of(clause)) for clause in clauses(paper, "deadline") if clause.lengths]
    for (one, act), (other, same) in combinations(told, 2):
        first, second = one.lengths[0], other.lengths[0]
        equal = minutes(first) is not None and minutes(first) == minutes(second) and first.business == second.business
        if (
            act == same
            and act is not None
            and equal
            and str(first) != str(second)
            and may_meet(one.about.scope, other.about.scope)
        ):
            message = (
                f"{second} are the same as {first} on line {one.line}, so one step does not come before the other."
            )
            yield found(SAME_INSTANT, other.place, message, "Let the warning come earlier, or make one step of them.")
