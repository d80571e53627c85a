"""Tables of response times: how soon each sort of leads is answered, how often tried, how long kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ola.agreement.prose.columns import Columns, is_empty
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.lengths import UNITS, Length, length_at
from ola.agreement.prose.phrases.limits import Limit, limit_at
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.numbers import number_at
from ola.agreement.prose.phrases.quantities import bound_at
from ola.agreement.prose.phrases.read import Need, Read, joined
from ola.agreement.prose.phrases.tokens import Token, Tokens, cut
from ola.agreement.prose.reading import Ambiguous, Checked, Context, NotUnderstood, Outcome, Question
from ola.agreement.prose.sentences.clock_rules import clock_rule, with_clock
from ola.agreement.prose.sentences.commitments import promised
from ola.agreement.prose.sentences.promise import Promise, listed, settled, told
from ola.agreement.prose.sentences.questions import NO_PROMISE
from ola.agreement.prose.sentences.sentence import sentence
from ola.agreement.prose.tables.limits import limit_told, limits
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import quoted
from ola.agreement.prose.written import row_with, written
from ola.tree.value import Scalar
from ola.tree.words import Words

Kind = Literal["response", "attempts", "kept"]
_SORTS = re.compile(
    r"(?:lead |inbound |marketing )?"
    r"(?:source|channel|type|origin|segment|tier|priority|category|class|grade|kind|bucket|group|temperature)"
    r"(?: of lead)?"
    r"|leads?",
    re.IGNORECASE,
)
_ATTEMPTS = re.compile(
    r"\battempts?\b|\btouches\b|\btries\b|\b(?:min(?:imum|\.)? )?(?:calls|contacts)\b|\bcadence\b", re.IGNORECASE
)
_KEPT = re.compile(
    r"\bage\b|\brecycl|\bnurtur|\b(?:return|close|clos|give up|drop|expire)\w*\b.*\bafter\b|\bexpir", re.IGNORECASE
)
_RESPONSE = re.compile(
    r"respon[ds]|\bfirst (?:call|contact|touch|reply|outreach|attempt|action)|\bwithin\b|follow[- ]?up|\bsla\b"
    r"|\bspeed\b|\btime\b|\baccept|\bdeadline\b|\blimit\b",
    re.IGNORECASE,
)
_HEADED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("attempts", _ATTEMPTS),
    ("kept", _KEPT),
    ("response", _RESPONSE),
)
_UNIT = re.compile(r"[\[(]\s*(?:in )?(business |working )?(\w+)\s*[\])]", re.IGNORECASE)
_REST = re.compile(
    r"^(?:(?:all|any|every) )?(?:others?|other .*|else|everything else|rest|default)$|^the rest\b", re.IGNORECASE
)
_IN_FULL = re.compile(r"\bcounted from\b", re.IGNORECASE)
_NOBODY = "Nobody"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that promises something: which column, its kind, what it promises, and whether it says all itself."""

    at: int
    promise: Promise
    is_exact: bool = True  # at least so many, not just so many


def _kinds(unit: Unit, context: Context) -> dict[int, Kind]:
    """Tell which columns of a table hold times, tries and ages, by their headers and cells; looked for once."""
    return context.once(("responses", unit.table and unit.table.place), lambda: _kinds_of(unit))


def _kinds_of(unit: Unit) -> dict[int, Kind]:
    found: dict[int, Kind] = {}
    for at, header in enumerate(unit.table.header if unit.table is not None else ()):
        cells = [row.cells[at] for row in unit.table.rows if at < len(row.cells)] if unit.table is not None else []
        told = [cell for cell in cells if not is_empty(cell)]
        if not at or not told:
            continue
        for kind, known in _HEADED:
            if known.search(header.text) and 2 * sum(_holds(kind, cell, header) for cell in told) > len(told):
                found[at] = kind
                break
    return found


