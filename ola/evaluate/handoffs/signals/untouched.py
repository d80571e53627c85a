"""Leads that were accepted or given up before anybody had touched them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ola.evaluate.handoffs.signals.evidence import Evidence
from ola.finding import Code, DataPlace, Finding, count

UNTOUCHED = Code(
    "OLA631",
    "info",
    "Leads were accepted or given up without any touch before",
    """\
Leads reached a stage that stops a commitment or ends their way, and no touch of theirs is seen before: no event of a
log that stops a commitment or counts as an attempt. The clock was met, and perhaps nobody ever called.

    disposition: {…, starts: mql, stops: [accepted, recycled, disqualified]}

    14 of 80 leads became disqualified without a touch before

A stage from which touches are only then promised (it starts a clock that they stop) is not looked at. A signal is
given from 10 leads on, where they are at least 5 % of those that reached the stage. Leads that an automation turns
away, or that are called from a telephone no log knows, look the same. No verdict changes.""",
)

LEAST = 10
SHARE = 0.05
_EXAMPLES = 5


def signal(evidence: Evidence) -> Iterator[Finding]:
    """Look at each stage that ends something, where touches can be seen at all."""
    happenings, touches = evidence.happenings, evidence.touches
    if not touches or not evidence.decisions or touches & happenings.lacking.keys():
        return
    undated = {lead for event in touches for lead in happenings.undated.get(event, ())}
    first = np.full(len(happenings.leads), np.iinfo(np.int64).max, dtype=np.int64)
    touched = evidence.marks(touches)
    np.minimum.at(first, happenings.lead[touched], happenings.at[touched])
    for event in sorted(evidence.decisions):
        reached = evidence.marks([event])
        who, ats = happenings.lead[reached], happenings.at[reached]
        without = first[who] > ats
        if int(without.sum()) < LEAST:
            continue
        all_leads = len(np.unique(who))
        who, ats = who[without], ats[without]
        # Of several entries of a lead the last is the one whose owner is told.
        last = np.append(who[1:] != who[:-1], values=True)
        who, ats = who[last], ats[last]
        if undated:
            sure = np.array([happenings.leads[number] not in undated for number in who.tolist()], dtype=bool)
            who, ats = who[sure], ats[sure]
        cases = [happenings.leads[number] for number in who.tolist()]
        if len(cases) < LEAST or len(cases) < SHARE * all_leads:
            continue
        name = happenings.roster.names[event]
        owners = list(evidence.owners.at_all(who, ats))
        people = evidence.people(owners)
        examples = tuple(evidence.leads.shown(lead) for lead in sorted(cases)[:_EXAMPLES])
        yield Finding(
            UNTOUCHED.code,
            UNTOUCHED.level,
            f"{len(cases):,} of {count(all_leads, 'lead')} became {name} without a touch before"
            f"{f': {people}' if people else ''}.",
            clause=evidence.plan.stages[name].clause.id,
            party=evidence.party_of(owners, evidence.plan.stages[name].party),
            place=DataPlace(key=examples[0]),
            advice="Look at what led to it. No verdict changes.",
            count=len(cases),
            examples=examples,
        )
