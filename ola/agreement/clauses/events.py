"""What counts as done and where it is seen: logs, histories and events."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from ola.agreement.clauses.fields import TYPE_NAMES
from ola.agreement.clauses.header import ATTRIBUTES, DATE_ORDER, NAME, date_order
from ola.agreement.scope import Scope, entries, flag, held, text_of, words
from ola.agreement.structure import ConditionText, Flag, Key, Keys, Table, Text, Word
from ola.expr.names import Names
from ola.fieldtypes.spec import DateOrder, Spec, TypeName
from ola.finding import Code, Level
from ola.plan import (
    Clause,
    Event,
    Field,
    FromChange,
    FromField,
    FromLog,
    FromStage,
    History,
    Log,
    Merges,
    Stage,
    System,
)
from ola.source import Place
from ola.tree.value import Entry, Node

_COLUMN = Text("the name of a column", numbers=True)
_WHERE_AND_WHEN = {
    "lead": Key(_COLUMN, "The column that names the lead, by its key.", required=True, example="lead_id"),
    "at": Key(_COLUMN, "The column that says when.", required=True, example="at"),
    "system": Key(NAME, "The system the file comes from.", example="salesforce"),
    "zone": Key(Text("an IANA time zone"), "The zone of times without an offset.", example="UTC"),
    "dates": Key(Word(DATE_ORDER), "How times are written; never guessed.", example="iso"),
}
LOGS = Table(
    Keys(
        {
            **_WHERE_AND_WHEN,
            "event": Key(_COLUMN, "The column that says what happened.", example="event"),
            "owner": Key(_COLUMN, "The column that says who acted.", example="owner"),
            "columns": Key(
                Table(Word(get_args(TypeName)), "columns by name"),
                "The types of further columns; text unless said.",
                example={"automated": "boolean"},
            ),
            **ATTRIBUTES,
        },
        "the columns of a log",
    ),
    "a table of logs",
)
HISTORIES = Table(
    Keys(
        {
            "log": Key(NAME, "The file's name on the command line; the field's name unless said.", example="stages"),
            **_WHERE_AND_WHEN,
            "to": Key(_COLUMN, "The column with the new value.", required=True, example="new_value"),
            "from": Key(_COLUMN, "The column with the old value.", example="old_value"),
            "by": Key(_COLUMN, "The column that says who changed it.", example="changed_by"),
            **ATTRIBUTES,
        },
        "the columns of a history",
    ),
    "a table of histories, by field",
)
MERGES = Keys(
    {
        "log": Key(NAME, "The file's name on the command line; merges unless said.", example="merges"),
        "lead": Key(_COLUMN, "The column of the lead that was merged.", required=True, example="loser_id"),
        "into": Key(_COLUMN, "The column of the lead that is left.", required=True, example="winner_id"),
        "at": Key(_COLUMN, "The column that says when; without one, for all times.", example="merged_at"),
        "system": Key(NAME, "The system the file comes from.", example="salesforce"),
        "zone": Key(Text("an IANA time zone"), "The zone of times without an offset.", example="UTC"),
        "dates": Key(Word(DATE_ORDER), "How times are written; never guessed.", example="iso"),
        **ATTRIBUTES,
    },
    "the columns of a file of merges",
)
EVENTS = Table(
    Keys(
        {
            "at": Key(NAME, "A field of the lead that holds the instant.", example="created_at"),
            "field": Key(NAME, "A field whose changes are the event.", example="owner"),
            "changes": Key(Flag(), "True: the field takes a known value other than before.", example=True),
            "log": Key(NAME, "The log it is seen in.", example="touches"),
            "where": Key(ConditionText(), "Which rows of the log.", example="event = email"),
            "unless": Key(ConditionText(), "Rows that do not count.", example="automated"),
            **ATTRIBUTES,
        },
        "where the event is seen",
    ),
    "a table of events",
)

UNSEEN_EVENT = Code(
    "OLA158",
    "error",
    "An event that could not be seen",
    """An event is seen in one of three places: a timestamp of the lead (`at: created_at`), the changes of a field
(`field: owner, changes: true`), or a log (`log: touches, where: event = email`). Entering a stage is an event
by the stage's name and needs no entry.

    events:
      call: {where: type = call}

Add the log: `call: {log: tasks, where: type = call}`.""",
)

INTO_ITSELF = Code(
    "OLA164",
    "error",
    "A merge of leads into themselves",
    """A file of merges has a column with the lead that was merged, and another with the lead it became part of.

    merges: {log: merges, lead: lead_id, into: lead_id}

