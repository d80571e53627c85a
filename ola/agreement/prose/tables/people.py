"""Tables for people: who signs, who is to be called, what changed, when one meets, who answers for what."""

from __future__ import annotations

import re

from ola.agreement.prose.columns import Columns, heads, is_empty
from ola.agreement.prose.reading import Context, ForPeople, Outcome
from ola.agreement.prose.tables.table_reader import Row, TableReader, Takes
from ola.agreement.prose.units import Unit


def _told(about: str) -> Row:
    """Read each row as one for people."""

    def row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
        del columns, context
        return (ForPeople(about, unit.place),)

    return row


def _headed(known: re.Pattern[str]) -> Takes:
    """Take tables by their header, all of it."""

    def takes(unit: Unit, columns: Columns, context: Context) -> bool:
        del columns, context
        return known.match("|".join(head.lower() for head in heads(unit.cells))) is not None

    return takes


def _all_of(words: str, *needed: str) -> re.Pattern[str]:
    """Match a header of which every cell is one of these words, and which has one of each of those needed."""
    ahead = "".join(rf"(?=(?:[^|]*\|)*(?:{each})(?:\||$))" for each in needed)
    return re.compile(rf"^{ahead}(?:(?:{words})(?:\||$))+$")


# ── who signs ───────────────────────────────────────────────────────────────────────────────────


def _signs(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.has("person") and columns.has_any("function", "date")


SIGNATURES = TableReader("signatures", _signs, _told("a signature"))

# ── who is to be called ─────────────────────────────────────────────────────────────────────────

_CONTACT = r"(?:e-?mail|phone|mobile|telephone|slack|slack channel|contact|contact details|email address|phone number)"
_PERSON = r"(?:name|person|contact person|contact name|primary contact)"
_CONTACTS = _all_of(
    rf"{_CONTACT}|{_PERSON}|role|title|job title|team|department|function|company|location|time zone|timezone"
    r"|backup|deputy|back-up|notes?",
    _CONTACT,
    _PERSON,
)


CONTACTS = TableReader("contacts", _headed(_CONTACTS), _told("a contact"))

# ── what changed ────────────────────────────────────────────────────────────────────────────────

_CHANGE = (
    r"(?:changes?|changes made|summary of changes?|change description|what changed|description|summary|notes?"
    r"|comments?)"
)
_REVISED = _all_of(
    rf"version|ver\.?|v|rev\.?|revision|date|author|authors|editor|by|changed by|updated by|approved by|approver|status"
    rf"|section|reason|reviewer|owner|{_CHANGE}",
    _CHANGE,
    r"version|ver\.?|v|rev\.?|revision|changed by|updated by",
)


REVISIONS = TableReader("what changed", _headed(_REVISED), _told("a change of the document"))

# ── when one meets ──────────────────────────────────────────────────────────────────────────────

_MEETING = r"(?:meetings?|forum|review|ritual|ceremony|session|touchpoint|meeting name|meeting type)"
_WHO_WHAT = (
    r"(?:attendees?|participants?|who attends|who|audience|agenda|purpose|topics?|focus|invitees|format|discussion)"
)
_MEETS = _all_of(
    rf"{_MEETING}|{_WHO_WHAT}|cadence|frequency|how often|when|day|time|duration|length|owner|chair|host|led by"
    r"|facilitator|organi[sz]er|outcomes?|outputs?|objectives?|goal|where|location|notes?|materials|preparation",
    _MEETING,
    _WHO_WHAT,
)


MEETINGS = TableReader("when one meets", _headed(_MEETS), _told("a meeting"))

# ── who answers for what ────────────────────────────────────────────────────────────────────────

_LETTERS = re.compile(
    r"(?:[RACIS](?:\s*[/,&+]\s*[RACIS])*|responsible|accountable|consulted|informed|supports?"
    r"|(?:responsible|accountable)\s*[/,&]\s*(?:responsible|accountable))",
    re.IGNORECASE,
)


def _answers(unit: Unit, columns: Columns, context: Context) -> bool:
    """Take a table with nothing but letters for responsible, accountable, consulted and informed behind a task."""
    del columns, context
    rows = unit.table.rows if unit.table is not None else ()
    cells = [cell for row in rows for cell in row.cells[1:] if not is_empty(cell)]
    return (
        len(unit.cells) > len(("task", "party"))
        and bool(cells)
        and all(_LETTERS.fullmatch(cell.text) for cell in cells)
    )


RESPONSIBLE = TableReader("who answers for what", _answers, _told("who answers for what"))

# ── what one system calls what another one has ──────────────────────────────────────────────────

_SYSTEM = (
    r"(?:hubspot|salesforce|sfdc|marketo|pardot|eloqua|dynamics(?: 365)?|zoho|pipedrive|crm|map|marketing automation"
    r"|marketing platform|source|target|destination)"
)
_NAMED_IN = rf"{_SYSTEM}(?: system)? (?:property|field|field name|object|api name|attribute|column|name|value|label)"
_MAPPED = _all_of(
    rf"{_NAMED_IN}|direction|sync|sync direction|sync rule|sync mode|sync type|notes?|comments?|type|data type|owner"
    r"|system of record|source of truth|frequency",
    rf"{_NAMED_IN}\|{_NAMED_IN}",
)


MAPPINGS = TableReader("names in two systems", _headed(_MAPPED), _told("what two systems call a field"))

FOR_PEOPLE = (SIGNATURES, CONTACTS, REVISIONS, MEETINGS, RESPONSIBLE, MAPPINGS)
