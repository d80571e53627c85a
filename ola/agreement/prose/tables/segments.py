"""Tables that sort leads: by country, by a condition for each group, by where each case goes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.columns import Columns
from ola.agreement.prose.facts import as_point, as_points, one_fact, read_facts
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.countries import country_code
from ola.agreement.prose.reading import Ambiguous, Checked, Context, NotUnderstood, Outcome, Put, Question
from ola.agreement.prose.sentences.questions import NO_ORDER
from ola.agreement.prose.tables.limits import limit_outcome, time_outcome
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import one_of, value
from ola.agreement.prose.written import row_with, written
from ola.finding import spoken_list
from ola.tree.markdown import Table
from ola.tree.words import Words

_BETWEEN = re.compile(r"\s*[,;]\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)
REST = re.compile(
    r"^(?:everything|everybody|everyone|anything|anyone|anybody|all)\s+else\b"
    r"|^(?:(?:all|any|every) )?(?:the )?"
    r"(?:others?|other (?:leads?|countr(?:y|ies)|regions?|states?|sources?|inbound leads?|values?))$"
    r"|^(?:otherwise|default|catch-?all|all remaining(?: leads?| countries| states)?"
    r"|(?:the )?(?:rest|remainder)(?: of (?:the )?(?:world|leads?|countries))?|row)$",
    re.IGNORECASE,
)


def listed(words: Words) -> tuple[Words, ...]:
    """Take a list apart at its commas, "and" and "or"."""
    return tuple(each for each in words.parted(_BETWEEN) if each.text)


# ── by country ──────────────────────────────────────────────────────────────────────────────────


def _takes_countries(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.roles[:1] == ("segment",) and columns.has("countries")


def _country_row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    name, said = columns.cell(unit, "segment"), columns.cell(unit, "countries")
    if name is None or said is None or unit.table is None:
        return ()
    segment, place = key_of(unit.table.header[0].text), unit.place
    if REST.search(said.text.split(",")[0]):
        put = Put(("segments", segment, name.text), value("otherwise", said.place))
        says = f"The {segment} is {name.text} for all other leads{who_has_them(unit, columns)}."
        return (Checked("derived", says, (put,), (), place), *timed(unit, columns, context))
    if _STATES.fullmatch(unit.table.header[columns.roles.index("countries")].text.strip(" :*")):
        condition = f"state in {one_of(part.text for part in listed(said))}"
        field = Put(("fields", "state", "type"), value("text", said.place), is_stand_in=True)
        put = Put(("segments", segment, name.text), value(condition, said.place))
        says = f"The {segment} is {name.text} when {condition}{who_has_them(unit, columns)}."
        return (Checked("derived", says, (field, put), (), place), *timed(unit, columns, context))
    parts = _countries(said)
    groups = [part for part in parts if is_code(part)]
    strangers = [part for part in parts if country_code(part.text) is None and not is_code(part)]
    shared = [part for part in parts if _elsewhere(unit, columns, part, context)]
    at = columns.at(unit, "countries")
    if at is not None and (strangers or shared):
        left = [part for part in parts if part not in shared]
        # A group of countries stands as code: a yes/no field of that name, which each lead must bring.
        told = ", ".join(f"`{part.text}`" if country_code(part.text) is None else part.text for part in left)
        source = context.document.source
        ways = (row_with(unit, source, {at: told}),) if left else ()
        questions = []
        if strangers:
            named = spoken_list([each.text for each in strangers])
            asks = f"Which countries are {named}? They are no countries of ISO 3166."
            questions.append(Question("OLA180", asks, ways))
        if shared:
            asks = f"{spoken_list([each.text for each in shared])} stands in another row too. Which of them wins?"
            questions.append(Question("OLA181", asks, ways))
        return (Ambiguous("derived", tuple(questions), (), place),)
    codes = [code for part in parts if (code := country_code(part.text)) is not None]
    facts = [fact for part in groups if (fact := one_fact(part)) is not None]
    conditions = [*([f"country in {one_of(codes)}"] if codes else []), *(fact.condition for fact in facts)]
    condition = " or ".join(conditions)
    puts = (
        Put(("fields", "country", "type"), value("country", said.place)),
        *(put for fact in facts for put in fact.puts()),
        Put(("segments", segment, name.text), value(condition, said.place)),
    )
    needs = tuple(need for fact in facts for need in fact.names)
    says = f"The {segment} is {name.text} when {condition}{who_has_them(unit, columns)}."
    return (Checked("derived", says, puts, (), place, needs), *timed(unit, columns, context))


_STATES = re.compile(r"(?:us |u\.s\. )?(?:states?|provinces?|states?/provinces?)(?: covered)?", re.IGNORECASE)


def who_has_them(unit: Unit, columns: Columns) -> str:
    """Say where the leads of a row go, and who has them, as far as its cells tell."""
    goes, party = columns.cell(unit, "goes to"), columns.cell(unit, "party")
    told = f"; its leads go to {goes.text}" if goes is not None else ""
    return told + (f"; {party.text} has them" if party is not None else "")


def timed(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read the time of a row that says besides who is in its group; the time is that of the group, not of a route."""
    return time_outcome(unit, Columns(tuple(None if role == "goes to" else role for role in columns.roles)), context)


