"""Tables of points: what of a lead adds how much to its score."""

from __future__ import annotations

import re

from ola.agreement.prose.columns import Columns, Role, is_empty
from ola.agreement.prose.facts import as_point, read_facts
from ola.agreement.prose.lists.criteria import read_cells
from ola.agreement.prose.naming import key_of, score_name
from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import APPEND, Ambiguous, Checked, Context, NotUnderstood, Outcome, Put, Question
from ola.agreement.prose.sentences.declarations import need_puts, yes_no
from ola.agreement.prose.tables.bands import Band, Bands, band_told, begin, read_band
from ola.agreement.prose.tables.fading import read_fading
from ola.agreement.prose.tables.segments import REST, listed
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import Plain, one_of, table, value
from ola.agreement.prose.written import row_with, written
from ola.tree.markdown import Table
from ola.tree.words import Words

_A_NOUN = re.compile(r"^[A-Za-z]+(?<!ed)$")  # one word of which nothing is said: "Country"
_POINTS = re.compile(r"^[+-]?\d+$")
_A_LIST = re.compile(r"^(?P<name>[A-Z]\w* list|list \w+)\s*:\s*", re.IGNORECASE)


_SIGNALS: tuple[Role, ...] = ("signal", "field", "when", "action", "rule")


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del context
    if not columns.has("points") or columns.roles[:1] not in {(each,) for each in _SIGNALS}:
        return False
    at = columns.roles.index("points")
    rows = unit.table.rows if unit.table is not None else ()
    return bool(rows) and all(_POINTS.match(_bare(row.cells[at])) for row in rows if not is_empty(row.cells[at]))


def _bare(words: Words) -> str:
    return words.text.replace("−", "-").replace(" ", "").replace("points", "")


