"""Leads held against what the agreement expects of them: one pass over the rows, then every kind of drift is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from ola.evaluate.leads.batch import Rows, check_blocks
from ola.evaluate.leads.docket import docket
from ola.evaluate.leads.drift.always_blank import always_blank
from ola.evaluate.leads.drift.blank_run import blank_runs
from ola.evaluate.leads.drift.constant import constants
from ola.evaluate.leads.drift.looking import Looking
from ola.evaluate.leads.drift.odd_date import odd_dates
from ola.evaluate.leads.drift.outside_list import outside_lists
from ola.evaluate.leads.drift.profile import ColumnProfile, Profile
from ola.evaluate.leads.drift.seen import Column, Required, Seen
from ola.evaluate.leads.drift.spelling import SAYS, UNREADABLE, Spelling
from ola.evaluate.leads.drift.spelling_turn import turns
from ola.evaluate.leads.drift.unknown_column import unknown_columns
from ola.evaluate.leads.missing import missing_columns
from ola.finding import Finding
from ola.plan import Absent, Plan, Present, Shape

Advance = Callable[[int, float | None], None]
Drift = Callable[[Seen], Iterator[Finding]]


def _missing(seen: Seen) -> Iterator[Finding]:
    return missing_columns(replace(seen.docket, fields=dict(seen.fields)), seen.columns, seen.counting.name)


DRIFTS: tuple[Drift, ...] = (
    _missing,
    unknown_columns,
    outside_lists,
    always_blank,
    blank_runs,
    odd_dates,
    turns,
    constants,
)
_LISTED = 100  # values outside a list that are written out


def profile_rows(
    plan: Plan,
    rows: Rows,
    system: str | None = None,
    at: str | None = None,
    *,
    as_of: dt.datetime,
    advance: Advance | None = None,
) -> Profile:
    """Go through the rows of a system once and say what the agreement does not expect of them.

    `at` is the stage whose requirements count, as in a check. Raises WrongCall for a system or stage that the
    agreement does not have.
    """
    case = docket(plan, system, at)
    looking = Looking(case, rows.name, as_of)
    asked = _requirements(plan, system, at)
    judging = check_blocks(asked, system, at, as_of, rows, limit=0)
    if rows.columns is not None:
        looking.expect(rows.columns)
    for judged in judging:
        looking.see(judged.block)
        if advance is not None:
            advance(judging.summary.records, judged.block.done)
    seen = looking.seen(_required(asked, judging.summary.by_clause))
    found = Profile(
        agreement={"id": plan.id, "version": plan.version, "sha256": plan.sha256},
        input=rows.name,
        system=system,
        at=case.at,
        as_of=as_of,
        records=judging.summary.records,
        unreadable=judging.summary.records - seen.rows,
        columns=tuple(_told(column) for column in seen.columns.values()),
        findings=(),
    )
    return found.joined(*(finding for drift in DRIFTS for finding in drift(seen)))


# ── requirements that hang on a condition ───────────────────────────────────────────────────────


def _requirements(plan: Plan, system: str | None, at: str | None) -> Plan:
    """Give a plan of nothing but the requirements that hang on a condition, each with its opposite.

    Of how many leads a requirement holds is then how many break it and how many break the opposite.
    """
    hanging = [
        form
        for form in docket(plan, system, at).forms
        if isinstance(form, Shape) and isinstance(form.demand, Present) and form.when is not None
    ]
    shapes = []
    for number, form in enumerate(hanging):
        for demand in (Present(), Absent()):
            clause = replace(form.clause, id=_numbered(number, demand), level="warning")
            shapes.append(replace(form, clause=clause, demand=demand))
    return replace(plan, shapes=tuple(shapes), predicates=())


def _numbered(number: int, demand: Present | Absent) -> str:
    return f"{number} {demand}"


def _required(asked: Plan, by_clause: Mapping[str, Mapping[str, int]]) -> tuple[Required, ...]:
    found = []
    for number, form in enumerate(asked.shapes[::2]):
        blank, filled = (
            by_clause.get(_numbered(number, demand), {}).get("warning", 0) for demand in (Present(), Absent())
        )
        text = f" when {form.clause.text}" if form.clause.text else ""
        found.append(Required(form.field, text, blank + filled, blank))
    return tuple(found)


# ── what comes out ──────────────────────────────────────────────────────────────────────────────


def _told(column: Column) -> ColumnProfile:
    """Give what is known of a column when all rows went by."""
    spelt: dict[str, int] = {}
    for code in np.flatnonzero(column.counts).tolist():
        if code % UNREADABLE:
            words = SAYS[Spelling(code % UNREADABLE)]
            spelt[words] = spelt.get(words, 0) + int(column.counts[code])
    outside = [] if column.outside is None else column.outside.listed(personal=column.personal)
    return ColumnProfile(
        column.shown_name,
        None if column.own is None else column.own.name,
        column.filled,
        column.blank,
        0 if column.own is None else column.unreadable,
        spelt,
        tuple(column.examples),
        tuple(outside[:_LISTED]),
        len(outside) <= _LISTED and (column.outside is None or column.outside.is_whole),
    )