Name the column of the lead that is left: `into: winner_id`.""",
)


def lower_logs(table: Node | None, scope: Scope, systems: dict[str, System]) -> dict[str, Log]:
    """Lower the logs to their columns."""
    found: dict[str, Log] = {}
    for entry in entries(table):
        clause = scope.clause(("logs", entry.name), entry)
        scope.claim_id(clause)
        system, zone, dates = _origin(entry.value, scope, systems, clause.id)
        columns: dict[str, TypeName] = {}
        for row in entries(held(entry.value, "columns")):
            type_ = next((each for each in TYPE_NAMES if each == text_of(row.value)), None)
            if type_ is not None:
                columns[row.name] = type_
        found[entry.name] = Log(
            name=entry.name,
            clause=clause,
            lead=words(entry.value, "lead") or "",
            at=words(entry.value, "at") or "",
            event=words(entry.value, "event"),
            owner=words(entry.value, "owner"),
            system=system,
            zone=zone,
            dates=dates,
            columns=columns,
        )
    return found


def lower_histories(
    table: Node | None, scope: Scope, systems: dict[str, System], fields: dict[str, Field]
) -> dict[str, History]:
    """Lower the histories to their columns, by the field whose changes they hold."""
    found: dict[str, History] = {}
    for entry in entries(table):
        clause = scope.clause(("histories", entry.name), entry)
        scope.claim_id(clause)
        field = scope.known_name(entry.name, entry.key.place, fields, "field", clause.id)
        if field is None:
            continue
        system, zone, dates = _origin(entry.value, scope, systems, clause.id)
        found[field] = History(
            field=field,
            clause=clause,
            log=words(entry.value, "log") or entry.name,
            lead=words(entry.value, "lead") or "",
            at=words(entry.value, "at") or "",
            to=words(entry.value, "to") or "",
            before=words(entry.value, "from"),
            by=words(entry.value, "by"),
            system=system,
            zone=zone,
            dates=dates,
        )
    return found


def lower_merges(table: Node | None, scope: Scope, systems: dict[str, System], place: Place | None) -> Merges | None:
    """Lower the merges to the columns of their file."""
    if table is None:
        return None
    level: Level = "warning" if words(table, "level") == "warning" else "error"
    clause = Clause(words(table, "id") or "merges", level, "ops", place or table.place, words(table, "says"))
    scope.claim_id(clause)
    _, zone, dates = _origin(table, scope, systems, clause.id)
    into = held(table, "into")
    if into is not None and words(table, "lead") == words(table, "into"):
        what = f"The merged lead and the lead that is left stand both in {words(table, 'into')}."
        scope.report(INTO_ITSELF, what, into.place, clause.id, "Name the column of the lead that is left.")
    return Merges(
        clause=clause,
        log=words(table, "log") or "merges",
        lead=words(table, "lead") or "",
        into=words(table, "into") or "",
        at=words(table, "at"),
        zone=zone,
        dates=dates,
    )


def _origin(
    table: Node, scope: Scope, systems: dict[str, System], clause: str
) -> tuple[str | None, str | None, DateOrder]:
    system = scope.known(held(table, "system"), systems, "system", clause)
    zone = scope.zone_of(held(table, "zone"), clause)
    dates = date_order(table)
    of_system = systems.get(system) if system else None
    if of_system is not None:
        return system, zone or of_system.zone, dates or of_system.dates
    return system, zone, dates or "iso"


def lower_events(
    table: Node | None,
    scope: Scope,
    *,
    fields: dict[str, Field],
    stages: dict[str, Stage],
    logs: dict[str, Log],
    histories: dict[str, History],
) -> dict[str, Event]:
    """Lower the events to where they are seen; entering a stage is an event by the stage's name."""
    found = {name: Event(name, stage.clause, FromStage(name)) for name, stage in stages.items()}
    for entry in entries(table):
        clause = scope.clause(("events", entry.name), entry)
        scope.claim_id(clause)
        if entry.name in stages:
            what = f"Entering the stage {entry.name} is an event by that name already."
            scope.report(UNSEEN_EVENT, what, entry.key.place, clause.id, "Give this event another name.")
            continue
        seen = _seen(entry, clause.id, scope, fields, logs, histories)
        if seen is not None:
            found[entry.name] = Event(entry.name, clause, seen)
        else:
            scope.faulty.add(clause.id)
    return found


def _seen(
    entry: Entry,
    clause: str,
    scope: Scope,
    fields: dict[str, Field],
    logs: dict[str, Log],
    histories: dict[str, History],
) -> FromField | FromChange | FromLog | None:
    ways = [key for key in ("at", "field", "log") if held(entry.value, key) is not None]
    if len(ways) != 1:
        said = "in no place" if not ways else f"in {len(ways)} places ({', '.join(ways)})"
        advice = "Write one of at: FIELD, field: FIELD with changes: true, or log: LOG."
        scope.report(UNSEEN_EVENT, f"The event {entry.name} is seen {said}.", entry.key.place, clause, advice)
        return None
    if ways == ["at"]:
        there = held(entry.value, "at")
        name = scope.known(there, fields, "field", clause)
        if name is None or there is None:
            return None
        if fields[name].kind not in ("datetime", "date"):
            what = f"{name} holds {fields[name].type}, not an instant."
            scope.report(UNSEEN_EVENT, what, there.place, clause, "Name a field of type datetime.")
            return None
        return FromField(name)
    if ways == ["field"]:
        there = held(entry.value, "field")
        name = scope.known(there, fields, "field", clause)
        if name is None or there is None:
            return None
        if not flag(entry.value, "changes"):
            what = f"The event {entry.name} names the field {name} but not what happens to it."
            scope.report(UNSEEN_EVENT, what, there.place, clause, "Add changes: true.")
            return None
        if name not in histories:
            what = f"The event {entry.name} is a change of {name}, and no history shows its changes."
            scope.report(UNSEEN_EVENT, what, there.place, clause, f"Add {name} to histories.")
            return None
        return FromChange(name)
    log = scope.known(held(entry.value, "log"), logs, "log", clause)
    if log is None:
        return None
    names = _names_of(logs[log], scope)
    where, unless = held(entry.value, "where"), held(entry.value, "unless")
    return FromLog(log, scope.condition(where, clause, names=names), scope.condition(unless, clause, names=names))


def _names_of(log: Log, scope: Scope) -> Names | None:
    """Give the names a log's `where` may use: its columns, and lead fields as `lead.FIELD`."""
    if scope.names is None:
        return None
    roles = [name for name in (log.lead, log.event, log.at, log.owner) if name]
    columns = {name: Spec("text", zone=log.zone, dates=log.dates) for name in roles}
    columns |= {name: Spec(type_, zone=log.zone, dates=log.dates) for name, type_ in log.columns.items()}
    return replace(scope.names, columns=columns, scope="log")
