"""Calendars, and the owners who keep to them."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ola.agreement.clauses.header import ATTRIBUTES, DATE, NAME, SENTENCE
from ola.agreement.scope import Scope, entries, flag, held, many, words
from ola.agreement.structure import Either, Flag, Key, Keys, Table, Text, Word, listed, one_or_many
from ola.errors import OlaError, WrongCall
from ola.expr.names import closest
from ola.finding import Code
from ola.plan import Clause, Owner
from ola.source import Place
from ola.tree.value import Entry, Node, Scalar
from ola.tree.value import Mapping as Written

if TYPE_CHECKING:
    from ola.clock.calendar import Calendar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "(mon|tue|wed|thu|fri|sat|sun)"
_TIME = "[0-9]{1,2}:[0-5][0-9]"
WINDOW = Text(
    "opening hours such as 09:00-17:30, or closed", rf"^({_TIME} ?- ?{_TIME}|closed)$", examples=("09:00-18:00",)
)

CALENDARS = Table(
    Keys(
        {
            "zone": Key(Text("an IANA time zone"), "The zone of its hours.", required=True, example="America/New_York"),
            "hours": Key(
                Either(
                    (
                        Word(("always",)),
                        Table(
                            one_or_many(WINDOW),
                            "hours by weekday",
                            rf"^{_DAY}( ?- ?{_DAY})?( ?, ?{_DAY}( ?- ?{_DAY})?)*$",
                            "a weekday or a stretch of them, such as mon-fri",
                        ),
                    )
                ),
                "When it is open, by weekday; or always.",
                required=True,
                example={"mon-fri": "09:00-18:00"},
            ),
            "holidays": Key(
                one_or_many(Text("a country such as US, a part of one such as DE-BE, or a date")),
                "Public holidays by country, and days by date, on which it is closed.",
                example="US",
            ),
            "overrides": Key(
                Table(one_or_many(WINDOW), "hours by date", DATE.pattern, "a date, year first"),
                "Days with hours of their own; they beat holidays, which beat the week.",
                example={"2026-12-24": "08:30-12:00"},
            ),
            **ATTRIBUTES,
        },
        "a zone and hours",
    ),
    "a table of calendars",
)
OWNERS = Either(
    (
        Keys(
            {
                "file": Key(
                    SENTENCE, "A CSV file beside the agreement: owner, team, party, calendar, queue.", required=True
                )
            },
            "the name of a file",
            telltale="file",
            telltale_is="text",
        ),
        Table(
            Keys(
                {
                    "team": Key(NAME, "The owner's team.", example="amer-sdr"),
                    "party": Key(NAME, "The party the owner acts for; else the one whose team it is.", example="sales"),
                    "calendar": Key(NAME, "The calendar the owner works by.", example="amer"),
                    "queue": Key(Flag(), "True where leads wait for a person; a queue is nobody.", example=True),
                    **ATTRIBUTES,
                },
                "team, party, calendar, queue",
                may_be_empty=True,
            ),
            "a table of owners",
        ),
    )
)

UNREADABLE_HOURS = Code(
    "OLA140",
    "error",
    "Opening hours that cannot be kept",
    """A day is named once, a window ends at 48:00 at the latest, and two windows of a day do not overlap. A window
that ends before it starts belongs to the day it began: `22:00-06:00` is a night shift.

    hours: {mon-fri: 09:00-18:00, fri: 09:00-15:00}

Here Friday is named twice: write `mon-thu` and `fri`.""",
)
UNKNOWN_HOLIDAYS = Code(
    "OLA138",
    "error",
    "A country whose holidays are not known",
    """Holidays are named by ISO 3166 country (`US`, `DE`) or country and part (`DE-BE`, `US-CA`), or given by date.
The lists are those of the `holidays` library.

    holidays: UK

Write `GB`.""",
)
NEVER_OPENS = Code(
    "OLA139",
    "error",
    "A calendar that never opens",
    """No clock can run out on a calendar without open time, so every lead would wait for ever.

    calendars:
      desk: {zone: UTC, hours: {mon: closed}}

