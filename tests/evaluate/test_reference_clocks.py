"""The slow reference and the vectors of clocks say the same."""

from __future__ import annotations

import pytest

from tests.evaluate.clock_reference import reference_rows
from tests.evaluate.clock_vectors import CASES, Case
from tests.evaluate.test_timing import _cut, _texts

# What the reference does not know of: holes in what can be seen, and the cases that have one.
EXCUSED = """\
the file visits is not given
    conditions: A limit that hangs on the events of a log that was not given is unknown, and the log is told
a time cannot be read
    conditions: A limit that hangs on an event whose time cannot be read is unknown for that lead alone
    conditions: What a field was at the start is unknown where its changes contradict each other or one has no time
    unknown: A time without an offset or zone is refused, and what it could have stopped is unknown
    unknown: A stage change that nobody can date leaves the lead's clocks of that stage unknown
    unknown: Where the stop is a timestamp of the lead itself, a stop before the start is a contradiction
a field that a condition hangs on is not shown
    conditions: A history alone decides what hangs on its field, where the leads were not given
    conditions: A limit that hangs on a column the leads do not have is unknown
    unknown: A condition needs the lead's row, and for that is unknown leaves the verdict unknown
a lead has two rows
    conditions: A lead whose rows differ has an unknown cycle where a timestamp of theirs starts the clock, and is no stranger
    files: Events of leads that are not among the leads are used and told
a field that an event hangs on is not shown
    files: Rows in are rows used and rows left out, each with its reason
    lead_fields: An event that hangs on a field the leads do not show cannot be seen, and no cycle is judged as if it had not been
    lead_fields: Neither can it where the leads were not given
    lead_fields: Of a lead without a row nobody can tell whether its call was the event, unless the row cannot be it
a column is missing
    files: A column that is missing leaves unknown what its events could have stopped
two changes at one instant stand in no order
    same_instant: Two stages at one instant in no one order leave what hangs on them unknown
a lead's row claims what no event says
    unknown: A lead whose row claims a stage that starts a clock, without the event, has one unknown cycle
    unknown: An owner in the row without an assignment starts no clock by absence where the stage holds
    unknown: A lead whose row claims the stage that stops is not breached for a hole in the history
a history does not show the change to a stage that it says was left
    begun: A lead that was in the starting stage before its history begins has one cycle more, which nobody can judge
    begun: A hole in the history leaves a cycle unknown as well
    begun: A lead that the commitment surely does not bind has none
    begun: A clock of two events had begun only where the other had been by the time the stage was left
merges contradict each other
    merges: Merges that run in a circle or into two leads leave the verdicts of these leads unknown
the file tasks is not given
    unknown: A log that was not given leaves unknown what it could have stopped, and met what another log stopped
"""  # noqa: E501 - names of cases


def _excused() -> dict[str, str]:
    found, why = {}, ""
    for line in EXCUSED.splitlines():
        if line.startswith(" "):
            found[line.strip()] = why
        else:
            why = line
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_reference_comes_to_the_verdicts_of_a_vector(case: Case) -> None:
    """Going from minute to minute by the rules gives what every case says, or the case stands among the excused."""
    found, why = reference_rows(case)
    assert why == _excused().get(str(case))
    if why is not None:
        return
    for name, wanted in case.expected("cycles").items():
        rows = [{key: _texts(value) for key, value in row.items()} for row in found[name]]
        sure = [_without_words(want) for want in wanted]
        assert [_cut(row, want) for row, want in zip(rows, sure, strict=False)] == sure
        assert [row["lead"] for row in rows] == [want["lead"] for want in wanted]


def test_only_cases_that_are_there_are_excused() -> None:
    """A case that is renamed or goes is excused no more."""
    assert set(_excused()) <= {str(case) for case in CASES}


def _without_words(want: dict[str, str]) -> dict[str, str]:
    """Leave out why nothing is known: the reference has no words for it."""
    return {key: value for key, value in want.items() if key != "reason" or want.get("verdict") != "unknown"}
