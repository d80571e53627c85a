"""Bands of a number that share their edge, or leave numbers between them to none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from ola.agreement.agreement import Agreement
from ola.expr.nodes import And, Compare, Comparison, Condition, FieldRef, Literal, Operand, ScoreRef
from ola.expr.possible import Possibilities, not_true, true
from ola.expr.words import words
from ola.fieldtypes.kind import ORDERED
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.never_wins import Table, tables
from ola.lint.reasoning import comparisons, possibilities

SHARED_EDGE = Code(
    "OLA230",
    "info",
    "Two bands that share their edge",
    """Two rows of a table have exactly one number in common: the one at which the first ends and the second begins.
`between` includes both ends. The row that stands first takes it, which may or may not be what was agreed.

    segments:
      size:
        small: employees between 1 and 50
        large: employees >= 50
        unknown: otherwise
    commitments:
      sized leads: {owed_by: marketing, share: size large, of: mql, at_least: 20% per month}

Say to which row the edge belongs.

Instead:

    segments:
      size:
        small: employees between 1 and 49
        large: employees >= 50
        unknown: otherwise
    commitments:
      sized leads: {owed_by: marketing, share: size large, of: mql, at_least: 20% per month}""",
)
BETWEEN_BANDS = Code(
    "OLA231",
    "warning",
    "Numbers between two bands that are in none",
    """The rows of a table are bands of one number, and between two of them are numbers that no row takes. Such leads
fall to `otherwise`, beside those of which the number is not known.

    segments:
      size:
        small: employees < 50
        large: employees > 50
        unknown: otherwise
    commitments:
      sized leads: {owed_by: marketing, share: size large, of: mql, at_least: 20% per month}

Let one of the two bands begin where the other ends.

Instead:

    segments:
      size:
        small: employees < 50
        large: employees >= 50
        unknown: otherwise
    commitments:
      sized leads: {owed_by: marketing, share: size large, of: mql, at_least: 20% per month}""",
)
Number = FieldRef | ScoreRef


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Look at the numbers where the rows of each table begin and end."""
    possible = possibilities(agreement.plan)
    for table in tables(agreement):
        yield from _shared(table, possible)
        yield from _between(table, possible)


# ── an edge that two rows have in common ────────────────────────────────────────────────────────


def _shared(table: Table, possible: Possibilities) -> Iterator[Finding]:
    rows = [(name, row, place) for name, row, place in table.rows if row is not None]
    for at, (second, other, place) in enumerate(rows):
        for first, row, _ in rows[:at]:
            both = (*table.asked, true(row), true(other))
            for edge in dict.fromkeys(_edges(row)):
                if edge not in set(_edges(other)) or possible.example(*both) is None:
                    continue
                if possible.impossible(*both, not_true(edge)):
                    what = (
                        f"Leads of which {words(edge)} can be in {first} and in {second}; the first of them takes them."
                    )
                    yield found(SHARED_EDGE, table.clause, what, "Say to which of the two they belong.", place)


def _edges(condition: Condition) -> Iterator[Compare]:
    """Give the numbers at which a condition may turn, each as the comparison of being just that."""
    for node in comparisons([condition]):
        if (told := _told(node)) is not None:
            yield Compare("=", told[0], told[1], node.kind)


def _told(node: Compare) -> tuple[Number, Literal] | None:
    """Give the number or time of a lead that is compared, and what with."""
    match node.left, node.right:
        case FieldRef() | ScoreRef() as operand, Literal() as value if node.kind in ORDERED:
            return operand, value
        case _:
            return None


# ── numbers that no row takes ───────────────────────────────────────────────────────────────────


def _between(table: Table, possible: Possibilities) -> Iterator[Finding]:
    rows = [row for _, row, _ in table.rows if row is not None]
    of = _one_number(rows)
    if of is None or len(rows) < 2:  # noqa: PLR2004 (between two)
        return
    edges = {told[1] for node in comparisons(rows) if (told := _told(node)) is not None}
    ordered = sorted(edges, key=lambda edge: edge.value)
    regions: list[tuple[Condition, ...]] = []
    for before, after in pairwise([None, *ordered, None]):
        low = () if before is None else (_side(of, ">", before),)
        high = () if after is None else (_side(of, "<", after),)
        regions.append((*low, *high))
        regions += [] if after is None else [(_side(of, "=", after),)]
    there = [
        (region, any(not possible.impossible(*table.asked, *map(true, region), true(row)) for row in rows))
        for region in regions
        if not possible.impossible(*table.asked, *map(true, region))
    ]
    taken = [at for at, (_, is_taken) in enumerate(there) if is_taken]
    for at, (region, is_taken) in enumerate(there):
        if not is_taken and taken and taken[0] < at < taken[-1]:
            what = f"No row takes leads of which {words(And(region) if len(region) > 1 else region[0])}."
            place = next((place for _, row, place in table.rows if row is None), table.clause.place)
            yield found(BETWEEN_BANDS, table.clause, what, "Let one of the rows reach as far as the next.", place)


def _one_number(rows: list[Condition]) -> Number | None:
    """Give the one number or time that every row compares, if there is one, and nothing but it."""
    of: set[Operand] = set()
    for row in rows:
        told = [_told(node) for node in comparisons([row])]
        if not told or any(each is None for each in told):
            return None
        of |= {each[0] for each in told if each is not None}
    only = of.pop() if len(of) == 1 else None
    return only if isinstance(only, FieldRef | ScoreRef) else None


def _side(of: Number, op: Comparison, edge: Literal) -> Compare:
    return Compare(op, of, edge, edge.kind)
