"""A column whose spelling changes half-way: numbers, then text; dates year first, then day first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ola.evaluate.leads.drift.spelling import CODES, SAYS, UNREADABLE, WRITTEN_DATES, Spelling
from ola.evaluate.leads.drift.stretches import Numbers, Stretches
from ola.finding import Code, Finding

if TYPE_CHECKING:
    from ola.evaluate.leads.drift.seen import Column, Seen

SPELLING_TURN = Code(
    "OLA328",
    "warning",
    "A column changes its spelling half-way",
    """\
From some row on the column is spelt in another way than before: numbers become text, dates that were written year
first come day first. Two sources were put together, an integration was changed, or a cell slipped so that all that
follows stands one column further.

    created_at changes its spelling: date year first in rows 1 to 500, date day first from row 501 on

Both spellings may be readable, which is worse: 05/04/2026 is read in the order that the agreement declares for the
system, whatever the row meant. A turn is told where nine cells in ten before it are of the one spelling, and nine
in ten after it of the other, ten at least.

Find out what changed at that row. If it is there to stay, say so in the agreement (`dates:` of the system, the field's
type), and have the older part exported again.""",
)

_PURE = 0.9  # the share of a stretch's cells, and of all, that must be of the spelling it is said to have
_FEWEST = 10
_MOST_TURNS = 4
_ORDERS = (Spelling.DAY_FIRST, Spelling.MONTH_FIRST)


@dataclass(slots=True)
class Run:
    """Rows that are of one spelling: the stretches they fill, and how many cells there are."""

    code: int
    since: int
    until: int
    cells: int


def turns(seen: Seen) -> Iterator[Finding]:
    """Tell of each column that changes its spelling."""
    for column in seen.columns.values():
        runs = runs_of(column.stretches)
        if not 1 < len(runs) <= _MOST_TURNS + 1:
            continue
        told, row = _told(seen, column, runs)
        own = column.own
        name = f"The column “{column.shown_name}”" if own is None else own.name
        grave = any(run.code >= UNREADABLE for run in runs) or {run.code for run in runs} & WRITTEN_DATES
        yield seen.finding(
            SPELLING_TURN,
            column,
            f"{name} changes its spelling: {told}.",
            level=None if own is not None and grave else "info",
            row=row,
            advice="Find out what changed there; have one part exported again, or agree on the other spelling.",
        )


def runs_of(stretches: Stretches) -> list[Run]:
    """Give the runs of rows of one spelling, in order; nothing where the column is a mixture throughout."""
    counts = _by_order(_folded(stretches.counts))
    cells = counts.sum(axis=1)
    runs: list[Run] = []
    for at in np.flatnonzero(cells).tolist():
        code = int(counts[at].argmax())
        if counts[at, code] < _PURE * cells[at]:
            continue
        if runs and runs[-1].code == code:
            runs[-1].until, runs[-1].cells = at, runs[-1].cells + int(cells[at])
        else:
            runs.append(Run(code, at, at, int(cells[at])))
    runs = _joined([run for run in runs if run.cells >= _FEWEST])
    pure = sum(int(counts[run.since : run.until + 1, run.code].sum()) for run in runs)
    return runs if pure >= _PURE * int(cells.sum()) else []


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Put neighbours of one spelling together."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1].code == run.code:
            found[-1].until, found[-1].cells = run.until, found[-1].cells + run.cells
        else:
            found.append(run)
    return found


def _folded(counts: Numbers) -> Numbers:
    """Leave blanks out, and take written dates for what they are whether or not they are readable here."""
    found = counts.copy()
    found[:, [Spelling.BLANK, UNREADABLE + Spelling.BLANK]] = 0
    for spelling in WRITTEN_DATES:
        found[:, spelling] += found[:, UNREADABLE + spelling]
        found[:, UNREADABLE + spelling] = 0
    return found


def _by_order(counts: Numbers) -> Numbers:
    """Count dates that may be day first or month first with those beside them that can be only one of it."""
    either, day, month = (counts[:, each].copy() for each in (Spelling.EITHER_FIRST, *_ORDERS))
    if not either.any() or not (day.any() or month.any()):
        return counts
    order = Spelling.DAY_FIRST if day.sum() > month.sum() else Spelling.MONTH_FIRST
    for at in np.flatnonzero(either + day + month).tolist():
        if day[at] or month[at]:
            order = Spelling.DAY_FIRST if day[at] > month[at] else Spelling.MONTH_FIRST
        counts[at, order] += either[at]
        counts[at, Spelling.EITHER_FIRST] = 0
    return counts


def _told(seen: Seen, column: Column, runs: Sequence[Run]) -> tuple[str, int]:
    """Say which rows are of which spelling; give also the row of the first turn."""
    rows = [_turn(column.stretches, *pair) for pair in pairwise(runs)]
    parts = []
    for at, run in enumerate(runs):
        words = _says(column, run.code)
        if at < len(rows):
            since = rows[at - 1][0] if at else 1
            parts.append(f"{words} in {seen.counting.rows(since, rows[at][0] - 1)}")
        else:
            row, is_exact = rows[-1]
            parts.append(f"{words} from {'' if is_exact else 'about '}{seen.counting.row(row)} on")
    return ", ".join(parts), rows[0][0]


def _turn(stretches: Stretches, one: Run, other: Run) -> tuple[int, bool]:
    """Give the row from which on the other spelling stands, and whether that is exactly one row."""
    between = slice(one.until, other.since + 1)
    is_exchange = one.code in _ORDERS and other.code in _ORDERS
    old, new = (_codes(each.code, either=not is_exchange) for each in (one, other))
    firsts = stretches.first[between][:, new]
    lasts = stretches.last[between][:, old]
    begins = firsts[firsts > 0]
    about = other.since * stretches.width + 1
    first = int(begins.min()) if begins.size else about
    last = int(lasts.max()) if lasts.size else 0
    return (first, True) if last < first else (about, False)


def _codes(code: int, *, either: bool) -> list[int]:
    """Give the codes that were counted as this one; `either` says that dates of unclear order are none of the other."""
    if code not in WRITTEN_DATES:
        return [code]
    spellings = (code, Spelling.EITHER_FIRST) if either and code in _ORDERS else (code,)
    return [each + bit for each in spellings for bit in (0, UNREADABLE)]


def _says(column: Column, code: int) -> str:
    spelling = Spelling(code % UNREADABLE)
    words = SAYS[spelling]
    if spelling is Spelling.WRITTEN_NUMBER and not column.counts[[Spelling.NUMBER, UNREADABLE + Spelling.NUMBER]].any():
        words = SAYS[Spelling.NUMBER]
    unreadable = code >= UNREADABLE and column.own is not None
    return f"{words} that is not readable" if unreadable else words


assert CODES == 2 * UNREADABLE  # noqa: S101 - codes are spellings, with or without the mark
