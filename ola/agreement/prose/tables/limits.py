"""Tables with a time for each row: who does what, and within how long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ola.agreement.prose.columns import Columns
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.limits import Limit, OnDay, limit_at
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.quantities import quantities
from ola.agreement.prose.phrases.read import Read, joined
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import Ambiguous, Context, NotUnderstood, Outcome, Question
from ola.agreement.prose.sentences.clock_rules import clock_rule, with_clock
from ola.agreement.prose.sentences.commitments import promised
from ola.agreement.prose.sentences.core import event_name
from ola.agreement.prose.sentences.promise import MOST_CHOICES, Promise, listed, settled, terms
from ola.agreement.prose.sentences.questions import NO_CALENDAR
from ola.agreement.prose.sentences.sentence import sentence
from ola.agreement.prose.sentences.verbs import VAGUE
from ola.agreement.prose.tables.each_day import by_their_days, clocks_of
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import quoted
from ola.agreement.prose.written import row_with, written
from ola.tree.value import Scalar
from ola.tree.words import Words

_DAY = re.compile(r"\bday\s+(\d+)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:of|after|from|since|following)\b(?! opening time)", re.IGNORECASE)
_WITHIN = re.compile(r"\s*(?:within|in|time|limit)$", re.IGNORECASE)
_IN_FULL = re.compile(r"\bcounted from\b", re.IGNORECASE)
_NOBODY = "Nobody"


def lengths(words: Words) -> tuple[Length, ...]:
    """Give every length of time in words, in order."""
    return tuple(each.length for each in quantities(words) if each.length is not None)


def limit_outcome(
    unit: Unit, limit: Words, columns: Columns, context: Context, *, besides: Mapping[int, str] = {}, end: str = ""
) -> tuple[Outcome, ...]:
    """Read the time of a row as a promise, with all that the row leaves open.

    What is offered are whole rows; `besides` are other cells that they write anew, `end` stands behind the time.
    """
    row, known, source = promise_of(unit, columns), lexicon(context.declared), context.document.source
    at = columns.at(unit, "limit", "day")
    if at is None:
        return ()

    def tells(way: Promise) -> str:
        return row_with(unit, source, {**besides, at: limit_told(way, row) + end})

    if _SINCE.search(limit.text):
        parts = clocks_of(limit)
        if len(parts) > 1:
            return tuple(_each_clock(parts, row, unit, context))
        since = promise_since(limit, row, unit, context)
        if since is None:
            return ()
        waits = since.paused_while or clock_rule(unit, context).paused_while
        return (settled(replace(since, paused_while=waits), known, unit.place, tells),)
    days = _DAY.findall(limit.text)
    if days:
        first = _first_day(unit, at)
        action = columns.cell(unit, "action")
        each = by_their_days(action, [int(day) - first for day in days], row) if action is not None else ()
        promise = replace(row, limit=OnDay(int(days[-1]) - first, business=False), stops=row.stops or _by_words(unit))
        outcome = settled(promise, known, unit.place, tells)
        ways = _choices(outcome)
        if each:
            of_each = (_choices(settled(one, known, unit.place, lambda way: limit_told(way, row))) for one in each)
            ways = tuple(row_with(unit, source, {at: "; ".join(several)}) for several in zip(*of_each, strict=True))
        asks = f"Is “{limit.text}” counted in business days or in days?"
        question = Question(NO_CALENDAR.code, asks, ways[:MOST_CHOICES])
        return (Ambiguous("deadline", (question,), tuple(days), unit.place),)
    found = limits(limit)
    if not found:
        return ()
    promise = replace(row, limit=found[0], most=found[1] if len(found) > 1 else None)
    promise = with_clock(promise, unit, context)
    return (settled(promise, known, unit.place, tells),)


def time_outcome(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read the time that a row tells besides; a cell that is not made out is not dropped."""
    limit = columns.cell(unit, "limit")
    if limit is None:
        return ()
    return limit_outcome(unit, limit, columns, context) or (NotUnderstood(None, limit.place),)


def _choices(outcome: Outcome) -> tuple[str, ...]:
    questions = outcome.questions if isinstance(outcome, Ambiguous) else ()
    return tuple(dict.fromkeys(choice for question in questions for choice in question.choices))


def _each_clock(parts: tuple[Words, ...], row: Promise, unit: Unit, context: Context) -> Iterator[Outcome]:
    """Read each of the clocks that a cell tells in full."""
    for number, part in enumerate(parts, 1):
        since = promise_since(part, replace(row, name=f"{row.name} {number}"), unit, context)
        if since is None:
            yield NotUnderstood(None, part.place)
            continue
        # Which of several it is stands in its name: `attempt 3`.
        which = tuple(number for stop in since.stops for number in re.findall(r"\b\d+\b", stop))
        yield settled(replace(since, figures=(*since.figures, *which)), lexicon(context.declared), unit.place)


def promise_of(unit: Unit, columns: Columns) -> Promise:
    """Give what a row promises, but for its time."""
    return Promise(
        name=promise_name(unit, columns),
        party=_party(columns.cell(unit, "party")),
        stops=_stops(unit, columns),
        scope=_scope(unit, columns),
        likely=_entered(unit, columns),
    )


def _entered(unit: Unit, columns: Columns) -> tuple[str, ...]:
    """Give the stage of a row: its time probably counts from when a lead came there."""
    return (unit.cells[0].text,) if columns.roles[:1] in {("stage",), ("status",)} else ()