def _whole(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Ask to which of two bands a value belongs that ends the one and begins the other; the header may say it."""
    if not columns.has("values") or unit.table is None:
        return ()
    side = _shared_end(unit)
    if side is not None:
        says = f"A value that two bands share belongs to the {side} one."
        return (Checked("derived", says, (), (), unit.place),)
    shared = [row.cells[0] for row in unit.table.rows if row.cells[0].text and _bands(unit, row.cells[0], context).met]
    if not shared:
        return ()
    at, source = columns.roles.index("values"), context.document.source
    head = written(unit.cells[at], source)
    ways = tuple(row_with(unit, source, {at: f"{head} (shared ends belong to the {band} band)"}) for band in _SIDES)
    asks = f"Bands of {', '.join(each.text for each in shared)} share an end. To which band does it belong?"
    return (Ambiguous("derived", (Question("OLA179", asks, ways),), (), unit.place),)


_SIDES = ("upper", "lower")
_SHARED_END = re.compile(r"\(shared ends belong to the (?P<band>upper|lower) band\)", re.IGNORECASE)


def _shared_end(unit: Unit) -> str | None:
    """Give the band to which the header says that shared ends belong."""
    header = unit.table.header if unit.table is not None else ()
    found = next((match for cell in header if (match := _SHARED_END.search(cell.text))), None)
    return found["band"].lower() if found is not None else None


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    points = columns.cell(unit, "points")
    if points is None:
        return ()
    signal = unit.cells[0] if not is_empty(unit.cells[0]) else _carried(unit, columns, context)
    said = columns.cell(unit, "values")
    if signal is None:
        return ()
    when = columns.cell(unit, "when")
    given: Outcome | None
    if when is not None and said is None and when != signal:
        given = _with_condition(unit, signal, when, int(_bare(points)), context)
    else:
        given = _given(unit, signal, said, int(_bare(points)), columns, context)
    outcomes: list[Outcome] = [] if given is None else [given]
    fades, at = columns.cell(unit, "fades"), columns.at(unit, "fades")
    if fades is not None and at is not None and not _NEVER.match(fades.text):
        outcomes.append(read_fading(unit, fades, at, int(_bare(points)), given, context))
    return tuple(outcomes)


def _with_condition(unit: Unit, signal: Words, when: Words, points: int, context: Context) -> Outcome:
    """Read what is looked at and what it must be: `Job title` with `contains "Director"`, `Country` with `US, UK`."""
    known, place = lexicon(context.declared), unit.place
    tokens = cut(when)
    verb = bool(tokens) and tokens[0].low in _PREDICATES
    read = condition((*cut(signal), *tokens), known) if verb else read_cells(cut(signal), tokens, known)
    if read is None or read.unsaid or read.vague or any(need.type == "boolean" for need in read.needs):
        return NotUnderstood(None, place)
    row: dict[str, Plain | None] = {"when": read.text, "add": points}
    name = key_of(score_name(unit.headings[-1].text)) if unit.headings else "score"
    puts = (*need_puts(read.needs, place), Put(("scores", name, "points", APPEND), table(row, place)))
    says = f"{signal.text} gives {points} {'point' if abs(points) == 1 else 'points'} when {read.text}."
    return Checked("derived", says, puts, (str(points), *read.figures), place, yes_no(read.needs))


_NEVER = re.compile(r"^(?:none|no|never|no decay|does not fade)$", re.IGNORECASE)
_PREDICATES = frozenset({"is", "are", "contains", "contain", "starts", "ends", "includes", "in", "does", "has", "not"})


def _carried(unit: Unit, columns: Columns, context: Context) -> Words | None:
    """Give the first cell of the nearest row above that has one: an empty cell says "as above"."""
    of = unit.table
    if of is None or columns.roles[0] is None:
        return None
    return context.once(("carried", of.place), lambda: _first_cells(of)).get(unit.place.line)


def _first_cells(of: Table) -> dict[int, Words]:
    """Give the first cell of each row by its line, carried down where it is empty."""
    found: dict[int, Words] = {}
    current: Words | None = None
    for row in of.rows:
        current = row.cells[0] if row.cells[0].text else current
        if current is not None:
            found[row.place.line] = current
    return found


def _given(
    unit: Unit, signal: Words, said: Words | None, points: int, columns: Columns, context: Context
) -> Outcome | None:
    """Read what gives the points of a row; nothing where it cannot be made out."""
    place, source = unit.place, context.document.source
    field = key_of(signal.text)
    kind = "number" if said is not None and read_band(said) is not None else "text"
    words = said or signal
    at = columns.at(unit, "values") if said is not None else columns.at(unit, *_SIGNALS)
    bound = read_band(said) if said is not None else None
    puts = [Put(("fields", field, "type"), value(kind, place), is_stand_in=True)] if said is not None else []
    needs: tuple[str, ...] = ()
    figures = [str(points)]
    a_list = _A_LIST.match(words.text)
    if a_list is not None:
        values = listed(words.cut(a_list.end(), len(words.text)))
        condition = " ".join(a_list["name"].lower().split())
        puts.append(
            Put(("terms", condition), table({"when": f"{field} in {one_of(each.text for each in values)}"}, place))
        )
    elif bound is not None and said is not None:
        end, bands = _shared_end(unit), _bands(unit, signal, context)
        if end is not None:
            bound = bands.cut(bound, end)
        elif bound in bands.met:
            asks = f"Bands of {signal.text} share an end. To which does it belong?"
            bare = bands.cut(bands.cut(bound, "upper"), "lower")
            ways = (row_with(unit, source, {at or 0: band_told(bare, said)}),) if bands.is_free(bare, bound) else ()
            return Ambiguous("derived", (Question("OLA179", asks, ways),), (*figures, *bound.figures), place)
        condition = bound.compared(field)
        figures += bound.figures
    elif said is not None and REST.search(said.text):
        others = _others(unit, signal)
        if others is None and points:
            return NotUnderstood(None, place)
        condition = f"{field} not in {one_of(others)}" if others and points else ""
    elif said is not None and len(listed(said)) > 1 and not any(map(str.isdigit, said.text)):
        condition = f"{field} in {one_of(each.text for each in listed(said))}"
    else:
        if _A_NOUN.match(words.text):
            asks = f"What must be true of {words.text} to give {points} points?"
            known, fits = f"{words.text} is known", f"{words.text} fits"
            conditions = [f"{field} is {words.text}"] if said is not None else [known, fits]
            rows = tuple(row_with(unit, source, {at or 0: each}) for each in conditions)
            return Ambiguous("derived", (Question("OLA180", asks, rows),), tuple(figures), place)
        facts = read_facts(words, context)
        if facts is None or facts.is_unsaid:
            told = _as_number(words.text) or as_point(words, context, source)
            return NotUnderstood(row_with(unit, source, {at or 0: told}), place)
        condition, needs = facts.condition, facts.names
        puts += facts.puts()
        figures += facts.figures
    row: dict[str, Plain | None] = {"when": condition or None, "add": points}
    if condition:
        name = key_of(score_name(unit.headings[-1].text)) if unit.headings else "score"
        puts.append(Put(("scores", name, "points", APPEND), table(row, place)))
    says = f"{words.text} gives {points} {'point' if abs(points) == 1 else 'points'}."
    return Checked("derived", says, tuple(puts), tuple(figures), place, needs)


def _others(unit: Unit, signal: Words) -> tuple[str, ...] | None:
    """Give the values of the other rows of a signal; nothing where one of them is no plain value."""
    of = unit.table
    if of is None:
        return None
    firsts = _first_cells(of)
    cells = [row.cells[1] for row in of.rows if len(row.cells) > 1 and firsts[row.place.line].text == signal.text]
    told = [cell for cell in cells if not REST.search(cell.text)]
    if any(any(map(str.isdigit, cell.text)) or _A_LIST.match(cell.text) for cell in told):
        return None
    return tuple(each.text for cell in told for each in listed(cell)) or None


_COUNTED = re.compile(r"^(?P<least>\d+)\+ (?P<what>[A-Za-z][\w -]*)$")


def _as_number(text: str) -> str | None:
    """Write `6+ pages in one visit` as a comparison of a field that counts them."""
    match = _COUNTED.match(text)
    return f"`{key_of(match['what'])} >= {match['least']}`" if match is not None else None


def _bands(unit: Unit, signal: Words, context: Context) -> Bands:
    """Give the bands of all rows that speak of the same as this one."""
    table_of = unit.table
    if table_of is None:
        return Bands(())
    every = context.once(("bands", table_of.place), lambda: _all_bands(table_of))
    return every.get(signal.text, Bands(()))


def _all_bands(of: Table) -> dict[str, Bands]:
    found: dict[str, list[Band]] = {}
    current = ""
    for row in of.rows:
        current = row.cells[0].text or current
        band = read_band(row.cells[1]) if len(row.cells) > 1 else None
        if band is not None:
            found.setdefault(current, []).append(band)
    return {signal: Bands(tuple(sorted(dict.fromkeys(bands), key=begin))) for signal, bands in found.items()}


def _read(unit: Unit, columns: Columns, context: Context) -> frozenset[int | None]:
    """Give the cells that say what gives points: the first column, and a condition beside it."""
    del context
    has_values = columns.at(unit, "values") is not None
    return frozenset({0, None if has_values else columns.at(unit, "when")})


POINTS = TableReader("points", _takes, _row, _whole, uses=frozenset({"points", "values", "fades"}), also=_read)