Give it hours, or `hours: always`.""",
)
UNREADABLE_OWNERS = Code(
    "OLA156",
    "error",
    "The file of owners cannot be used",
    """`owners: {file: owners.csv}` names a CSV file beside the agreement with a column `owner` and, where they
matter, `team`, `calendar` and `queue` (true or false). The file is missing, is not text, lacks the column,
or a row names a calendar that the agreement does not define.""",
)


def lower_calendars(table: Node | None, scope: Scope) -> dict[str, Calendar]:
    """Lower each calendar to its open time; one that cannot be kept is reported and left out."""
    found: dict[str, Calendar] = {}
    for entry in entries(table):
        clause = scope.clause(("calendars", entry.name), entry)
        scope.claim_id(clause)
        calendar = _lower_calendar(entry.value, clause, scope)
        if calendar is not None:
            found[entry.name] = calendar
    return found


def _lower_calendar(table: Node, clause: Clause, scope: Scope) -> Calendar | None:
    from ola.clock.calendar import Calendar
    from ola.clock.public_holidays import years_covered

    if not isinstance(table, Written):
        return None
    zone = scope.zone_of(table.get("zone"), clause.id)
    hours = _read_hours(table.get("hours"), clause, scope)
    overrides = _read_overrides(table.get("overrides"), clause, scope)
    days: list[dt.date] = []
    countries: list[str] = []
    for item in many(table.get("holidays")):
        if not isinstance(item, Scalar):
            continue
        if re.match(r"\d", item.text):
            day = scope.date_of(item, clause.id)
            days += [day] if day else []
            continue
        try:
            years_covered(item.text)
        except WrongCall as fault:
            scope.report(UNKNOWN_HOLIDAYS, str(fault), item.place, clause.id)
        else:
            countries.append(item.text)
    if zone is None or hours is None or overrides is None:
        return None
    try:
        calendar = Calendar(zone, hours, holidays=(*countries, *days), overrides=overrides)
    except OlaError as fault:
        scope.report(UNREADABLE_HOURS, str(fault), table.place, clause.id)
        return None
    if not calendar.ever_opens:
        where = clause.place or table.place
        what = f"The calendar {clause.id.removeprefix('calendars.')} never opens."
        scope.report(NEVER_OPENS, what, where, clause.id, "Give a weekday its hours.")
        return None
    return calendar


def _read_hours(node: Node | None, clause: Clause, scope: Scope) -> dict[str, object] | Literal["always"] | None:
    if isinstance(node, Scalar):
        return "always"
    hours: dict[str, object] = {}
    for entry in entries(node):
        windows = _read_windows(entry.value, clause, scope)
        if windows is None:
            return None
        for day in _days(entry, clause, scope):
            if day in hours:
                what = f"{day} is named twice in these hours."
                scope.report(UNREADABLE_HOURS, what, entry.key.place, clause.id, "Name each day once.")
                return None
            hours[day] = windows
    return hours


def _days(entry: Entry, clause: Clause, scope: Scope) -> tuple[str, ...]:
    found: list[str] = []
    for part in entry.name.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if not last:
            found.append(first)
            continue
        start, end = DAYS.index(first), DAYS.index(last)
        if end < start:
            what = f"{entry.name} runs backwards."
            scope.report(UNREADABLE_HOURS, what, entry.key.place, clause.id, "Name the earlier day first.")
            continue
        found += DAYS[start : end + 1]
    return tuple(found)


def _read_overrides(node: Node | None, clause: Clause, scope: Scope) -> dict[str | dt.date, object] | None:
    overrides: dict[str | dt.date, object] = {}
    for entry in entries(node):
        day = scope.date_of(entry.key, clause.id)
        windows = _read_windows(entry.value, clause, scope)
        if day is None or windows is None:
            return None
        overrides[day.isoformat()] = windows
    return overrides


def _read_windows(node: Node, clause: Clause, scope: Scope) -> list[tuple[str, str]] | None:
    windows: list[tuple[str, str]] = []
    spans: list[tuple[int, int]] = []
    for item in many(node):
        if not isinstance(item, Scalar) or item.text == "closed":
            continue
        start, _, end = item.text.replace(" ", "").partition("-")
        begins, ends = _minutes(start), _minutes(end)
        if begins > _minutes("24:00") or ends > _minutes("48:00"):
            what = f"{item.text} runs past the end of the next day."
            scope.report(UNREADABLE_HOURS, what, item.place, clause.id, "A window ends at 48:00 at the latest.")
            return None
        if ends < begins:
            ends += _minutes("24:00")
        if any(begins < other_end and other_start < ends for other_start, other_end in spans):
            what = f"{item.text} overlaps another window of the same day."
            scope.report(UNREADABLE_HOURS, what, item.place, clause.id, "Write the two as one.")
            return None
        spans.append((begins, ends))
        windows.append((start, end))
    return windows


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def lower_owners(
    table: Node | None, scope: Scope, folder: Path | None, party_of: Mapping[str, str]
) -> dict[str, Owner]:
    """Lower the owners, from the agreement itself or from the file beside it; `party_of` says whose a team is."""
    named = table.get("file") if isinstance(table, Written) else None
    if isinstance(named, Scalar):
        return {
            name: owner if owner.party is not None else replace(owner, party=party_of.get(owner.team or ""))
            for name, owner in _read_owners_file(named, scope, folder).items()
        }
    found: dict[str, Owner] = {}
    for entry in entries(table):
        clause = scope.clause(("owners", entry.name), entry)
        scope.claim_id(clause)
        calendar = entry.value.get("calendar") if isinstance(entry.value, Written) else None
        name = scope.known(calendar, scope.calendars, "calendar", clause.id) if calendar else None
        party = scope.known(held(entry.value, "party"), scope.parties, "party", clause.id)
        team = words(entry.value, "team")
        found[entry.name] = Owner(
            entry.name, clause, team, name, flag(entry.value, "queue"), party or party_of.get(team or "")
        )
    return found


def _read_owners_file(named: Scalar, scope: Scope, folder: Path | None) -> dict[str, Owner]:
    path = (folder or Path()) / named.text
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        what = f"The file of owners {named.text} cannot be read: {reason}."
        scope.report(UNREADABLE_OWNERS, what, named.place, "owners", "It stands beside the agreement, in UTF-8.")
        return {}
    return dict(_owners_of(rows, named.place, scope))


def _owners_of(rows: list[dict[str, str]], place: Place, scope: Scope) -> Iterable[tuple[str, Owner]]:
    if rows and "owner" not in rows[0]:
        columns = list(rows[0])
        meant = closest("owner", columns)
        advice = f'Rename the column "{meant}" to owner.' if meant else "Name the column of owners: owner."
        scope.report(
            UNREADABLE_OWNERS,
            f"The file of owners has no column owner, only {listed(columns)}.",
            place,
            "owners",
            advice,
        )
        return
    for line, row in enumerate(rows, 2):
        name, calendar = (row.get("owner") or "").strip(), (row.get("calendar") or "").strip() or None
        if calendar is not None and calendar not in scope.calendars:
            what = f"Line {line} of the file of owners names a calendar {calendar} that is not defined."
            scope.report(UNREADABLE_OWNERS, what, place, "owners", f"There is {listed(scope.calendars)}.")
            calendar = None
        clause = Clause(f"owners.{'-'.join(name.lower().split())}", place=place)
        queue = (row.get("queue") or "").strip().lower() in {"true", "yes", "1"}
        party = (row.get("party") or "").strip() or None
        if party is not None and party not in scope.parties:
            what = f"Line {line} of the file of owners names a party {party} that is not defined."
            scope.report(UNREADABLE_OWNERS, what, place, "owners", f"There is {listed(scope.parties)}.")
            party = None
        yield name, Owner(name, clause, (row.get("team") or "").strip() or None, calendar, queue, party)