def _holds(kind: Kind, cell: Words, header: Words) -> bool:
    if _IN_FULL.search(cell.text):
        return True
    return _tries(cell) is not None if kind == "attempts" else _time(cell, header) is not None


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    if unit.table is None or not _SORTS.fullmatch(unit.table.header[0].text.strip(" :*")):
        return False
    kinds = _kinds(unit, context)
    if columns.has_any("when", "goes to", "countries") or not kinds:
        return False
    if columns.roles[0] != "segment" or len(kinds) > 1 or not columns.has("limit"):
        return True
    # Groups with one limit and nothing else are read as such, with the question which of them wins.
    at = next(iter(kinds))
    others = [
        role for number, role in enumerate(columns.roles) if number not in {0, at} and role not in {"party", "note"}
    ]
    return bool(others) or not all(limits(row.cells[at]) for row in unit.table.rows if at < len(row.cells))


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read what a row promises, cell by cell; what is offered are whole rows in which every cell says all."""
    kinds = _kinds(unit, context)
    cells = [cell for at, kind in kinds.items() if (cell := _cell(unit, at, kind, columns, context)) is not None]
    unread = [
        NotUnderstood(None, unit.cells[at].place)
        for at, cell in enumerate(unit.cells)
        if at and not is_empty(cell) and not any(each.at == at for each in cells) and not _is_aside(at, columns)
    ]
    if not cells:
        return ()
    known, source = lexicon(context.declared), context.document.source
    row = Promise("", party=_party(unit, columns))
    plain = {cell.at: _first(cell, row, unit, context) for cell in cells}
    outcomes: list[Outcome] = []
    for cell in cells:
        others = {at: text for at, text in plain.items() if at != cell.at and text is not None}

        def tells(way: Promise, cell: _Cell = cell, others: dict[int, str] = others) -> str:
            return row_with(unit, source, {**others, cell.at: _told(way, row)})

        outcome = settled(cell.promise, known, unit.cells[cell.at].place, tells)
        outcomes.append(outcome if cell.is_exact else _at_least(cell, outcome, tells))
    return (*outcomes, *unread)


def _at_least(cell: _Cell, outcome: Outcome, tells: Callable[[Promise], str]) -> Outcome:
    """Ask whether a bare number of tries is the least of them."""
    number = cell.promise.at_least
    questions = outcome.questions if isinstance(outcome, Ambiguous) else ()
    choices = next((each.choices for each in questions if each.choices), ())
    if not choices:
        choices = (tells(cell.promise),)
    asks = Question(NO_PROMISE.code, f"At least {number}, or exactly {number}?", choices[:1])
    figures = cell.promise.every_figure
    about = outcome.about if isinstance(outcome, Ambiguous | Checked) else None
    return Ambiguous("deadline", (*questions, asks), figures, outcome.place, about)


def _first(cell: _Cell, row: Promise, unit: Unit, context: Context) -> str | None:
    """Give the first way to write a cell in full; nothing where it says all."""
    outcome = settled(cell.promise, lexicon(context.declared), unit.place, lambda way: _told(way, row))
    if isinstance(outcome, Ambiguous):
        return next((each.choices[0] for each in outcome.questions if each.choices), None)
    return None if cell.is_exact else _told(cell.promise, row)


def _told(way: Promise, row: Promise) -> str:
    """Write a cell in full: `within 15 minutes around the clock, counted from …`, `at least 8 of …`."""
    if way.at_least is not None:
        text = told(replace(way, scope=None, party=_NOBODY)).removeprefix(f"{_NOBODY} must make ").rstrip(".")
        return text if way.party == row.party else f"{text}, owed by {way.party}"
    return limit_told(replace(way, scope=None), replace(row, stops=()))


# ── what a cell promises ────────────────────────────────────────────────────────────────────────


def _cell(unit: Unit, at: int, kind: Kind, columns: Columns, context: Context) -> _Cell | None:
    if at >= len(unit.cells) or is_empty(unit.cells[at]) or unit.table is None:
        return None
    words, header = unit.cells[at], unit.table.header[at]
    name = f"{key_of(header.text).replace('_', ' ')} {unit.cells[0].text}".strip().lower()
    row = Promise(name, party=_party(unit, columns), scope=_scope(unit))
    if _IN_FULL.search(words.text):
        full = _written_out(words, replace(row, stops=_stops(header)), unit, context)
        return None if full is None else _Cell(at, full)
    if kind == "attempts":
        tries = _tries(words)
        if tries is None:
            return None
        number, said, length = tries
        promise = replace(row, at_least=number, of=(_sort(header),), limit=length)
        return _Cell(at, with_clock(promise, unit, context), is_exact=said)
    limit = _time(words, header)
    if limit is None:
        return None
    if kind == "kept":
        return _Cell(at, replace(row, limit=limit, stops=("recycled",) if "recycl" in header.text.lower() else ()))
    stops = _stops(header)
    promise = replace(row, limit=limit, stops=stops)
    return _Cell(at, with_clock(promise, unit, context))


def _written_out(words: Words, row: Promise, unit: Unit, context: Context) -> Promise | None:
    """Read a cell that says from when it counts, as what follows "must reach" or "must make"."""
    said = written(words, context.document.source)
    makes = re.match(r"\s*at least\b", said)
    text = f"{_NOBODY} must make {said}" if makes else f"{_NOBODY} must reach {listed(row.stops or ('done',))} {said}"
    whole = sentence(replace(unit, words=Words(Scalar(text, text, unit.place)), title=None, lead=None), context)
    promise = promised(whole) if whole is not None else None
    if promise is None or (not makes and promise.stops == ("done",)):
        return None
    both = tuple(each for each in (row.scope, promise.scope) if each is not None)
    scope = None if not both else both[0] if len(both) == 1 else joined("all", both)
    waits = promise.paused_while or clock_rule(unit, context).paused_while
    party = row.party if promise.party == _NOBODY else promise.party
    return replace(promise, name=row.name, scope=scope, party=party, paused_while=waits)


def _scope(unit: Unit) -> Read | None:
    """Bind a row to the leads its first cell names; the last one may take all others."""
    if unit.table is None:
        return None
    field, name = key_of(unit.table.header[0].text.strip(" :*")), unit.cells[0].text
    need = Need(field, "text")
    if not _REST.match(name.strip()):
        return Read(f"{field} = {quoted(name)}", (need,))
    others = [row.cells[0].text for row in unit.table.rows if not _REST.match(row.cells[0].text.strip())]
    if not others:
        return None
    return Read(f"{field} not in ({', '.join(quoted(each) for each in others)})", (need,))


def _party(unit: Unit, columns: Columns) -> str | None:
    cell = columns.cell(unit, "party")
    return cell.text if cell is not None and re.fullmatch(r"[A-Z][\w&/ -]*", cell.text) else None


def _is_aside(at: int, columns: Columns) -> bool:
    return at < len(columns.roles) and columns.roles[at] in {"party", "note"}


def _time(words: Words, header: Words) -> Limit | None:
    """Read a cell's time: `15 min`, `within 24 h`, `max. 3 business days`, and `4` below "Response time (hours)"."""
    tokens = cut(words)
    at = 0
    while at < len(tokens) and tokens[at].low in {
        "max",
        "maximum",
        ".",
        "<",
        "<=",
        "within",
        "under",
        "after",
        "up",
        "to",
        "in",
        "≤",
    }:
        at += 1
    found = length_at(tokens, at)
    if found is not None and found[1] == len(tokens):
        return found[0]
    day = limit_at(tokens, 0)
    if day is not None and day[1] == len(tokens):
        return day[0]
    number, unit = number_at(tokens, at), _UNIT.search(header.text)
    if number is None or number[1] != len(tokens) or unit is None or unit[2].lower() not in UNITS:
        return None
    return Length(number[0], UNITS[unit[2].lower()], business=unit[1] is not None)


