"""Many leads that are accepted or given up in the same minute."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.clock.wall_clock import in_utc
from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.signals.evidence import Evidence
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

Numbers = NDArray[np.int64]

MINUTE = 60_000_000
BY_ONE, BY_ALL, TIMES = 10, 20, 10
_EXAMPLES = 5


def signal(evidence: Evidence) -> Iterator[Finding]:
    """Look at each stage that ends something, minute by minute."""
    happenings = evidence.happenings
    for event in sorted(evidence.decisions):
        reached = np.flatnonzero(evidence.marks([event]))
        minutes, of, numbers = np.unique(happenings.at[reached] // MINUTE, return_inverse=True, return_counts=True)
        full = numbers[of] >= BY_ONE
        if not full.any():
            continue
        usual = float(numbers.mean())
        reached, of = reached[full], of[full]
        name = happenings.roster.names[event]
        people = _people(evidence, name, happenings.lead[reached], happenings.at[reached])
        flagged = (numbers >= max(BY_ALL, TIMES * usual)) | (_most_by_one(of, people, len(minutes)) >= BY_ONE)
        places = np.flatnonzero(flagged)
        if len(places):
            most = places[np.argmax(numbers[places])]
            here = np.flatnonzero(of == most)
            leads = sorted(happenings.leads[number] for number in happenings.lead[reached[here]].tolist())
            at, total = int(minutes[most]) * MINUTE, int(numbers[places].sum())
            yield _found(evidence, name, at, leads, list(people.taken(here)), len(places), total)


def _found(
    evidence: Evidence, name: str, at: int, leads: list[str], people: list[str | None], minutes: int, total: int
) -> Finding:
    named = evidence.people(people)
    times = f"; {count(minutes, 'such minute')} in all" if minutes > 1 else ""
    examples = tuple(evidence.leads.shown(lead) for lead in leads[:_EXAMPLES])
    return Finding(
        IN_BULK.code,
        IN_BULK.level,
        f"{len(leads):,} leads became {name} in the minute from {in_utc(at)}"
        f"{f', moved by {named}' if named else ''}{times}.",
        clause=evidence.plan.stages[name].clause.id,
        party=evidence.party_of(people, evidence.plan.stages[name].party),
        place=DataPlace(key=examples[0]),
        advice="Look at whether a list was ticked off. No verdict changes.",
        count=total,
        examples=examples,
    )


def _most_by_one(minutes: Numbers, people: Coded[str | None], count_of_minutes: int) -> Numbers:
    """Give for each minute how many the person moved who moved most in it."""
    somebody = np.array([bool(each) for each in people.words], dtype=bool)[people.codes]
    pairs, numbers = np.unique(minutes[somebody] * len(people.words) + people.codes[somebody], return_counts=True)
    most = np.zeros(count_of_minutes, dtype=np.int64)
    np.maximum.at(most, pairs // max(len(people.words), 1), numbers)
    return most


def _people(evidence: Evidence, stage: str, who: Numbers, ats: Numbers) -> Coded[str | None]:
    """Say who moved each lead: the history's own word, where it has one, else who owned the lead."""
    owners = evidence.owners.at_all(who, ats)
    claim = evidence.plan.stage_field
    past = None if claim is None else evidence.happenings.pasts.get(claim.name)
    if past is None or past.authors is None:
        return owners
    moves = pl.DataFrame([evidence.happenings.names.gather(who), pl.Series("at", ats)])
    said = past.authors.filter((pl.col("to") == stage) & (pl.col("by").fill_null("") != "")).unique(
        ["lead", "at"], keep="last", maintain_order=True
    )
    by = moves.join(said, on=["lead", "at"], how="left", maintain_order="left").get_column("by").to_list()
    return Coded.of(one or other for one, other in zip(by, owners, strict=True))
