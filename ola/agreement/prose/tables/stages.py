"""Tables of stages and statuses: what each means, who holds it, what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.columns import Columns, columns, is_empty
from ola.agreement.prose.facts import Facts, as_points, one_fact, read_facts
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.quantities import quantities
from ola.agreement.prose.phrases.read import Read
from ola.agreement.prose.reading import (
    About,
    Ambiguous,
    Checked,
    Context,
    ForPeople,
    NotUnderstood,
    Outcome,
    Put,
    Question,
)
from ola.agreement.prose.sentences.declarations import event_puts
from ola.agreement.prose.tables.limits import lengths, time_outcome
from ola.agreement.prose.tables.silence import read_silence, silences
from ola.agreement.prose.tables.stage_field import header_key
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import items, quoted, table, value
from ola.agreement.prose.written import row_with
from ola.tree.words import Words

_SHARE = re.compile(r"^\d+(?:\.\d+)?\s*%$")


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.roles[:1] in {("stage",), ("status",)} and columns.has_any("means", "when", "party")


def _whole(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Take the first column as the stages, or as the values of a field where another table has the stages."""
    named = unit.cells[0]
    listed = [row.cells[0] for row in unit.table.rows if not is_empty(row.cells[0])] if unit.table else []
    if not listed:
        return ()
    key, place = key_of(named.text), unit.place
    if _is_the_stage(columns, context):
        field = table({"type": "stage", "label": named.text}, place)
        stages = tuple(Put(("stages", each.text), table({}, each.place)) for each in listed)
    else:
        field = table({"type": "choice", "label": named.text, "choices": items(listed, place)}, place)
        stages = ()
    says = f"{named.text} is one of {', '.join(each.text for each in listed)}."
    return (Checked("shape", says, (Put(("fields", key), field), *stages), (), place),)


def _is_the_stage(of: Columns, context: Context) -> bool:
    """Whether this table declares the stages: it is headed so, or no other table is."""
    return of.roles[0] == "stage" or not context.once("a table of stages", lambda: _has_stages(context))


def _has_stages(context: Context) -> bool:
    return any(
        each.kind == "table" and each.table is not None and columns(each.table).roles[:1] == ("stage",)
        for each in context.units
    )


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    name = columns.cell(unit, "stage", "status")
    if name is None:
        return ()
    means, when = (columns.cell(unit, role) for role in ("means", "when"))
    outcomes = _stage(unit, name, when or means, columns, context)
    if means is not None and when is not None:
        # What a lead must have done stands in the other column; a word of measure here would say so again.
        counts = bool(quantities(means)) or not outcomes
        outcomes += (NotUnderstood(None, means.place) if counts else ForPeople(_MEANING, means.place),)
    return (*outcomes, *time_outcome(unit, columns, context))


_MEANING = "what a stage or status means"


