"""Tables that sort leads by a number: `| Grade | Score |` with `80–100`, `| Segment | Employees | Routed to |`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.columns import Columns, Role, is_empty
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import Ambiguous, Checked, Context, Outcome, Put, Question
from ola.agreement.prose.sentences.questions import NO_ONE_LIMIT
from ola.agreement.prose.tables.bands import Band, Bands, band_told, begin, read_band
from ola.agreement.prose.tables.segments import REST, timed, who_has_them
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import value
from ola.agreement.prose.written import row_with
from ola.tree.markdown import Table
from ola.tree.words import Words

_UNKNOWN = re.compile(r"^(?:unknown|not known|blank|empty|missing|not set|no data)$", re.IGNORECASE)
_RANGE = re.compile(
    r"\s+(?:range|band|bracket|threshold|score range|interval)$|^(?:number|no\.?|#) of\s+", re.IGNORECASE
)
_UNIT = re.compile(
    r"\s+(?:employees|people|staff|seats|users|points|pts\.?|fte|ftes|licen[cs]es|locations|headcount)$", re.IGNORECASE
)
# Columns that never say what a lead is: whatever numbers stand there are something else.
_OTHERS: frozenset[Role] = frozenset(
    {"limit", "day", "party", "goes to", "note", "countries", "when", "goal", "every", "action", "overdue", "number"}
)


def band_column(unit: Unit, columns: Columns, context: Context) -> int | None:
    """Find the column whose cells are ranges of one number, each saying which of its ends is meant.

    Nothing where there are two: all of them, or any, may be needed.
    """
    of = unit.table
    if of is None:
        return None
    found = context.once(("columns of bands", of.place), lambda: tuple(_band_columns(of, columns)))
    return found[0] if len(found) == 1 else None


def _band_columns(of: Table, columns: Columns) -> Iterator[int]:
    for at, role in enumerate(columns.roles):
        if not at or role in _OTHERS:
            continue
        cells = [row.cells[at] for row in of.rows if at < len(row.cells) and not is_empty(row.cells[at])]
        bands = [cell for cell in cells if _band(cell) is not None]
        rest = [cell for cell in cells if REST.search(cell.text) or _UNKNOWN.match(cell.text)]
        if len(bands) > 1 and len(bands) + len(rest) == len(cells) and key_of(of.header[at].text):
            yield at


def _band(cell: Words) -> Band | None:
    """Read a range: an open one, or one of two ends; a lone number is none."""
    unit = _UNIT.search(cell.text)
    band = read_band(cell.cut(0, unit.start()) if unit is not None else cell)
    if band is None or band.low == band.high:
        return None
    ends = [end for end in (band.low, band.high) if end is not None]
    return band if all(end.kind in {"number", "money"} for end in ends) else None


def member(unit: Unit, at: int, context: Context) -> Outcome | None:
    """Read which number puts a lead into the group of a row; a value that two rows share is asked about."""
    if unit.table is None or is_empty(unit.cells[0]):
        return None
    segment, name, cell = key_of(unit.table.header[0].text), unit.cells[0], unit.cells[at]
    if REST.search(cell.text) or (is_empty(cell) and REST.search(name.text)):
        put = Put(("segments", segment, name.text), value("otherwise", unit.place))
        return Checked("derived", f"The {segment} is {name.text} for all other leads.", (put,), (), unit.place)
    field = _field(unit.table.header[at], context)
    band = _band(cell)
    if band is not None:
        all_of = unit.table
        bands = context.once(("bands of groups", all_of.place, at), lambda: _bands(all_of, at))
        if band in bands.met:
            asks = f"{name.text} shares a value with another row. To which does it belong?"
            bare = bands.cut(bands.cut(band, "upper"), "lower")
            source = context.document.source
            ways = (row_with(unit, source, {at: band_told(bare, cell)}),) if bands.is_free(bare, band) else ()
            return Ambiguous("derived", (Question(NO_ONE_LIMIT.code, asks, ways),), band.figures, unit.place)
        condition = band.compared(field)
    elif _UNKNOWN.match(cell.text):
        condition = f"{field} is blank"
    else:
        return None
    scores = {key_of(score) for score in context.declared.scores}
    puts = [Put(("segments", segment, name.text), value(condition, unit.place))]
    if field not in scores:
        kind = (
            "money"
            if band is not None and any(e is not None and e.kind == "money" for e in (band.low, band.high))
            else "number"
        )
        puts.insert(0, Put(("fields", field, "type"), value(kind, unit.place), is_stand_in=True))
    says = f"The {segment} is {name.text} when {condition}."
    return Checked("derived", says, tuple(puts), band.figures if band is not None else (), unit.place)


def _bands(of: Table, at: int) -> Bands:
    found = [band for row in of.rows if at < len(row.cells) and (band := _band(row.cells[at])) is not None]
    return Bands(tuple(sorted(found, key=begin)))


def _field(header: Words, context: Context) -> str:
    """Give the field that a header names: `Score range` is the score, of which there may be one only."""
    bare = _RANGE.sub("", re.sub(r"\s*\(.*?\)", "", header.text)).strip()
    known = lexicon(context.declared)
    tokens = cut(bare)
    found = known.field_at(tokens, 0)
    if found is not None and found[1] == len(tokens):
        return found[0]
    scores = context.declared.scores
    return key_of(scores[0]) if len(scores) == 1 and bare.lower() in {"score", "points"} else key_of(bare)


# ── the table ───────────────────────────────────────────────────────────────────────────────────


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    if columns.roles[:1] != ("segment",) or columns.has_any("when", "countries"):
        return False
    return band_column(unit, columns, context) is not None


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    at = band_column(unit, columns, context)
    outcome = member(unit, at, context) if at is not None and at < len(unit.cells) else None
    if outcome is None:
        return ()
    told = who_has_them(unit, columns)
    if isinstance(outcome, Checked) and told:
        outcome = replace(outcome, says=f"{outcome.says.rstrip('.')}{told}.")
    return (outcome, *timed(unit, columns, context))


BANDED = TableReader(
    "groups by a number",
    _takes,
    _row,
    uses=frozenset({"segment", "goes to", "party", "limit"}),
    also=lambda unit, columns, context: {band_column(unit, columns, context)},
)
