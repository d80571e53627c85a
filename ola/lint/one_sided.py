"""Agreements of which one side owes everything, or that one side has nobody to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding, count, spoken_list
from ola.lint.check import found
from ola.lint.sites import commitments, section
from ola.plan import Clause

ONE_SIDED = Code(
    "OLA255",
    "info",
    "One side owes everything",
    """The agreement names several parties, and all its commitments are owed by one of them. What the other brings,
so many leads, complete and in time, is promised nowhere, and cannot be held up to it.

    ola: 1
    id: small
    version: 1.0.0
    status: signed
    zone: America/New_York
    calendars: {office: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}, holidays: US}}
    parties: {marketing: {signs: VP Marketing}, sales: {signs: VP Sales}}
    fields:
      lead_id: {type: id, key: true, supplied_by: marketing}
      stage: {type: stage}
    stages:
      mql: {party: marketing}
      accepted: {party: sales, end: true}
    moves: [mql -> accepted]
    commitments:
      acceptance:
        owed_by: sales
        starts: mql
        stops: accepted
        within: 6 business hours
        calendar: office
        target: 90% per month
      quality: {owed_by: sales, share: accepted, of: mql, within: 30 days, at_least: 60% per quarter}

Agree on what the other side owes: a volume, a routing time, complete records.

Instead:

    ola: 1
    id: small
    version: 1.0.0
    status: signed
    zone: America/New_York
    calendars: {office: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}, holidays: US}}
    parties: {marketing: {signs: VP Marketing}, sales: {signs: VP Sales}}
    fields:
      lead_id: {type: id, key: true, supplied_by: marketing}
      stage: {type: stage}
    stages:
      mql: {party: marketing}
      accepted: {party: sales, end: true}
    moves: [mql -> accepted]
    commitments:
      acceptance:
        owed_by: sales
        starts: mql
        stops: accepted
        within: 6 business hours
        calendar: office
        target: 90% per month
      volume: {owed_by: marketing, count: mql, at_least: 178 per month}""",
)
NO_SIGNATURE = Code(
    "OLA256",
    "info",
    "A signed agreement that nobody signs for a party",
    """The status is `signed`, and the agreement does not say who signs for one of its parties. When a number is missed,
that side says that it never agreed.

    parties:
      marketing: {team: Demand Generation, signs: VP Marketing}
      sales: {team: Inside Sales}

Name who signs.

Instead:

    parties:
      marketing: {team: Demand Generation, signs: VP Marketing}
      sales: {team: Inside Sales, signs: VP Sales}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Look at who owes what, and who signs for it."""
    plan = agreement.plan
    owed = {(clause.name, clause.clause.party) for clause in commitments(plan)}
    owing = {party for _, party in owed}
    others = [name for name in agreement.parties if name not in owing]
    written, parties = agreement.tree.entry("commitments"), agreement.tree.entry("parties")
    if len(owed) > 1 and len(owing) == 1 and others and written is not None:
        (owes,) = owing
        what = f"{owes} owes all {count(len(owed), 'commitment')}, and {spoken_list(others)} {_owe(others)} none."
        advice = "Agree on what the other side owes, such as a volume or complete records."
        yield found(ONE_SIDED, Clause("commitments", place=written.key.place), what, advice)
    unsigned = [party.name for party in agreement.parties.values() if not party.signs]
    if agreement.header.status == "signed" and unsigned and parties is not None:
        what = f"It is signed, and nobody is named who signs for {spoken_list(unsigned)}."
        place = section(agreement, "parties")[unsigned[0]].key.place
        yield found(NO_SIGNATURE, Clause("parties", place=place), what, "Add signs: NAME OR ROLE.")


def _owe(names: Sequence[str]) -> str:
    return "owes" if len(names) == 1 else "owe"
