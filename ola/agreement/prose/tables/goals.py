"""Tables of figures and what each is to be: shares, counts and times per period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ola.agreement.prose.columns import Columns
from ola.agreement.prose.columns import columns as table_columns
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import read_condition
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.periods import SPOKEN, period_at, read_period
from ola.agreement.prose.phrases.quantities import Bound, Quantity, bound_at
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.tokens import Tokens, cut, text_of
from ola.agreement.prose.reading import Ambiguous, Checked, Context, NotUnderstood, Outcome, Put, Question
from ola.agreement.prose.sentences.core import event_name
from ola.agreement.prose.sentences.goals import Number, bound_told, counted, settled
from ola.agreement.prose.sentences.measures import Measure, measure, period_told
from ola.agreement.prose.sentences.promise import Promise
from ola.agreement.prose.sentences.promise import settled as settled_promise
from ola.agreement.prose.sentences.questions import NO_COHORT
from ola.agreement.prose.sentences.sentence import sentence
from ola.agreement.prose.tables.averages import ask_of_half, read_half
from ola.agreement.prose.tables.limits import lengths, promise_name
from ola.agreement.prose.tables.several import also_told, others_of, parts_of
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import value
from ola.agreement.prose.written import row_with, written
from ola.tree.words import Words

_NONE = re.compile(r"^(?:none|no|zero|nil)$", re.IGNORECASE)
_WITHOUT = re.compile(
    r"^(?P<what>.+?)\s+(?:without|with no)\s+(?P<event>[\w -]+?)\s+(?:for|in|since)\s+(?P<time>.+)$", re.IGNORECASE
)
_UNTIMED = re.compile(r"^(?:on|at|upon|with)\s+\w+", re.IGNORECASE)


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    first = columns.roles[:1]
    return first in {("measure",), ("rule",)} and columns.has_any("goal", "limit")


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    named, mark = columns.cell(unit, "measure", "rule"), columns.cell(unit, "goal", "limit")
    if named is None or mark is None:
        return ()
    silent = _WITHOUT.match(named.text)
    if silent is not None and lengths(named):
        return _silent(unit, silent, columns, context)
    half = read_half(unit, named, mark, columns, context)
    if half is not None:
        return (half,)
    parts = parts_of(mark)
    if len(parts) > 1:
        return tuple(_each_part(unit, named, mark, parts, columns, context))
    tokens = cut(mark)
    bound = _bound(mark, tokens)
    if bound is None:
        return ()
    attained = _attained(unit, named, bound, tokens, columns, context)
    if attained is not None:
        return (attained,)
    goal = _goal(unit, named, mark, bound, tokens, columns, context)
    return () if goal is None else (goal,)


def _each_part(
    unit: Unit, named: Words, mark: Words, parts: tuple[Words, ...], columns: Columns, context: Context
) -> Iterator[Outcome]:
    """Read each bound of a mark that tells several, with who owes them all."""
    owed = _OWED.search(written(mark, context.document.source))
    for part in parts:
        tokens = cut(part)
        bound = _bound(part, tokens)
        by = owed["who"] if owed is not None else None
        goal = _goal(unit, named, part, bound, tokens, columns, context, owed_by=by) if bound is not None else None
        yield goal if goal is not None else NotUnderstood(None, part.place)


def _bound(mark: Words, tokens: Tokens) -> Bound | None:
    if _NONE.match(mark.text):
        return Bound("<=", Quantity("number", Fraction(0)))
    every, at = list[tuple[Bound, int]](), 0
    while at < len(tokens):
        found = bound_at(tokens, at)
        every += [found] if found is not None else []
        at = found[1] if found is not None else at + 1
    # Of several the one that says its period: "4-6 per day (20-30 a week)".
    spoken = (bound for bound, end in every if (period := period_at(tokens, end)) is not None and period[0] in SPOKEN)
    return next(spoken, every[0][0] if every else None)


def _goal(
    unit: Unit, named: Words, mark: Words, bound: Bound, tokens: Tokens, columns: Columns, context: Context,
    *, owed_by: str | None = None,
) -> Outcome | None:  # fmt: skip
    """Read a figure as a number of a period, with all that the row leaves open.

    `owed_by` owes it where it is one of several that a mark tells.
    """
    words = sentence(replace(unit, words=named), context)
    known = lexicon(context.declared)
    name = measure(cut(named), known)
    what = name.what or read_condition(name.fact or text_of(name.rest), known) or _filled(named)
    if words is None or (what is None and bound.first.kind == "share"):
        return None
    party, source = columns.cell(unit, "party"), context.document.source
    period = _period(unit, tokens, columns) or name.period or _above(unit, context)
    by = _who(party, mark)
    match bound.first.kind:
        case "money":
            asks = "Which field is summed up, and over which leads?"
            return Ambiguous("goal", (Question(NO_COHORT.code, asks, ()),), bound.figures, unit.place)
        case "length" if not bound.about:
            typical = ask_of_half(unit, named, bound, period, by, columns, context)
            return replace(typical, figures=tuple(dict.fromkeys((*bound.figures, *map(str, lengths(mark))))))
        case _:
            pass
    told = written(mark, source)
    cohort, each, owed = _OF.search(told), _EACH.search(told), _OWED.search(told)
    is_share = bound.first.kind == "share"
    of_all = _is_of_all(bound, columns.cell(unit, "every"))
    of = name.of or (_stage_in(named, context) if of_all else None)
    number = Number(
        name=named.text if owed_by is None else f"{named.text} per {period}",
        what=what if what is not None and is_share else counted(name.rest, words) or named.text.lower(),
        bound=_sense(bound, name, columns),
        of=cohort["of"] if cohort is not None else of,
        period=period,
        party=owed["who"] if owed is not None else owed_by or by,
        per=each["each"] if each is not None else name.per or ("owner" if _per(mark) is not None else None),
    )
    at = columns.at(unit, "goal", "limit")
    others = others_of(tokens, bound) if owed_by is None else ()

    def tells(way: Number) -> str:
        return row_with(unit, source, {at or 0: "; ".join((*also_told(way, others), _goal_told(way, party)))})

    outcome = settled(number, words, tells)
    times = tuple(str(time) for time in lengths(mark) if str(time) not in bound.figures)
    if of_all and isinstance(outcome, Ambiguous):
        # A moment and all of them: no number of a period is asked for, and the nearest that is read is one.
        ways = [choice for question in outcome.questions for choice in question.choices]
        return NotUnderstood(ways[0] if ways else None, unit.place)
    besides = tuple(figure for each, _ in others for figure in each.figures)
    return replace(outcome, figures=(*outcome.figures, *besides, *times), place=unit.place)


def _sense(bound: Bound, name: Measure, columns: Columns) -> Bound:
    """Say in which sense a bare figure bounds: a goal is the least; what nobody wants may be meant either way."""
    if bound.said or bound.sense != "=":
        return bound
    if name.unwanted:
        return replace(bound, sense="either")
    is_least = bound.first.kind == "share" or columns.has("goal")
    return replace(bound, sense=">=" if is_least else "<=")


def _who(party: Words | None, mark: Words) -> str | None:
    if party is None:
        return _per(mark)
    return "both sides" if _BOTH.match(party.text) else party.text


_BOTH = re.compile(
    r"^(?:both(?: teams| sides| parties)?|joint(?:ly)?|shared|(?:marketing|sales) (?:and|&|\+|/) (?:sales|marketing))$",
    re.IGNORECASE,
)


def _above(unit: Unit, context: Context) -> str | None:
    return context.once(("period above", unit.table and unit.table.place), lambda: _told_above(unit, context))


def _told_above(unit: Unit, context: Context) -> str | None:
    """Give the period that the sentence above the table tells: `Quarterly goals:`."""
    for at in range(context.at - 1, -1, -1):
        above = context.units[at]
        if above.kind == "sentence" and above.headings == unit.headings:
            return period_told(above.text)
        if above.kind == "heading" or above.table is not unit.table:
            return None
    return None


_FILLED = re.compile(
    r"(?P<field>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,4}) (?:is |are )?(?:filled(?: in)?|known|given|set|complete)"
)


def _filled(named: Words) -> Read | None:
    """Read that a field, told by its name in capitals, is filled in: `Loss Reason filled`."""
    found = _FILLED.fullmatch(named.text.strip())
    key = key_of(found["field"]) if found is not None else ""
    return Read(f"{key} is known", (Need(key, "text"),)) if key else None


def _stage_in(named: Words, context: Context) -> str | None:
    """Give the stage whose name stands in that of a measure: `Lost` of `Lost Because filled`."""
    words = set(named.text.lower().split())
    return next((stage for stage in context.declared.stages if set(stage.lower().split()) <= words), None)


def _is_of_all(bound: Bound, every: Words | None) -> bool:
    """Say that all of something is asked for at a moment, and no share in a period: `on closing`, `100%`."""
    is_all = bound.first.kind == "share" and bound.first.value == 1
    return is_all and every is not None and _UNTIMED.match(every.text) is not None


_OF = re.compile(r"\bof `(?P<of>[^`]+)`")
_EACH = re.compile(r"\bfor each (?P<each>owner|team)\b")
_OWED = re.compile(r"\bowed by (?P<who>[A-Za-z][\w&/ -]*)$")


def _goal_told(number: Number, party: Words | None) -> str:
    """Write a mark as its cell says it in full; who owes it stands there where no other cell says so."""
    told = bound_told(number)
    told += f" of `{number.of}`" if number.of is not None else ""
    told += f" per {number.period}"
    told += f" for each {number.per}" if number.per in {"owner", "team"} else ""
    return told if party is not None and number.party == party.text else f"{told}, owed by {number.party}"


_INSIDE = re.compile(r"^(?P<group>.+?) (?:inside|within|in) (?:the |their )?(?:limit|time|sla)$", re.IGNORECASE)


def _attained(
    unit: Unit, named: Words, bound: Bound, tokens: Tokens, columns: Columns, context: Context
) -> Checked | None:
    """Read the share of a group's leads inside its limit: the target of the clock that another table gives it."""
    match, period = _INSIDE.match(named.text), _period(unit, tokens, columns)
    if match is None or bound.first.kind != "share" or period not in SPOKEN:
        return None
    for other in context.units:
        known = table_columns(other.table) if other.kind == "row" and other.table is not None else None
        group = known.cell(other, "segment") if known is not None and known.has("limit") else None
        if known is not None and group is not None and group.text.lower() == match["group"].lower():
            name = promise_name(other, known)
            target = f"{bound.first} per {period}"
            put = Put(("commitments", name, "target"), value(target, unit.place))
            figures = (*bound.figures, *(str(time) for time in _lengths_of(unit)))
            return Checked("goal", f"The clock “{name}” is met in {target}.", (put,), figures, unit.place)
    return None


