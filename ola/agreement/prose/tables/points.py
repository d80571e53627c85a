"""Tables of points: what of a lead adds how much to its score."""

from __future__ import annotations

import re
from itertools import pairwise

from ola.agreement.prose.facts import read_facts
from ola.agreement.prose.naming import key_of, score_name
from ola.agreement.prose.phrases.quantities import Bound, quantities, read_bound
from ola.agreement.prose.reading import APPEND, Ambiguous, Checked, Context, Outcome, Put, Question
from ola.agreement.prose.tables.columns import Columns, is_empty
from ola.agreement.prose.tables.segments import REST, listed
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import Plain, one_of, table, value
from ola.tree.words import Words

_A_NOUN = re.compile(r"^[A-Za-z]+(?<!ed)$")  # one word of which nothing is said: "Country"
_POINTS = re.compile(r"^[+-]?\d+$")
_A_LIST = re.compile(r"^(?P<name>[A-Z]\w* list|list \w+)\s*:\s*", re.IGNORECASE)


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del context
    if not columns.has("points") or columns.roles[:1] not in {
        ("signal",),
        ("field",),
        ("when",),
        ("action",),
        ("rule",),
    }:
        return False
    at = columns.roles.index("points")
    rows = unit.table.rows if unit.table is not None else ()
    return bool(rows) and all(_POINTS.match(_bare(row.cells[at])) for row in rows if not is_empty(row.cells[at]))


def _bare(words: Words) -> str:
    return words.text.replace("−", "-").replace(" ", "").replace("points", "")


def _whole(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Ask to which of two bands a value belongs that ends the one and begins the other."""
    del context
    if not columns.has("values") or unit.table is None:
        return ()
    shared = [
        row.cells[0] for row in unit.table.rows if row.cells[0].text and _shares_an_end(_bands(unit, row.cells[0]))
    ]
    if not shared:
        return ()
    asks = f"Bands of {', '.join(each.text for each in shared)} share an end. To which band does it belong?"
    return (Ambiguous("derived", (Question("OLA179", asks, ()),), (), unit.place),)


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    points = columns.cell(unit, "points")
    if points is None:
        return ()
    signal = columns.cell(unit, "signal", "field", "when", "action", "rule") or _carried(unit, columns)
    said = columns.cell(unit, "values")
    if signal is None:
        return ()
    given = _given(unit, signal, said, int(_bare(points)), context)
    outcomes: list[Outcome] = [] if given is None else [given]
    fades = columns.cell(unit, "fades")
    if fades is not None:
        asks = f"From when does it fade ({fades.text}), how often, and down to what?"
        questions = (Question("OLA171", asks, ()), Question("OLA173", asks, ()))
        outcomes.append(Ambiguous("derived", questions, tuple(map(str, quantities(fades))), fades.place))
    return tuple(outcomes)


def _carried(unit: Unit, columns: Columns) -> Words | None:
    """Give the first cell of the nearest row above that has one: an empty cell says "as above"."""
    found = None
    for row in unit.table.rows if unit.table is not None else ():
        if row.cells[0].text:
            found = row.cells[0]
        if row.cells[0].place.line == unit.place.line:
            break
    return found if columns.roles[0] is not None else None


def _given(unit: Unit, signal: Words, said: Words | None, points: int, context: Context) -> Outcome | None:
    """Read what gives the points of a row; nothing where it cannot be made out."""
    place = unit.place
    field = key_of(signal.text)
    kind = "number" if said is not None and read_bound(said) is not None else "text"
    words = said or signal
    bands = _bands(unit, signal) if said is not None else ()
    bound = read_bound(said) if said is not None else None
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
        if _shares_an_end(bands):
            asks = f"Bands of {signal.text} share an end. To which does it belong?"
            return Ambiguous("derived", (Question("OLA179", asks, ()),), (*figures, *bound.figures), place)
        condition = _compared(field, bound)
        figures += bound.figures
    elif said is not None and REST.search(said.text):
        condition = ""
    elif said is not None and len(listed(said)) > 1 and not any(map(str.isdigit, said.text)):
        condition = f"{field} in {one_of(each.text for each in listed(said))}"
    else:
        if _A_NOUN.match(words.text):
            asks = f"What must be true of {words.text} to give {points} points?"
            return Ambiguous("derived", (Question("OLA180", asks, ()),), tuple(figures), place)
        facts = read_facts(words, context)
        if facts is None or facts.is_unsaid:
            return None
        condition, needs = facts.condition, facts.names
        puts += facts.puts()
        figures += facts.figures
    row: dict[str, Plain | None] = {"when": condition or None, "add": points}
    if condition:
        name = key_of(score_name(unit.headings[-1].text)) if unit.headings else "score"
        puts.append(Put(("scores", name, "points", APPEND), table(row, place)))
    says = f"{words.text} gives {points} {'point' if abs(points) == 1 else 'points'}."
    return Checked("derived", says, tuple(puts), tuple(figures), place, needs)


def _compared(field: str, bound: Bound) -> str:
    if bound.sense == "between" and bound.second is not None:
        return f"{field} between {bound.first.plain} and {bound.second.plain}"
    return f"{field} {bound.sense} {bound.first.plain}"


def _bands(unit: Unit, signal: Words) -> tuple[Bound, ...]:
    """Give the bounds of all rows that speak of the same as this one."""
    found: list[Bound] = []
    current = None
    for row in unit.table.rows if unit.table is not None else ():
        current = row.cells[0] if row.cells[0].text else current
        bound = read_bound(row.cells[1]) if current is not None and current.text == signal.text else None
        if bound is not None:
            found.append(bound)
    return tuple(found)


def _shares_an_end(bands: tuple[Bound, ...]) -> bool:
    """Say whether a value lies in two bands."""
    spans = sorted(_span(band) for band in bands)
    return any(one[1] >= other[0] for one, other in pairwise(spans))


def _span(bound: Bound) -> tuple[float, float]:
    first = float(bound.first.value)
    match bound.sense:
        case "between":
            return first, float(bound.second.value) if bound.second is not None else first
        case ">=" | ">":
            return first + (bound.sense == ">") * 1e-9, float("inf")
        case "<=" | "<":
            return float("-inf"), first - (bound.sense == "<") * 1e-9
        case _:
            return first, first


POINTS = TableReader("points", _takes, _row, _whole)
