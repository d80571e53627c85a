"""Rows on how long something takes as a rule: the time that half of the cases keep, as the target of a clock."""

from __future__ import annotations

from dataclasses import replace

from ola.agreement.prose.columns import Columns
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import Ambiguous, Checked, Context, Outcome
from ola.agreement.prose.sentences.promise import Promise, settled
from ola.agreement.prose.sentences.typical import AVERAGES, MEDIANS, halves, typical_time
from ola.agreement.prose.tables.limits import limit_told, promise_since
from ola.agreement.prose.units import Unit
from ola.agreement.prose.written import row_with
from ola.tree.words import Words


def read_half(unit: Unit, named: Words, mark: Words, columns: Columns, context: Context) -> Outcome | None:
    """Read a mark that tells in full in how many cases and from when; nothing for another measure or mark."""
    if not _is_typical(named) or "counted from" not in mark.text:
        return None
    promise = promise_since(mark, _row(named, columns.cell(unit, "party")), unit, context)
    if promise is None or promise.target is None:
        return None
    outcome = settled(promise, lexicon(context.declared), unit.place)
    return replace(outcome, form="goal") if isinstance(outcome, Checked | Ambiguous) else outcome


def ask_of_half(
    unit: Unit, named: Words, bound: Bound, period: str | None, party: str | None, columns: Columns, context: Context
) -> Ambiguous:
    """Ask what a typical time is taken of, and offer the row with a clock that half of the cases keep."""
    known, row = lexicon(context.declared), _row(named, columns.cell(unit, "party"))
    at = columns.at(unit, "goal", "limit") or 0
    ways = tuple(
        row_with(unit, context.document.source, {at: limit_told(way, row)})
        for way in halves(cut(named), bound, period, party, known)
    )
    how = next((token.low for token in cut(named) if token.low in MEDIANS | AVERAGES), "")
    return typical_time(how, bound, period, party, unit.place, ways)


def _row(named: Words, party: Words | None) -> Promise:
    return Promise(name=named.text, party=party.text if party is not None else None)


def _is_typical(named: Words) -> bool:
    return not (MEDIANS | AVERAGES).isdisjoint(token.low for token in cut(named))
