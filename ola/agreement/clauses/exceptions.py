"""Exceptions: what relaxes or suspends a commitment, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.clauses.header import ATTRIBUTES, NAME
from ola.agreement.clauses.known import Known
from ola.agreement.clauses.limits import LIMITS, lower_limits
from ola.agreement.scope import (
    UNREADABLE_DATE,
    Scope,
    entries,
    held,
)
from ola.agreement.structure import (
    ConditionText,
    Key,
    Keys,
    Table,
    Text,
    one_or_many,
)
from ola.finding import Code
from ola.plan import (
    Clause,
    Exemption,
)
from ola.tree.value import Entry, Node

_NAMES = one_or_many(NAME)

EXCEPTIONS = Table(
    Keys(
        {
            "when": Key(
                ConditionText(),
                "While this is true at a cycle's start.",
                example="count of mql in the last 7 days > 100",
            ),
            "from": Key(Text("a date", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "The first day.", example="2026-12-24"),
            "until": Key(Text("a date", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "The first day after.", example="2027-01-02"),
            "relaxes": Key(_NAMES, "The commitments whose limit is relaxed.", example="first touch"),
            "suspends": Key(_NAMES, "The commitments that do not bind.", example="cadence"),
            "within": Key(LIMITS, "The relaxed limit.", example="16 business hours"),
            "agreed_by": Key(one_or_many(NAME), "The parties that agreed.", example=["marketing", "sales"]),
            **ATTRIBUTES,
        },
        "an exception",
    ),
    "a table of exceptions",
)


NO_ONE_EXCEPTION = Code(
    "OLA159",
    "error",
    "An exception that changes nothing, or at no time",
    """An exception says when it holds (`when: CONDITION`, or `from` and `until` dates) and what it changes:
`relaxes` a commitment to another limit, or `suspends` it.

    exceptions:
      surge: {relaxes: first touch}

Add `when: count of mql in the last 7 days > 100, within: 16 business hours`.""",
)


def lower_exceptions(table: Node | None, scope: Scope, known: Known) -> Iterator[Exemption]:
    """Lower each exception to what it relaxes or suspends, and when."""
    for entry in entries(table):
        clause = scope.clause(("exceptions", entry.name), entry)
        scope.claim_id(clause)
        when = held(entry.value, "when")
        names = None if scope.names is None else replace(scope.names, scope="exception")
        since = scope.date_of(held(entry.value, "from"), clause.id)
        until = scope.date_of(held(entry.value, "until"), clause.id)
        last = held(entry.value, "until")
        if since and until and until <= since and last is not None:
            what = f"The exception ends on {until}, before it begins on {since}."
            scope.report(UNREADABLE_DATE, what, last.place, clause.id, "Write a later date under until.")
        relaxes = scope.known_list(held(entry.value, "relaxes"), known.commitments, "commitment", clause.id)
        suspends = scope.known_list(held(entry.value, "suspends"), known.commitments, "commitment", clause.id)
        within = lower_limits(held(entry.value, "within"), clause, scope)
        _check_exception(entry, clause, scope)
        yield Exemption(
            clause=clause,
            name=entry.name,
            relaxes=relaxes,
            suspends=suspends,
            within=within,
            when=scope.condition(when, clause.id, names=names),
            since=since,
            until=until,
            agreed_by=scope.known_list(held(entry.value, "agreed_by"), scope.parties, "party", clause.id),
        )


def _check_exception(entry: Entry, clause: Clause, scope: Scope) -> None:
    there = {
        key for key in ("when", "from", "until", "relaxes", "suspends", "within") if held(entry.value, key) is not None
    }
    if not there & {"when", "from", "until"}:
        what = f"Nothing says when {entry.name} holds."
        scope.report(
            NO_ONE_EXCEPTION, what, entry.key.place, clause.id, "Add when: CONDITION, or from: and until: dates."
        )
    if not there & {"relaxes", "suspends"}:
        what = f"Nothing says what {entry.name} changes."
        scope.report(NO_ONE_EXCEPTION, what, entry.key.place, clause.id, "Add relaxes: or suspends: with a commitment.")
    if "relaxes" in there and "within" not in there:
        what = f"{entry.name} relaxes a limit without saying to what."
        scope.report(NO_ONE_EXCEPTION, what, entry.key.place, clause.id, "Add within: with the relaxed limit.")
