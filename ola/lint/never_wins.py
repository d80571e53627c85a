"""Rows of a table that can never win."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ola.agreement.agreement import Agreement
from ola.agreement.scope import entries, held
from ola.expr.nodes import Condition
from ola.expr.possible import Asked, Possibilities, not_true, true
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.reasoning import bound_leads, possibilities, row_condition
from ola.lint.sites import section
from ola.plan import Clause, LimitRow
from ola.source import Place
from ola.tree.value import Mapping

NEVER_WINS = Code(
    "OLA229",
    "warning",
    "A row that can never win",
    """In a table the first row that is true wins. Here the rows before this one take every lead that it would take,
or the commitment binds none of them, so what it says holds for nobody: a tier without leads, a limit that never runs.

    segments:
      size:
        large: employees >= 50
        huge: employees >= 1000
        other: otherwise
    commitments:
      sized leads: {owed_by: marketing, share: size huge, of: mql, at_least: 20% per month}

Put the narrower row first.

Instead:

    segments:
      size:
        huge: employees >= 1000
        large: employees >= 50
        other: otherwise
    commitments:
      sized leads: {owed_by: marketing, share: size huge, of: mql, at_least: 20% per month}""",
)


@dataclass(frozen=True, slots=True)
class Table:
    """An ordered table: what it belongs to, which leads it is asked of, and its rows; the last may ask nothing."""

    clause: Clause
    asked: tuple[Asked, ...]
    rows: tuple[tuple[str, Condition | None, Place | None], ...]


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Ask of every row whether a lead is left to it by the rows before."""
    possible = possibilities(agreement.plan)
    for table in tables(agreement):
        if possible.impossible(*table.asked):
            continue
        for at, (name, condition, place) in enumerate(table.rows):
            before = [(other, row) for other, row, _ in table.rows[:at] if row is not None]
            own = () if condition is None else (true(condition),)
            if possible.impossible(*table.asked, *own):
                # A condition that no lead at all meets has a finding of its own.
                if not possible.impossible(*own):
                    what = f"{name} can never win: no lead that is bound has it."
                    yield found(NEVER_WINS, table.clause, what, "Correct it, or leave it out.", place)
                continue
            if not before:
                continue
            if possible.impossible(*table.asked, *own, *(not_true(row) for _, row in before)):
                takers = _takers(before, (*table.asked, *own), possible)
                what = (
                    f"{name} can never win: {takers} before it take{'s' if takers in dict(before) else ''} every lead."
                )
                yield found(NEVER_WINS, table.clause, what, "Put the narrower row first, or leave it out.", place)


def _takers(before: Sequence[tuple[str, Condition]], asked: tuple[Asked, ...], possible: Possibilities) -> str:
    """Name the one row that leaves nothing, or the rows that do so together."""
    alone = next((name for name, row in before if possible.impossible(*asked, not_true(row))), None)
    return alone or ("the rows" if len(before) > 1 else before[0][0])


def tables(agreement: Agreement) -> Iterator[Table]:
    """Give every table of which the first true row wins: segments, limits, and relaxed limits."""
    plan = agreement.plan
    written = section(agreement, "segments")
    for segment in plan.segments.values():
        table = written[segment.name].value
        rows = held(table, "rows")
        places = entries(rows if isinstance(rows, Mapping) else table)
        conditions: list[Condition | None] = [*(condition for _, condition in segment.rows), None]
        if len(places) == len(conditions):
            yield Table(
                segment.clause,
                (),
                tuple((row.name, each, row.key.place) for row, each in zip(places, conditions, strict=True)),
            )
    for deadline in plan.deadlines:
        yield Table(deadline.clause, bound_leads(deadline.binds, deadline.spares), _rows(deadline.within))
    for exemption in plan.exemptions:
        yield Table(exemption.clause, (), _rows(exemption.within))


def _rows(within: tuple[LimitRow, ...]) -> tuple[tuple[str, Condition | None, Place | None], ...]:
    return tuple((row.said or "otherwise", row_condition(row), row.place) for row in within)
