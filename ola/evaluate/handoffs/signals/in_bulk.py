"""Many leads that are accepted or given up in the same minute."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ola.evaluate.handoffs.signals.evidence import Evidence, moment
from ola.finding import Code, DataPlace, Finding, count

IN_BULK = Code(
    "OLA633",
    "info",
    "Many leads were accepted or given up in the same minute",
    """\
Many leads reached a stage that stops a commitment or ends their way within one minute of the clock. Leads that are
looked at one by one do not do that; a list that is ticked off at the end of a month does.

    disposition: {…, starts: mql, stops: [accepted, recycled, disqualified]}

    54 leads became recycled in the minute from 2026-03-31T17:59:00Z, 51 of them by casey

A signal is given where one person moved at least 10 leads in that minute (who did, the history's `by` says; without
it, who owned them), or where at least 20 moved in all and ten times as many as in the mean minute in which any did.
Imports and clean-ups agreed by both sides look the same. No verdict changes.""",
)

MINUTE = 60_000_000
BY_ONE, BY_ALL, TIMES = 10, 20, 10
_EXAMPLES = 5


def signal(evidence: Evidence) -> Iterator[Finding]:
    """Look at each stage that ends something, minute by minute."""
    happenings = evidence.happenings
    for event in sorted(evidence.decisions):
        reached = evidence.marks([event])
        who, ats = happenings.lead[reached], happenings.at[reached]
        minutes, of, numbers = np.unique(ats // MINUTE, return_inverse=True, return_counts=True)
        usual = float(numbers.mean()) if numbers.size else 0.0
        name = happenings.roster.names[event]
        flagged = []
        for i in np.flatnonzero(numbers >= BY_ONE).tolist():
            here = np.flatnonzero(of == i)
            leads = [happenings.leads[number] for number in who[here].tolist()]
            people = _people(evidence, name, leads, ats[here].tolist())
            most = max((people.count(each) for each in set(people) if each), default=0)
            if most >= BY_ONE or (len(leads) >= BY_ALL and len(leads) >= TIMES * usual):
                flagged.append((int(minutes[i]) * MINUTE, sorted(leads), people))
        if flagged:
            yield _found(evidence, name, flagged)


def _found(evidence: Evidence, name: str, flagged: list[tuple[int, list[str], list[str | None]]]) -> Finding:
    at, leads, people = max(flagged, key=lambda each: (len(each[1]), -each[0]))
    named = evidence.people(people)
    times = f"; {count(len(flagged), 'such minute')} in all" if len(flagged) > 1 else ""
    examples = tuple(evidence.leads.shown(lead) for lead in leads[:_EXAMPLES])
    return Finding(
        IN_BULK.code,
        IN_BULK.level,
        f"{len(leads):,} leads became {name} in the minute from {moment(at)}"
        f"{f', moved by {named}' if named else ''}{times}.",
        clause=evidence.plan.stages[name].clause.id,
        party=evidence.party_of(people, evidence.plan.stages[name].party),
        place=DataPlace(key=examples[0]),
        advice="Look at whether a list was ticked off. No verdict changes.",
        count=sum(len(each[1]) for each in flagged),
        examples=examples,
    )


def _people(evidence: Evidence, stage: str, leads: list[str], ats: list[int]) -> list[str | None]:
    """Say who moved each lead: the history's own word, where it has one, else who owned the lead."""
    claim = evidence.plan.stage_field
    past = None if claim is None else evidence.happenings.pasts.get(claim.name)
    said: dict[tuple[str, int], str | None] = {}
    if past is not None and past.authors is not None:
        authors = past.authors
        rows = authors.filter(authors.get_column("at").is_in(ats) & (authors.get_column("to") == stage))
        said = {(lead, at): by for lead, at, _, by in rows.iter_rows()}
    return [said.get((lead, at)) or evidence.owner_at(lead, at) for lead, at in zip(leads, ats, strict=True)]