def is_code(words: Words) -> bool:
    """Say that words are marked as code from end to end."""
    return words.is_marked(0, len(words.text), "code")


def _countries(said: Words) -> tuple[Words, ...]:
    """Take a list of countries apart; an "and" may be part of a name, as in Trinidad and Tobago."""
    rough = list[Words]()
    for match in re.finditer(r"[^,;]+", said.text):
        part = said.cut(match.start(), match.end())
        rough += [part] if country_code(part.text) is not None else listed(part)
    return tuple(rough)


def _elsewhere(unit: Unit, columns: Columns, part: Words, context: Context) -> bool:
    """Say whether another row of the table names the same."""
    at, of = columns.roles.index("countries"), unit.table
    if of is None:
        return False
    named = context.once(("countries", of.place), lambda: _named(of, at))
    return named[part.text.lower()] > 1


def _named(of: Table, at: int) -> Counter[str]:
    """Count in how many rows of a table each country stands."""
    cells = (row.cells[at] for row in of.rows if at < len(row.cells))
    return Counter(name for cell in cells for name in {part.text.lower() for part in _countries(cell)})


COUNTRIES = TableReader(
    "segments by country",
    _takes_countries,
    _country_row,
    uses=frozenset({"segment", "countries", "party", "goes to", "limit"}),
)


# ── by a condition for each group ───────────────────────────────────────────────────────────────


