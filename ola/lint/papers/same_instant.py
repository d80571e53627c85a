"""Two steps that fall on the same instant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.acts import act_of, may_meet
from ola.lint.papers.clause import PaperClause, clauses, found, minutes

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
    """Find times of one act that are the same and spelt differently; each is held against the first it repeats."""
    told: dict[tuple[str, Fraction, bool], dict[str, list[PaperClause]]] = {}
    for clause in clauses(paper, "deadline"):
        act = act_of(clause)
        length = next(iter(clause.lengths), None)
        time = None if length is None else minutes(length)
        if act is None or length is None or time is None:
            continue
        spelt = told.setdefault((act, time, length.business), {})
        earlier = (each for words, several in spelt.items() if words != str(length) for each in several)
        same = next((each for each in earlier if may_meet(each.about.scope, clause.about.scope)), None)
        if same is not None:
            message = (
                f"{length} are the same as {same.lengths[0]} on line {same.line}, so one step does not come before "
                "the other."
            )
            yield found(SAME_INSTANT, clause.place, message, "Let the warning come earlier, or make one step of them.")
        spelt.setdefault(str(length), []).append(clause)