def limit_told(promise: Promise, row: Promise) -> str:
    """Write a time as its cell says it in full; what the row itself tells is not said again."""
    told = terms(replace(promise, scope=promise.scope if promise.scope != row.scope else None))
    if promise.stops != row.stops:
        told += f", fulfilled by {listed(promise.stops)}"
    return told if promise.party == row.party else f"{told}, owed by {promise.party}"


def promise_since(limit: Words, row: Promise, unit: Unit, context: Context) -> Promise | None:
    """Read a cell that says from when its time counts: `within 3 hours around the clock, counted from `created``."""
    told = f"{_NOBODY} must reach {listed(row.stops or ('done',))} {written(limit, context.document.source)}"
    whole = sentence(replace(unit, words=Words(Scalar(told, told, unit.place)), title=None), context)
    promise = promised(whole) if whole is not None else None
    if promise is None:
        return None
    party = row.party if promise.party == _NOBODY else promise.party
    both = tuple(each for each in (row.scope, promise.scope) if each is not None)
    scope = None if not both else both[0] if len(both) == 1 else joined("all", both)
    return replace(promise, name=row.name, party=party, scope=scope)


def _first_day(unit: Unit, at: int) -> int:
    """Give the number of the first day: where a table has a day 0, day 1 is the next."""
    rows = unit.table.rows if unit.table is not None else ()
    return min((int(day) for row in rows for day in _DAY.findall(row.cells[at].text)), default=0)


def _by_words(unit: Unit) -> tuple[str, ...]:
    """Name an event by the words of a row, the longest cell, where they are no plain event."""
    words = max((cell.text for cell in unit.cells), key=len, default="")
    name = key_of(words).replace("_", " ").replace(" and ", " ")
    return (name,) if name else ()


def limits(words: Words) -> tuple[Limit, ...]:
    """Give the limit of a cell, and a second one where it tells two; nothing where it tells none."""
    times = lengths(words)
    if times:
        return times
    tokens = cut(words)
    found = limit_at(tokens, 0)
    return (found[0],) if found is not None and found[1] == len(tokens) else ()


def promise_name(unit: Unit, columns: Columns) -> str:
    """Name the promise by what is done, or by whom it is for and what its column promises."""
    action = columns.cell(unit, "action")
    if action is not None:
        return " ".join(action.text.split()[:_LONGEST_NAME])
    named = columns.cell(unit, "stage", "status", "segment", "rule", "when")
    return f"{_promised(unit, columns)} {named.text if named else ''}".strip()


def _promised(unit: Unit, columns: Columns) -> str:
    """Give what the header over the times promises: "First contact within" is a first contact."""
    at = next(at for at, role in enumerate(columns.roles) if role in {"limit", "day"})
    header = unit.table.header[at].text if unit.table is not None else ""
    return _WITHIN.sub("", header).lower()


def _stops(unit: Unit, columns: Columns) -> tuple[str, ...]:
    action = columns.cell(unit, "action")
    if columns.has("goes to"):
        return ("routed",)
    if action is None:
        promised = _promised(unit, columns)
        # "SLA" and "Respond within" name no event that data could show.
        return (promised,) if promised and promised.split()[0] not in _UNNAMED else ()
    # "first attempt: call, then mail" is a first attempt; an "and" would make two events of a name
    named = event_name(cut(action.text.split(":")[0]))
    return (named.replace(" and ", " "),) if named is not None else ()


_UNNAMED = VAGUE | {"sla", "deadline", "limit", "due", "response", "target", "maximum", "max", "max.", "time", "speed"}


def _party(cell: Words | None) -> str | None:
    return cell.text if cell is not None and re.fullmatch(r"[A-Z][\w&/ -]*", cell.text) else None


def _scope(unit: Unit, columns: Columns) -> Read | None:
    """Bind a row of a table of groups to its group, and one that says where a case goes to its route."""
    if columns.has("goes to"):
        route = columns.cell(unit, "rule") or columns.cell(unit, "goes to")
        return None if route is None else Read(f"route = {quoted(route.text)}")
    named = columns.cell(unit, "segment")
    if named is None or unit.table is None:
        return None
    return Read(f"{key_of(unit.table.header[0].text)} = {quoted(named.text)}")


_LONGEST_NAME = 6


# ── what is done when, and by whom ──────────────────────────────────────────────────────────────


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del context
    if columns.roles[:1] in {("stage",), ("status",)}:
        return False  # what is done there, and by when, is said of that stage
    return columns.has("action") and columns.has_any("limit", "day") and _has_times(unit, columns)


def _has_times(unit: Unit, columns: Columns) -> bool:
    """Say whether the column of times holds times: "When" heads other things too."""
    at = next(at for at, role in enumerate(columns.roles) if role in {"limit", "day"})
    cells = [row.cells[at] for row in unit.table.rows if at < len(row.cells)] if unit.table else []
    told = [cell for cell in cells if _IN_FULL.search(cell.text) or limits(cell) or _DAY.search(cell.text)]
    return len(told) * 2 > len(cells)


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    limit = columns.cell(unit, "limit", "day")
    return () if limit is None else limit_outcome(unit, limit, columns, context)


LIMITS = TableReader(
    "what is done when, and by whom",
    _takes,
    _row,
    uses=frozenset({"action", "limit", "day", "party", "segment"}),
)