def _takes_groups(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.roles[:1] == ("segment",) and columns.has_any("when", "limit")


def _group_row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read who is in a group, and within what time its leads are worked.

    Rows that may take the same lead are asked about until they say which of them counts.
    """
    name, limit = columns.cell(unit, "segment"), columns.cell(unit, "limit")
    if name is None:
        return ()
    if limit is None:
        return _without_limit(unit, name, columns, context)
    ordered = _ORDERED.search(limit.text)
    if ordered is not None:
        member = _member(unit, name, columns, context)
        outcomes = limit_outcome(unit, limit.cut(0, ordered.start()), columns, context)
        return () if member is None or not outcomes else (member, *outcomes)
    others = [
        limit_outcome(unit, limit, columns, context, besides=way, end=_IN_ORDER)
        for way in _who(unit, name, columns, context)
    ]
    outcome = others[0][0] if others and others[0] else None
    offered = [_offered(each[0]) for each in others if each]
    asks = "May a lead be in two of these groups, and which limit wins then?"
    at = columns.at(unit, "limit")
    match outcome:
        case Ambiguous(questions=questions):
            order = Question(NO_ORDER.code, asks, tuple(ways[0] for ways in offered if ways))
            return (replace(outcome, questions=(*questions, order)),)
        case Checked(figures=figures) if at is not None:
            source = context.document.source
            told = written(limit, source) + _IN_ORDER
            ways = tuple(row_with(unit, source, {**way, at: told}) for way in _who(unit, name, columns, context))
            return (Ambiguous("deadline", (Question(NO_ORDER.code, asks, ways),), figures, unit.place),)
        case _:
            return others[0] if others else ()


_IN_ORDER = ", in the first row that fits"
_ORDERED = re.compile(r",?\s*in the first row that fits\s*$", re.IGNORECASE)


def _offered(outcome: Outcome) -> tuple[str, ...]:
    questions = outcome.questions if isinstance(outcome, Ambiguous) else ()
    return tuple(choice for question in questions for choice in question.choices)


def _without_limit(unit: Unit, name: Words, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read a group without a time: the one for all other leads; the last row may be written so."""
    who = columns.cell(unit, "when")
    if who is not None and REST.search(who.text):
        return (_rest_of(unit, name, who),)
    rows = unit.table.rows if unit.table is not None else ()
    if "when" not in columns.roles or not rows or rows[-1].place.line != unit.place.line:
        return ()
    changes = {columns.roles.index("when"): "everything else"}
    return (NotUnderstood(row_with(unit, context.document.source, changes), unit.place),)


def _rest_of(unit: Unit, name: Words, who: Words) -> Checked:
    segment = key_of(unit.table.header[0].text) if unit.table is not None else "segment"
    put = Put(("segments", segment, name.text), value("otherwise", who.place))
    return Checked("derived", f"The {segment} is {name.text} for all other leads.", (put,), (), unit.place)


def _member(unit: Unit, name: Words, columns: Columns, context: Context) -> Checked | None:
    """Read who is in a group; where nothing says so, a yes/no field of its name does."""
    who = columns.cell(unit, "when")
    if who is not None and REST.search(who.text):
        return _rest_of(unit, name, who)
    facts = one_fact(name) if who is None else read_facts(who, context)
    if facts is None or facts.is_unsaid or unit.table is None:
        return None
    segment = key_of(unit.table.header[0].text)
    puts = (*facts.puts(), Put(("segments", segment, name.text), value(facts.condition, unit.place)))
    says = f"The {segment} is {name.text} when {facts.condition}, unless a row above fits."
    return Checked("derived", says, puts, facts.figures, unit.place, facts.names)


def _who(unit: Unit, name: Words, columns: Columns, context: Context) -> tuple[dict[int, str], ...]:
    """Write anew who is in a group where it cannot be read as it stands; a list in both ways."""
    who, at = columns.cell(unit, "when"), columns.at(unit, "when")
    if who is None or at is None or _member(unit, name, columns, context) is not None:
        return ({},)
    source = context.document.source
    listed_ways = as_points(who, context, source)
    if listed_ways is None:
        return ({at: as_point(who, context, source)},)
    every, one = listed_ways
    return ({at: one}, {at: every})


GROUPS = TableReader(
    "groups with a condition or a limit",
    _takes_groups,
    _group_row,
    uses=frozenset({"segment", "when", "limit", "party"}),
)


# ── by where each case goes ─────────────────────────────────────────────────────────────────────


def _takes_routing(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.has("goes to") and columns.has("when")


_WORDED = re.compile(r"\b(AND|OR|NOT|IN|BETWEEN)\b")
_COMPARED = re.compile(
    r"^\(?\s*(?P<left>[A-Za-z_][\w ]*?)\s*(?P<sign>>=|<=|!=|=|<|>|\bnot in\b|\bin\b|\bbetween\b)", re.IGNORECASE
)


def condition_text(words: Words) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Read a condition as people type it in a table, `a >= 750 AND b IN [A, B]`; with its fields and their types."""
    text = _WORDED.sub(lambda match: match.group().lower(), words.text).replace("[", "(").replace("]", ")")
    fields: list[tuple[str, str]] = []
    spelt: list[str] = []
    for joint, part in _atoms(text):
        match = _COMPARED.match(part)
        if match is None:
            return None
        if match["sign"].lower() in {"in", "not in"} and not part[match.end() :].lstrip().startswith("("):
            return None  # "Country in DACH" is said in plain words
        key = key_of(match["left"])
        compares = match["sign"] in {">=", "<=", "<", ">"} or match["sign"].lower() == "between"
        fields.append((key, "number" if compares else "text"))
        spelt.append(f"{joint}{part.replace(match['left'], key, 1)}")
    return "".join(spelt), tuple(dict.fromkeys(fields))


def _atoms(text: str) -> Iterator[tuple[str, str]]:
    """Cut a condition at its "and" and "or", but not at the "and" of a "between"."""
    parts = re.split(r"(\s+(?:and|or)\s+)", text)
    at = 0
    while at < len(parts):
        joint, part = (parts[at - 1] if at else ""), parts[at]
        if re.search(r"\bbetween\s+\S+$", part, re.IGNORECASE) and at + 2 < len(parts):
            part += parts[at + 1] + parts[at + 2]
            at += 2
        yield joint, part
        at += 2


def _routing_row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read to whom a case goes, and within what time."""
    when, target = columns.cell(unit, "when"), columns.cell(unit, "goes to")
    if when is None or target is None:
        return ()
    name = columns.cell(unit, "rule") or target
    party = columns.cell(unit, "party")
    owner = f"; {party.text} has them" if party is not None else ""
    if REST.search(when.text):
        put = Put(("segments", "route", name.text), value("otherwise", when.place))
        says = f"The route is {name.text}, to {target.text}, for all other leads{owner}."
        return (Checked("derived", says, (put,), (), unit.place), *time_outcome(unit, columns, context))
    said = condition_text(when)
    puts: list[Put] = []
    needs: tuple[str, ...] = ()
    if said is not None:
        condition, fields = said
        scores = {key_of(score) for score in context.declared.scores}
        puts += [
            Put(("fields", field, "type"), value(kind, when.place), is_stand_in=True)
            for field, kind in fields
            if field not in scores
        ]
    else:
        facts = read_facts(when, context)
        if facts is None or facts.is_unsaid:
            return ()
        condition, needs = facts.condition, facts.names
        puts += facts.puts()
    puts.append(Put(("segments", "route", name.text), value(condition, when.place)))
    figures = tuple(re.findall(r"-?\d[\d.,]*", condition))
    says = f"The route is {name.text}, to {target.text}, when {condition}{owner}."
    routed = Checked("derived", says, tuple(puts), figures, unit.place, needs)
    return (routed, *time_outcome(unit, columns, context))


ROUTING = TableReader(
    "where each case goes",
    _takes_routing,
    _routing_row,
    uses=frozenset({"when", "goes to", "rule", "limit", "party"}),
)
