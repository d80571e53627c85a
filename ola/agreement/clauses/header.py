"""Who agrees on what, since when: title, version, status, parties, systems."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ola.agreement.scope import UNREADABLE_DATE, Scope, entries, held, words
from ola.agreement.structure import Exactly, Key, Keys, Table, Text, Word
from ola.fieldtypes.spec import DateOrder
from ola.plan import System
from ola.tree.value import Mapping as Written
from ola.tree.value import Node, Scalar

DATE = Text("a date, year first", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=("2026-01-01",))
NAME = Text("a name", numbers=True)
SENTENCE = Text("a sentence")
ATTRIBUTES = {
    "says": Key(SENTENCE, "The sentence people signed.", example="Sales touches every hot lead within the hour."),
    "level": Key(Word(("error", "warning")), "How grave a breach is; error unless said otherwise.", example="warning"),
    "id": Key(
        Text("an id", r"^[a-z0-9][a-z0-9._-]*$"),
        "The clause's id, to keep an old one when the name changes.",
        example="commitments.first-touch",
    ),
}
DATE_ORDER: tuple[DateOrder, ...] = ("iso", "day first", "month first", "epoch ms")
SEMANTIC_VERSION = r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$"

HEADER = {
    "ola": Key(Exactly(1), "The version of this language; always 1.", required=True, example=1),
    "id": Key(
        Text("an id in lower case with hyphens", r"^[a-z0-9][a-z0-9._-]*$"),
        "The name machines know the agreement by.",
        required=True,
        example="harbor-leads",
    ),
    "title": Key(SENTENCE, "The name people know it by.", example="Lead agreement between Demand Generation and Sales"),
    "version": Key(
        Text("a version of three numbers such as 2.1.0", SEMANTIC_VERSION),
        "The agreement's semantic version; a comparison of two says which part must rise.",
        required=True,
        example="2.1.0",
    ),
    "status": Key(Word(("draft", "signed", "retired")), "Where it stands; draft unless said.", example="signed"),
    "zone": Key(
        Text("an IANA time zone"),
        "The zone of periods, dates and comparisons of dates.",
        required=True,
        example="America/New_York",
    ),
    "founded": Key(
        DATE, "The day the company began; dates of leads before it are told by ola profile.", example="2012-03-01"
    ),
    "effective": Key(
        Keys(
            {
                "from": Key(DATE, "The first day it is in force.", example="2026-01-01"),
                "until": Key(DATE, "The first day it is no longer.", example="2027-01-01"),
            },
            "from and until",
        ),
        "When the agreement is in force.",
    ),
    "review": Key(
        Keys(
            {
                "every": Key(Word(("week", "month", "quarter", "half year", "year")), "How often.", example="quarter"),
                "next": Key(DATE, "The day of the next review.", example="2026-12-15"),
            },
            "every and next",
        ),
        "When the agreement itself is looked at again.",
    ),
}
PARTIES = Table(
    Keys(
        {
            "team": Key(SENTENCE, "The team that acts for the party.", example="Demand Generation"),
            "signs": Key(SENTENCE, "Who signs for it.", example="VP Marketing"),
            **ATTRIBUTES,
        },
        "team and signs",
        may_be_empty=True,
    ),
    "a table of parties",
)
SYSTEMS = Table(
    Keys(
        {
            "party": Key(NAME, "The party that runs the system.", example="marketing"),
            "zone": Key(Text("an IANA time zone"), "The zone of its times without an offset.", example="UTC"),
            "dates": Key(Word(DATE_ORDER), "How it writes dates; never guessed.", example="iso"),
            "values": Key(
                Word(("typed", "text")), "text where it holds every value as text, as HubSpot does.", example="text"
            ),
            **ATTRIBUTES,
        },
        "party, zone, dates and values",
        may_be_empty=True,
    ),
    "a table of systems",
)


@dataclass(frozen=True, slots=True)
class Header:
    """The head of an agreement."""

    id: str
    version: str
    zone: str
    title: str = ""
    status: str = "draft"
    since: dt.date | None = None
    until: dt.date | None = None
    founded: dt.date | None = None
    review_every: str | None = None
    review_next: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """One side of the agreement."""

    name: str
    team: str | None = None
    signs: str | None = None


def read_header(root: Node, scope: Scope) -> Header:
    """Read the head; what is missing or wrong is reported and takes a stand-in."""
    effective = root.get("effective") if isinstance(root, Written) else None
    since = scope.date_of(held(effective, "from"), "effective")
    until = scope.date_of(held(effective, "until"), "effective")
    last = held(effective, "until")
    if since and until and isinstance(last, Scalar) and until <= since:
        what = f"The agreement ends on {until}, before it begins on {since}."
        scope.report(UNREADABLE_DATE, what, last.place, "effective", "Write a later date under until.")
        until = None
    review = held(root, "review")
    zone = scope.zone_of(held(root, "zone"), "zone")
    return Header(
        id=words(root, "id") or "unnamed",
        version=words(root, "version") or "0.0.0",
        zone=zone or "UTC",
        title=words(root, "title") or "",
        status=words(root, "status") or ("unreadable" if "status" in scope.faulty else "draft"),
        since=since,
        until=until,
        founded=scope.date_of(held(root, "founded"), "founded"),
        review_every=words(review, "every"),
        review_next=scope.date_of(held(review, "next"), "review"),
    )


def read_parties(table: Node | None) -> tuple[Party, ...]:
    """Read the parties."""
    return tuple(Party(entry.name, words(entry.value, "team"), words(entry.value, "signs")) for entry in entries(table))


def teams(parties: tuple[Party, ...]) -> dict[str, str]:
    """Say which party a team is; a team of two parties is neither's."""
    named = [party.team for party in parties]
    return {party.team: party.name for party in parties if party.team is not None and named.count(party.team) == 1}


def date_order(table: Node) -> DateOrder | None:
    """Give the order of dates a table declares, if it does."""
    order = words(table, "dates")
    return next((each for each in DATE_ORDER if each == order), None)


def lower_systems(table: Node | None, scope: Scope) -> dict[str, System]:
    """Lower the systems to what their values are read by."""
    found: dict[str, System] = {}
    for entry in entries(table):
        clause = scope.clause(("systems", entry.name), entry)
        scope.claim_id(clause)
        party = scope.known(held(entry.value, "party"), scope.parties, "party", clause.id)
        zone = scope.zone_of(held(entry.value, "zone"), clause.id)
        dates = date_order(entry.value) or "iso"
        found[entry.name] = System(entry.name, clause, party, zone, dates, words(entry.value, "values") == "text")
    return found
