"""Cycles that are over: nothing that happens later to other leads, and no later instant, changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.handoffs.cycle_table import CODES, NONE, CycleTable


def unsettled_leads(tables: Iterable[CycleTable], as_of: int) -> frozenset[str]:
    """Give the leads with a cycle that still runs, or without a verdict: time alone may change what is said of it."""
    found: set[str] = set()
    for table in tables:
        decided = np.isin(table.outcomes, [CODES[each] for each in ("met", "breached", "excluded")])
        known = (table.starts != NONE) & (table.wall != NONE)
        # What still runs was measured up to the instant of the report.
        over = known & (np.where(known, table.starts, 0) + np.where(known, table.wall, 0) < as_of)
        leads = table.leads
        found |= {leads[i] for i in np.flatnonzero(~(decided & over)).tolist()}
    return frozenset(found)


def without(table: CycleTable, leads: Collection[str]) -> CycleTable:
    """Give the cycles of all leads but these."""
    keep = np.fromiter((lead not in leads for lead in table.leads), dtype=bool, count=len(table))
    return table if keep.all() else taken(table, np.flatnonzero(keep))


def joined(one: CycleTable, other: CycleTable) -> CycleTable:
    """Put the cycles of different leads into one table, in the order of leads and starts."""
    if not len(other):
        return one
    if not len(one):
        return other
    both = replace(
        one,
        **{name: _after(getattr(one, name), getattr(other, name)) for name in _COLUMNS},
        remaining={**one.remaining, **{i + len(one): left for i, left in other.remaining.items()}},
        at_risk=one.at_risk | {i + len(one) for i in other.at_risk},
    )
    order = pl.DataFrame({"lead": both.leads, "number": both.numbers}).with_row_index("place").sort("lead", "number")
    return taken(both, order.get_column("place").to_numpy().astype(np.int64))


def taken(table: CycleTable, places: NDArray[np.int64]) -> CycleTable:
    """Give the cycles at these places, in their order."""
    now_at = {old: new for new, old in enumerate(places.tolist())} if table.remaining or table.at_risk else {}
    return replace(
        table,
        **{name: _chosen(getattr(table, name), places) for name in _COLUMNS},
        remaining={now_at[i]: left for i, left in table.remaining.items() if i in now_at},
        at_risk=frozenset(now_at[i] for i in table.at_risk if i in now_at),
    )


_COLUMNS = tuple(each.name for each in fields(CycleTable) if each.name not in ("clause", "remaining", "at_risk"))
"""The columns of a table: one entry a cycle. What stands by a cycle's place is moved apart."""


def _after(one: Any, other: Any) -> Any:
    return np.concatenate([one, other]) if isinstance(one, np.ndarray) else [*one, *other]


def _chosen(column: Any, places: NDArray[np.int64]) -> Any:
    return column[places] if isinstance(column, np.ndarray) else [column[i] for i in places.tolist()]
