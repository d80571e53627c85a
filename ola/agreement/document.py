"""The sections of an agreement, in order: the one table that the reader and the published schema share."""

from __future__ import annotations

from ola.agreement.clauses.calendars import CALENDARS, OWNERS
from ola.agreement.clauses.commitments import COMMITMENTS
from ola.agreement.clauses.derived import SCORES, SEGMENTS, TERMS
from ola.agreement.clauses.events import EVENTS, HISTORIES, LOGS, MERGES
from ola.agreement.clauses.exceptions import EXCEPTIONS
from ola.agreement.clauses.fields import FIELDS
from ola.agreement.clauses.for_people import FOR_PEOPLE
from ola.agreement.clauses.header import HEADER, PARTIES, SYSTEMS
from ola.agreement.clauses.stages import HANDOFF, MOVES, RULES, STAGES
from ola.agreement.structure import Json, Key, Keys, condition_schema

DOCUMENT = Keys(
    {
        **HEADER,
        "parties": Key(
            PARTIES, "The sides that agree.", required=True, example={"marketing": {"signs": "VP Marketing"}}
        ),
        "systems": Key(
            SYSTEMS, "The tools that hold leads.", example={"hubspot": {"party": "marketing", "zone": "UTC"}}
        ),
        "calendars": Key(CALENDARS, "Working hours, holidays and days with hours of their own."),
        "owners": Key(OWNERS, "The people and queues that leads belong to."),
        "fields": Key(FIELDS, "What a lead holds.", required=True, example={"email": {"type": "email"}}),
        "terms": Key(TERMS, "Named conditions.", example={"target account": "employees between 50 and 5000"}),
        "scores": Key(SCORES, "Points for what is true of a lead."),
        "segments": Key(SEGMENTS, "Ordered tables that give each lead one value."),
        "rules": Key(RULES, "Conditions across fields."),
        "stages": Key(STAGES, "How mature a lead is, in order."),
        "moves": Key(MOVES, "Which stage may follow which.", example=["mql -> accepted | recycled"]),
        "handoff": Key(HANDOFF, "The move by which leads pass from one party to the other.", example="mql -> accepted"),
        "logs": Key(LOGS, "Files of events; the first is the default."),
        "histories": Key(HISTORIES, "Files of changes, by field."),
        "merges": Key(MERGES, "A file of leads merged into others.", example={"lead": "loser_id", "into": "winner_id"}),
        "events": Key(EVENTS, "What counts as done, and where it is seen."),
        "commitments": Key(COMMITMENTS, "What each side owes the other."),
        "exceptions": Key(EXCEPTIONS, "When a commitment is relaxed or suspended."),
        "for_people": Key(FOR_PEOPLE, "Sentences that are shown and signed, not checked."),
    },
    "the keys of an agreement, such as ola: 1",
)


def published_schema() -> Json:
    """Draw the JSON Schema that editors use, `schemas/agreement.schema.json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://ola-contract.dev/schemas/agreement.schema.json",
        "title": "An agreement between marketing and sales",
        "description": "The structure of *.ola.yaml; `ola lint` checks its meaning as well.",
        **DOCUMENT.schema(),
        "$defs": {"condition": condition_schema()},
    }
