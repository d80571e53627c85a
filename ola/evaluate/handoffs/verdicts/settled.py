"""Cycles that are over: nothing that happens later to other leads, and no later instant, changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from itertools import accumulate
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.verdicts.cycle_table import NONE, CycleTable
from ola.evaluate.handoffs.verdicts.running_on import measured_until, running_on


def unsettled_leads(tables: Iterable[tuple[CycleTable, bool]], as_of: int) -> frozenset[str]:
    """Give the leads with a cycle that still runs, or that nobody can date: time alone may change what is said of it.

    With each table comes whether cycles that run on after their verdict can be read off later.
    """
    found: set[str] = set()
    for table, grows in tables:
        # What still runs was measured up to the instant of the report; what ended unknown stays so.
        until = measured_until(table)
        over = (until != NONE) & (until < as_of)
        if grows:
            over |= running_on(table, as_of)
        found |= set(table.leads.taken(np.flatnonzero(~over)))
    return frozenset(found)


def without(table: CycleTable, leads: Collection[str]) -> CycleTable:
    """Give the cycles of all leads but these."""
    words = np.array([lead not in leads for lead in table.leads.words], dtype=bool)
    keep = words[table.leads.codes]
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
        running={**one.running, **{i + len(one): each for i, each in other.running.items()}},
    )
    return taken(both, np.lexsort((both.numbers, _ranks(both.leads))))


def one_after_another(tables: Sequence[CycleTable]) -> CycleTable:
    """Put tables of leads that follow one another into one."""
    first, *others = tables
    if not others:
        return first
    running, count = dict(first.running), len(first)
    for each in others:
        running |= {i + count: still for i, still in each.running.items()}
        count += len(each)
    columns = {name: _all_of([getattr(each, name) for each in tables]) for name in _COLUMNS}
    return replace(first, **columns, running=running)


def _all_of(columns: Sequence[Any]) -> Any:
    if not isinstance(columns[0], Coded):
        return np.concatenate(columns)
    if all(each.words is columns[0].words for each in columns):
        return Coded(np.concatenate([each.codes for each in columns]), columns[0].words)
    firsts = accumulate((len(each.words) for each in columns), initial=0)
    codes = [each.codes + low for each, low in zip(columns, firsts, strict=False)]
    return Coded(np.concatenate(codes), [word for each in columns for word in each.words])


def taken(table: CycleTable, places: NDArray[np.int64]) -> CycleTable:
    """Give the cycles at these places, in their order."""
    now_at = {old: new for new, old in enumerate(places.tolist())} if table.running else {}
    return replace(
        table,
        **{name: _chosen(getattr(table, name), places) for name in _COLUMNS},
        running={now_at[i]: each for i, each in table.running.items() if i in now_at},
    )


_COLUMNS = tuple(each.name for each in fields(CycleTable) if each.name not in ("clause", "running"))
"""The columns of a table: one entry a cycle. What stands by a cycle's place is moved apart."""


def _after(one: Any, other: Any) -> Any:
    return one.followed_by(other) if isinstance(one, Coded) else np.concatenate([one, other])


def _chosen(column: Any, places: NDArray[np.int64]) -> Any:
    return column.taken(places) if isinstance(column, Coded) else column[places]


def _ranks(leads: Coded[str]) -> NDArray[np.int64]:
    """Give each row the place of its lead in the order of names."""
    words = pl.Series(leads.words, dtype=pl.String)
    return words.rank("dense").cast(pl.Int64).to_numpy()[leads.codes]