def _stage(unit: Unit, name: Words, told: Words | None, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read what a stage takes or means, and which fields it asks for."""
    demands = tuple(_demands(unit, name, told)) if told is not None else ()
    rest = _rest(told, demands)
    as_stage = _is_the_stage(columns, context)
    if demands and rest is not None:
        return (*demands, ForPeople(_MEANING, rest.place))
    if rest is not None or (not demands and as_stage):
        meaning = _meaning(unit, name, rest, columns, context, as_stage=as_stage)
        return () if meaning is None else (meaning,)
    return demands


# ── what a row asks for: "always with a `Reason`", "set `Follow-up Date`" ────────────────────────

_NEEDS = re.compile(
    r"\b(?:always with|with an?|needs?|must (?:have|exist|be (?:set|filled|given))|set|fill|says why|required)\b",
    re.IGNORECASE,
)
_MUST_EXIST = re.compile(r"^an?\s+(?P<what>[\w -]+?)\s+must (?:exist|be (?:set|there))$", re.IGNORECASE)
_POINT = re.compile(r"[^;]+")


def _points(told: Words) -> Iterator[Words]:
    for match in _POINT.finditer(told.text):
        point = told.cut(match.start(), match.end())
        if point.text:
            yield point


def _demands(unit: Unit, name: Words, told: Words) -> Iterator[Checked]:
    """Read the points of a row that ask for a field."""
    field = header_key(unit)
    for point in _points(told):
        codes = point.marked("code")
        exists = _MUST_EXIST.match(point.text)
        what = codes[0] if len(codes) == 1 and _NEEDS.search(point.text) else exists["what"] if exists else None
        if what is None or not key_of(what):
            continue
        when = f"{field} = {quoted(name.text)}"
        key, place = key_of(what), point.place
        puts = (
            Put(("fields", key, "type"), value("text", place), is_stand_in=True),
            Put(("fields", key, "label"), value(what, place)),
            Put(("fields", key, "required"), table({"when": when}, place)),
        )
        yield Checked("shape", f"{what} is required when {when}.", puts, (), place)


def _rest(told: Words | None, found: tuple[Checked, ...]) -> Words | None:
    """Give what a cell says besides its demands; those stand at its end."""
    if told is None:
        return None
    taken = {(outcome.place.line, outcome.place.column) for outcome in found}
    left = [point for point in _points(told) if (point.place.line, point.place.column) not in taken]
    if not left:
        return None
    if not taken:
        return told
    return left[0] if len(left) == 1 else None


# ── what a row means ────────────────────────────────────────────────────────────────────────────

_NO_MORE = re.compile(r"^no (?P<what>[\w -]+?) (?:for|in|since)\b", re.IGNORECASE)
_LASTS = re.compile(r"\b\d+\s+(?:minutes?|hours?|days?|weeks?|months?)\b", re.IGNORECASE)


def _meaning(
    unit: Unit, name: Words, told: Words | None, columns: Columns, context: Context, *, as_stage: bool
) -> Outcome | None:
    """Read what is true of a lead in a stage; nothing where its points cannot be made out."""
    place = unit.place
    shares = tuple(dict.fromkeys(cell.text.replace(" ", "") for cell in unit.cells if _SHARE.match(cell.text)))
    if told is None:
        return _checked(unit, name, None, shares, columns, as_stage=as_stage)
    at, source = columns.at(unit, "when", "means"), context.document.source
    silent = _SILENT.match(told.text)
    if silent is not None:
        without = _without_event(silent["what"], silent["time"], told, context)
        return _checked(unit, name, without, shares, columns, as_stage=as_stage)
    clock = read_silence(unit, name.text, told, context)
    if clock is not None:
        return clock
    if _LASTS.search(told.text):
        asks = f"From what moment is “{told.text}” counted, and until what?"
        spans = tuple(match.group() for match in _LASTS.finditer(told.text))
        waits = _NO_MORE.match(told.text)
        about = About((waits["what"],) if waits else (), "", spans)
        limit = next(iter(lengths(told)), None)
        meant = list(silences(name.text, waits["what"], limit, context)) if waits and limit is not None else []
        meant += [f"no `{waits['what']}` in the last {spans[0]}"] if waits else []
        ways = tuple(row_with(unit, source, {at: each}) for each in meant) if at is not None else ()
        return Ambiguous("deadline", (Question("OLA171", asks, ways),), spans, place, about)
    # What a status means is told in a breath; what a stage takes is a list of points.
    # A number in it is compared with something, and never part of a name.
    is_list = columns.has("when") or _COUNTED.match(told.text) is not None or bool(quantities(told))
    facts = read_facts(told, context) if is_list else one_fact(told)
    if facts is not None and any(char.isdigit() for need in facts.read.needs for char in need.name):
        facts = None
    points = as_points(told, context, source) if facts is None or facts.is_unsaid else None
    rows = tuple(row_with(unit, source, {at: way}) for way in points or () if at is not None)
    if facts is None:
        return NotUnderstood(rows[0], place) if rows else None
    if facts.is_unsaid:
        asks = f"Does {name.text} need all of these points, or is any of them enough?"
        return Ambiguous("predicate", (Question("OLA177", asks, rows),), (*shares, *facts.figures), place)
    return _checked(unit, name, facts, shares, columns, as_stage=as_stage)


_SILENT = re.compile(r"^no (?P<what>[\w -]+?) in the last (?P<time>\d+ (?:minute|hour|day|week)s?)$", re.IGNORECASE)
_COUNTED = re.compile(r"^(?:all|any|at least \d+) of\s*:", re.IGNORECASE)


def _without_event(what: str, time: str, told: Words, context: Context) -> Facts:
    """Read `no answer in the last 3 weeks`: how often the event happened since then."""
    read = Read(f"number of {what} in the last {time} = 0", figures=(time,))
    return Facts(read, told, tuple(event_puts((what,), lexicon(context.declared), told.place)))


def _checked(
    unit: Unit, name: Words, facts: Facts | None, shares: tuple[str, ...], columns: Columns, *, as_stage: bool
) -> Checked:
    place, header = unit.place, unit.table.header if unit.table is not None else ()
    puts = [] if facts is None else list(facts.puts())
    if as_stage:
        puts.append(Put(("fields", header_key(unit), "type"), value("stage", header[0].place)))
        puts.append(Put(("stages", name.text), table({"when": facts.condition if facts else None}, place)))
    elif facts is not None:
        field = key_of(header[0].text)
        rule = {"when": f"{field} = {quoted(name.text)}", "must": facts.condition}
        puts.append(Put(("rules", f"{field} {name.text}"), table(rule, place)))
    says = f"{name.text}: {facts.words.text}" if facts else f"{name.text} is a stage"
    party = columns.cell(unit, "party")
    if party is not None:
        says += f"; it is held by {party.text}"
    for cell, head in zip(unit.cells, header, strict=False):
        if _SHARE.match(cell.text):
            field = key_of(head.text)
            rule = {"when": f"{header_key(unit)} = {quoted(name.text)}", "must": f"{field} = {cell.text.rstrip('% ')}"}
            puts.append(Put(("fields", field, "type"), value("number", cell.place), is_stand_in=True))
            puts.append(Put(("rules", f"{field} at {name.text}"), table(rule, cell.place)))
            says += f"; {head.text} is {cell.text}"
    figures = (*shares, *(facts.figures if facts else ()))
    return Checked("predicate", f"{says}.", tuple(puts), figures, place, facts.names if facts else ())


STAGES = TableReader(
    "stages and statuses",
    _takes,
    _row,
    _whole,
    uses=frozenset({"stage", "status", "means", "when", "party", "limit"}),
    aside={"column": "what a system calls it"},
    also=lambda unit, *_: {at for at, cell in enumerate(unit.cells) if _SHARE.match(cell.text)},
)