def _lengths_of(unit: Unit) -> tuple[Length, ...]:
    """Give the times that any cell of a row tells."""
    return tuple(time for cell in unit.cells for time in lengths(cell))


def _per(mark: Words) -> str | None:
    match = re.search(r"\bper\s+(?P<who>[A-Z][\w&/-]*)", mark.text)
    return match["who"] if match else None


def _period(unit: Unit, tokens: Tokens, columns: Columns) -> str | None:
    """Give the period a row says itself, its column of periods, or the heading above: "What we look at each week"."""
    for at in range(len(tokens)):
        found = period_at(tokens, at)
        if found is not None:
            return found[0]
    every = columns.cell(unit, "every")
    if every is not None:
        return None if _UNTIMED.match(every.text) and read_period(every) is None else read_period(every)
    for heading in reversed(unit.headings):
        words = cut(heading)
        for at in range(len(words)):
            found = period_at(words, at)
            if found is not None:
                return found[0]
    return None


def _silent(unit: Unit, match: re.Match[str], columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read what must not be left alone for long: "Opportunities without activity for 21 days"."""
    party, times = columns.cell(unit, "party"), lengths(unit.cells[0])
    event = event_name(cut(match["event"]))
    if party is None or len(times) != 1 or times[0].business or event is None:
        return ()
    promise = Promise(
        name=f"{event} on {match['what'].lower()}",
        limit=replace(times[0], absolute=True),
        party=party.text,
        starts=(event,),
        stops=(event,),
        calendar="always",
    )
    return (settled_promise(promise, lexicon(context.declared), unit.place),)


GOALS = TableReader(
    "figures and what each is to be",
    _takes,
    _row,
    uses=frozenset({"measure", "rule", "goal", "limit", "party", "every"}),
    aside={"breach": "what is done where a goal is missed"},
)
