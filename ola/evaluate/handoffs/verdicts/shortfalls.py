"""What is wrong with the cycles of a commitment, as findings: breaches, unknown verdicts, contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.finding import Code, DataPlace, Finding
from ola.plan import Deadline
from ola.verdict import CycleVerdict

BREACHED = Code(
    "OLA502",
    "error",
    "A commitment was breached",
    """\
A cycle was not stopped by its due, and the commitment states no `target`: then each breach counts, and each is a
finding with the lead, the due, and the party that owes it.

    routing: {owed_by: marketing, starts: created, stops: assigned, within: 15 minutes}

    marketing owed routing of L7 by 2026-03-02T09:15:00Z: not stopped by its due.

Where some misses are agreed to be bearable, say how many: `target: 95% per month`.""",
)
BREACHES = Code(
    "OLA518",
    "warning",
    "Cycles were breached",
    """\
Cycles of a commitment with a `target` were not stopped by their due. The target says how many that may be, and a
period that falls short has a finding of its own (OLA601); this one names some of the leads. `ola measure
--verdicts cycles.csv` lists them all, with start, due, stop, worked time and owner.""",
)
UNKNOWN_CYCLES = Code(
    "OLA519",
    "warning",
    "Cycles have no verdict",
    """\
Whether these cycles were met cannot be known: an event is missing or contradictory, a condition hangs on a field
that is blank or a lead that has no row, or nobody can tell whose calendar the clock runs on. The message says which.
They count neither as met nor as breached, so a high share of them makes a good attainment worth little.

A lead whose row claims a stage that starts a clock, without the event, is among them: leads nobody touched do not
pass by absence.""",
)
EARLY_STOPS = Code(
    "OLA520",
    "warning",
    "Leads were stopped before they started",
    """\
A lead has an event that stops the clock before the one that starts it, and none after. A stop counts from the start
on, so the clock runs on; but often the two were written down in the wrong order, by clocks that differ or by a
process that sets the stage last.

    L1 was called at 09:58, became mql at 10:00, and was not called again

Where the stop is a timestamp of the lead itself, which can hold one time only, the verdict is unknown.""",
)
ROW_STANDS = Code(
    "OLA521",
    "info",
    "A field has no history, so the lead's row stands for all times",
    """\
A condition of a clock asks what a field was when the cycle started. No history of the field is given, so the value
in the lead's row is taken for all times; where the field has changed since, the limit or segment may be another
than it was then. Give the agreement a history of the field and `ola measure` its file, where that matters.""",
)

_EACH = 1000  # further breaches of one commitment are counted in one finding
_EXAMPLES = 5


def each_breach(deadline: Deadline, cycles: CycleTable, leads: Leads) -> Iterator[Finding]:
    """Find each breach of a commitment without a target; past a thousand the rest are counted in one finding."""
    places = cycles.places("breached")
    for cycle in (cycles.row(i) for i in places[:_EACH]):
        yield Finding(
            BREACHED.code,
            deadline.clause.level,
            f"{_owed(deadline)} of {leads.shown(cycle.lead)}{_when(cycle)}: {cycle.reason}.",
            clause=deadline.clause.id,
            party=deadline.clause.party,
            place=DataPlace(key=leads.shown(cycle.lead)),
        )
    if len(places) > _EACH:
        rest = places[_EACH:]
        yield Finding(
            BREACHED.code,
            deadline.clause.level,
            f"{_owed(deadline)}, and {len(rest):,} more cycles were breached.",
            clause=deadline.clause.id,
            party=deadline.clause.party,
            count=len(rest),
            examples=_examples(rest, cycles, leads),
        )


def breaches(deadline: Deadline, cycles: CycleTable, leads: Leads) -> Iterator[Finding]:
    """Count the breaches of a commitment with a target, in one finding."""
    places, counts = cycles.places("breached"), cycles.counts()
    if places:
        decided = len(places) + counts["met"]
        yield Finding(
            BREACHES.code,
            BREACHES.level,
            f"{deadline.name}: {len(places):,} of {decided:,} decided {'cycle' if decided == 1 else 'cycles'} "
            f"{'was' if len(places) == 1 else 'were'} breached.",
            clause=deadline.clause.id,
            party=deadline.clause.party,
            place=deadline.clause.place,
            count=len(places),
            examples=_examples(places, cycles, leads),
        )


def unknown(deadline: Deadline, cycles: CycleTable, leads: Leads) -> Iterator[Finding]:
    """Count the cycles without a verdict, one finding a reason."""
    by_reason: dict[str, list[int]] = {}
    for i in cycles.places("unknown"):
        by_reason.setdefault(cycles.reasons[i] or "", []).append(i)
    for reason, places in sorted(by_reason.items(), key=lambda each: (-len(each[1]), each[0])):
        yield Finding(
            UNKNOWN_CYCLES.code,
            UNKNOWN_CYCLES.level,
            f"{deadline.name}: {len(places):,} {'cycle has' if len(places) == 1 else 'cycles have'} no verdict: "
            f"{reason}.",
            clause=deadline.clause.id,
            party=deadline.clause.party,
            place=deadline.clause.place,
            count=len(places),
            examples=_examples(places, cycles, leads),
        )


def early_stops(deadline: Deadline, early: Sequence[tuple[str, str]], leads: Leads) -> Iterator[Finding]:
    """Count the leads whose stop lies before their start; each with the event that did."""
    if early:
        lead, event = min(early)
        yield Finding(
            EARLY_STOPS.code,
            EARLY_STOPS.level,
            f"{deadline.name}: {len(early):,} {'lead was' if len(early) == 1 else 'leads were'} stopped before "
            f"{'it' if len(early) == 1 else 'they'} started, and not since; {leads.shown(lead)} by {event}.",
            clause=deadline.clause.id,
            party=deadline.clause.party,
            place=DataPlace(key=leads.shown(lead)),
            count=len(early),
            examples=tuple(leads.shown(each) for each, _ in sorted(early)[:_EXAMPLES]),
        )


def row_stands(field: str, clause: str) -> Finding:
    """Say that a field's value in the lead's row was taken for all times."""
    return Finding(
        ROW_STANDS.code,
        ROW_STANDS.level,
        f"{field} has no history here, so the lead's row stands for what it was when cycles started.",
        clause=clause,
    )


def _owed(deadline: Deadline) -> str:
    return f"{deadline.clause.party or 'somebody'} owed {deadline.name}"


def _when(cycle: CycleVerdict) -> str:
    """Say by when it was owed; what is owed before another event, and not within a time, has no such instant."""
    return "" if cycle.due_at is None else f" by {cycle.due_at.isoformat().replace('+00:00', 'Z')}"


def _examples(places: Sequence[int], cycles: CycleTable, leads: Leads) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leads.shown(cycles.leads[i]) for i in places[: 4 * _EXAMPLES]))[:_EXAMPLES]