def _tries(words: Words) -> tuple[int, bool, Length | None] | None:
    """Read how many tries, whether at least so many, and over how long: `8 in 14 days`, `min. 5 / 10 days`, `6`."""
    tokens = tuple(_without_dots(cut(words)))
    bound = bound_at(tokens, 0)
    if bound is None or bound[0].first.kind != "number" or bound[0].second is not None or bound[0].sense in {"<", "<="}:
        return None
    at = bound[1]
    at += at < len(tokens) and tokens[at].low in {"attempts", "attempt", "touches", "tries", "calls", "times", "x"}
    number = int(bound[0].first.value) + (bound[0].sense == ">")
    if at == len(tokens):
        return number, bound[0].said, None
    if tokens[at].low not in {"in", "within", "over", "/", "per", "during", "across"}:
        return None
    length = length_at(tokens, at + 1)
    return (number, bound[0].said, length[0]) if length is not None and length[1] == len(tokens) else None


def _without_dots(tokens: Tokens) -> Iterator[Token]:
    for token in tokens:
        if token.low == "min":
            yield replace(token, text="minimum", low="minimum")
        elif token.low != ".":
            yield token


def _sort(header: Words) -> str:
    return "call" if re.search(r"\bcalls\b", header.text, re.IGNORECASE) else "attempt"


def _stops(header: Words) -> tuple[str, ...]:
    """Tell what fulfils a time by its header: "First response" is a first touch, "Response time" leaves it open."""
    low = header.text.lower()
    first = re.search(r"\bfirst (response|call|contact|touch|reply|outreach|attempt|meeting)\b", low)
    if first is not None:
        return (f"first {first[1]}",)
    if re.search(r"\baccept", low):
        return ("accepted", "rejected") if "reject" in low else ("accepted",)
    return ("call",) if re.search(r"\bcall (?:within|in|back)\b|^calls?$", low) else ()


RESPONSES = TableReader("response times by sort of lead", _takes, _row)
