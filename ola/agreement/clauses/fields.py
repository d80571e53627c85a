"""Fields of the lead: their types, what is demanded of them, where each system keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

from ola.agreement.clauses.header import ATTRIBUTES, NAME, SENTENCE
from ola.agreement.scope import UNREADABLE_LIMIT, Scope, entries, flag, held, many, number, sentence, texts, words
from ola.agreement.structure import (
    Amount,
    ConditionText,
    Either,
    Flag,
    Key,
    Keys,
    ListOf,
    Table,
    Text,
    Word,
    instead,
    one_or_many,
)
from ola.clock.duration import Duration, UnreadableDuration, parse_duration
from ola.expr.names import closest, only_near
from ola.fieldtypes import TYPES
from ola.fieldtypes.field_type import kind_of
from ola.fieldtypes.kind import ORDERED
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.pattern import UnreadablePattern, check_pattern
from ola.fieldtypes.spec import Choice, Spec, TypeName
from ola.fieldtypes.text import fold, trim
from ola.finding import Code
from ola.plan import (
    Absent,
    Binding,
    Clause,
    Demand,
    Field,
    Max,
    MaxLength,
    Min,
    MinLength,
    NoneOf,
    OfType,
    Pattern,
    Present,
    Shape,
    System,
    Unchanging,
    Unique,
)
from ola.tree.value import Entry, Items, Node, Scalar
from ola.tree.value import Mapping as Written

TYPE_NAMES: tuple[TypeName, ...] = get_args(TypeName)
VALUE = Text("a value", numbers=True)
_STAGES = one_or_many(NAME)
_REQUIRED = Keys(
    {
        "at": Key(_STAGES, "Required of a record judged at this stage, or one of these.", example="mql"),
        "from": Key(NAME, "Required at this stage and those listed after it.", example="mql"),
        "when": Key(ConditionText(), "Required when this is true.", example="source = event"),
        "says": ATTRIBUTES["says"],
        "level": ATTRIBUTES["level"],
    },
    "always, or at, from or when",
)

FIELDS = Table(
    Keys(
        {
            "type": Key(Word(TYPE_NAMES), "What the field holds.", required=True, example="email"),
            "label": Key(SENTENCE, "The name people see.", example="Business e-mail"),
            "key": Key(Flag(), "True for the field that names a lead: required and unique.", example=True),
            "required": Key(
                Either((ListOf(_REQUIRED), Word(("always",)), _REQUIRED)),
                "When it must be filled in: always, at a stage, from a stage on, or when a condition is true.",
                example={"at": "mql"},
            ),
            "unique": Key(
                Either(
                    (
                        Flag(),
                        Keys(
                            {
                                "by": Key(one_or_many(NAME), "These fields together are unique.", example=["phone"]),
                                "within": Key(
                                    Text("a duration"), "Only among leads so close in time.", example="30 days"
                                ),
                                "says": ATTRIBUTES["says"],
                                "level": ATTRIBUTES["level"],
                            },
                            "by and within",
                        ),
                    )
                ),
                "True when no two rows may share the value.",
                example=True,
            ),
            "blank": Key(
                Keys(
                    {
                        "when": Key(ConditionText(), "It must be empty when this is true.", required=True),
                        "says": ATTRIBUTES["says"],
                        "level": ATTRIBUTES["level"],
                    },
                    "when it must be empty",
                ),
                "When it must be empty.",
                example={"when": "source = partner"},
            ),
            "changes": Key(Word(("never",)), "Once filled in it stays as it is.", example="never"),
            "not": Key(one_or_many(VALUE), "Values that are refused.", example=["0000000000"]),
            "min": Key(VALUE, "The least value.", example=0),
            "max": Key(VALUE, "The greatest value.", example=100),
            "min_length": Key(Amount(whole=True, least=0), "The fewest characters.", example=2),
            "max_length": Key(Amount(whole=True, least=1), "The most characters.", example=128),
            "pattern": Key(Text("a regular expression"), "It covers the whole trimmed value.", example="[0-9]{5}"),
            "currency": Key(Text("an ISO 4217 code", r"^[A-Z]{3}$"), "The currency of a money field.", example="USD"),
            "choices": Key(
                Either((ListOf(VALUE), Table(Text("a label", numbers=True), "a table of keys and labels"))),
                "The closed list of values, with labels where they have them.",
                example={"web": "Website"},
            ),
            "many": Key(Flag(), "True where a choice is a list of them.", example=True),
            "blanks": Key(one_or_many(VALUE), "Words that mean nothing was filled in.", example=["unknown", "?"]),
            "personal": Key(Flag(), "True where values are masked in every output.", example=True),
            "supplied_by": Key(NAME, "The party that fills it in.", example="marketing"),
            "in": Key(
                Table(
                    Either(
                        (
                            Keys(
                                {
                                    "field": Key(NAME, "The system's name of the field.", required=True),
                                    "values": Key(
                                        Table(VALUE, "values by choice"), "The system's spelling of each choice."
                                    ),
                                },
                                "the system's field and values",
                            ),
                            NAME,
                        )
                    ),
                    "a table of systems",
                ),
                "Its name in each system; one left out does not have the field.",
                example={"hubspot": "email", "salesforce": "Email"},
            ),
            **ATTRIBUTES,
        },
        "a field",
    ),
    "a table of fields",
)

DOES_NOT_FIT = Code(
    "OLA146",
    "error",
    "A demand that does not fit the field's type",
    """Choices belong to a choice, a currency to money, limits to what has an order, lengths and patterns to text.

    fields:
      email: {type: email, max: 100}

Write `max_length: 100`, or change the type.""",
)
UNKNOWN_VALUE = Code(
    "OLA147",
    "error",
    "A value that the field cannot have",
    """A bound, a refused value, or a system's map of values names something that is not readable as the field's
type, or is not among its choices.

    source: {type: choice, choices: [web, event], in: {hubspot: {field: source, values: {wbe: WEB}}}}

Correct the spelling, or add the choice.""",
)
UNREADABLE_PATTERN = Code(
    "OLA150",
    "error",
    "A pattern outside ola's regular expressions",
    r"""Patterns are the part of regular expressions that every engine reads alike and in time that grows with the
text only: no look-around, no back-references, no flags; `\d`, `\w`, `\s` and `\b` are ASCII.

    pattern: (?i)[a-z]+

The message says at which character it stops and what to write instead.""",
)
SAID_TWICE = Code(
    "OLA153",
    "error",
    "One demand said twice",
    """A field is required at a stage by the field itself and again by the stage's `requires`, a key is also said to
be required or unique, or two fields are the key. Said twice, the two can come to differ.

    fields:
      phone: {type: phone, required: {at: mql}}
    stages:
      mql: {requires: [phone]}

Keep one of them.""",
)


def lower_field(entry: Entry, scope: Scope, systems: dict[str, System]) -> Field:
    """Lower what the field is: its type, choices and bindings; demands come with `lower_shapes`."""
    table = entry.value
    clause = scope.clause(("fields", entry.name), entry)
    scope.claim_id(clause)
    said = words(table, "type")
    type_: TypeName = next((each for each in TYPE_NAMES if each == said), "text")
    choices = tuple(_choices(held(table, "choices")))
    many_ = flag(table, "many")
    supplied = scope.known(held(table, "supplied_by"), scope.parties, "party", clause.id)
    for key, fits, wants in (
        ("choices", type_ == "choice", "a choice"),
        ("many", type_ == "choice", "a choice"),
        ("currency", type_ == "money", "money"),
    ):
        there = _entry(table, key)
        if there is not None and not fits:
            what = f"{entry.name} is {_a(type_)}, and {key} belongs to {wants}."
            scope.report(
                DOES_NOT_FIT, what, there.key.place, clause.id, f"Leave it out, or write type: {wants.split()[-1]}."
            )
    if type_ == "choice" and not choices and ("fields", entry.name, "choices") not in scope.refused:
        what = f"{entry.name} is a choice without choices."
        scope.report(DOES_NOT_FIT, what, entry.key.place, clause.id, "List them: choices: [web, event].")
    unsaid = words(table, "currency") is None and ("fields", entry.name, "currency") not in scope.refused
    if type_ == "money" and unsaid:
        what = f"{entry.name} is money without a currency."
        scope.report(DOES_NOT_FIT, what, entry.key.place, clause.id, "Add its currency: currency: USD.")
    _report_blank_choices(held(table, "blanks"), choices, entry.name, clause.id, scope)
    kind = kind_of(Spec(type_, many=many_, choices=choices))
    return Field(
        name=entry.name,
        clause=Clause(clause.id, clause.level, supplied, clause.place, clause.says, type_),
        type=type_,
        kind=kind,
        key=flag(table, "key"),
        personal=flag(table, "personal"),
        many=many_,
        choices=choices,
        currency=words(table, "currency"),
        blanks=texts(held(table, "blanks")),
        supplied_by=supplied,
        label=words(table, "label"),
        bindings=_bindings(held(table, "in"), clause.id, scope, systems, choices if type_ == "choice" else None, type_),
    )


def _report_blank_choices(
    blanks: Node | None, choices: tuple[Choice, ...], name: str, clause: str, scope: Scope
) -> None:
    """Report a word that is a choice and means blank: it can never be read as the choice."""
    keys = {fold(trim(choice.key)): choice.key for choice in choices}
    for item in many(blanks):
        key = keys.get(fold(trim(item.text))) if isinstance(item, Scalar) else None
        if key is not None:
            what = f"{key} is a choice of {name} and a word for blank, so it can never be read."
            scope.report(UNKNOWN_VALUE, what, item.place, clause, "Keep it under choices or under blanks.")


def _choices(node: Node | None) -> Iterator[Choice]:
    if isinstance(node, Items):
        for item in node.items:
            if isinstance(item, Scalar):
                yield Choice(item.text)
    for entry in entries(node):
        label = entry.value.text if isinstance(entry.value, Scalar) else None
        yield Choice(entry.name, label)


def _bindings(
    node: Node | None,
    clause: str,
    scope: Scope,
    systems: dict[str, System],
    choices: tuple[Choice, ...] | None,
    type_: TypeName,
) -> dict[str, Binding]:
    found: dict[str, Binding] = {}
    for entry in entries(node):
        system = scope.known_name(entry.name, entry.key.place, systems, "system", clause)
        if system is None:
            continue
        match entry.value:
            case Scalar(text=text):
                found[system] = Binding(text)
            case Written() as table:
                values: dict[str, str] = {}
                spelt = table.entry("values")
                if spelt is not None and type_ not in ("choice", "stage"):
                    what = f"The field is {_a(type_)}, and a system's values belong to a choice."
                    scope.report(DOES_NOT_FIT, what, spelt.key.place, clause, "Leave them out, or write type: choice.")
                for row in entries(table.get("values")):
                    if choices is not None and row.name not in {choice.key for choice in choices}:
                        meant = closest(row.name, (choice.key for choice in choices))
                        advice = f'Did you mean "{meant}"?' if meant else "Add it to choices."
                        what = f"{row.name} is not among the choices."
                        right = only_near(row.name, (choice.key for choice in choices))
                        scope.report(UNKNOWN_VALUE, what, row.key.place, clause, advice, fix=instead(row.key, right))
                    elif isinstance(row.value, Scalar):
                        values[row.name] = row.value.text
                found[system] = Binding(words(table, "field") or entry.name, values)
            case _:
                pass
    return found


def lower_shapes(
    entry: Entry, field: Field, scope: Scope, fields: dict[str, Field], stages: tuple[str, ...]
) -> Iterator[Shape]:
    """Lower every demand on a field to a shape of its own, with a clause id of its own."""
    table = entry.value
    yield Shape(_aspect(field, entry, "choices" if field.choices else "type"), field.name, OfType())
    if field.key:
        there = _entry(table, "key") or entry
        yield Shape(_aspect(field, there, "key"), field.name, Present())
        yield Shape(_aspect(field, there, "unique"), field.name, Unique((field.name,)))
        _already_key(table, field, scope)
    yield from _presence(table, field, scope, stages)
    unique = _entry(table, "unique")
    if unique is not None and not field.key and (flag(table, "unique") or isinstance(unique.value, Written)):
        by = scope.known_list(held(unique.value, "by"), fields, "field", field.clause.id)
        within = _duration(held(unique.value, "within"), field.clause.id, scope)
        own = (field.name,) if not by or field.name in by else (field.name, *by)
        yield Shape(_aspect(field, unique, "unique"), field.name, Unique(by if field.name in by else (*own,), within))
    blank = _entry(table, "blank")
    if blank is not None:
        clause = _aspect(field, blank, "blank")
        when = held(blank.value, "when")
        condition = scope.condition(when, clause.id)
        if condition is not None:
            yield Shape(replace(clause, text=sentence(when)), field.name, Absent(), when=condition)
    changes = _entry(table, "changes")
    if changes is not None:
        yield Shape(_aspect(field, changes, "changes"), field.name, Unchanging())
    yield from _limits(table, field, scope)


def _already_key(table: Node, field: Field, scope: Scope) -> None:
    """Report what a key is anyhow: required always, and unique."""
    for name, says in (("required", words(table, "required") == "always"), ("unique", flag(table, "unique"))):
        there = _entry(table, name)
        if there is not None and says:
            what = f"{field.name} is the key, and a key is {name} already."
            at = table.entries.index(there) if isinstance(table, Written) else None
            fix = scope.taken_out(table, at, f"{name} of {field.name} is left out")
            scope.report(SAID_TWICE, what, there.key.place, field.clause.id, f"Leave {name} out.", fix=fix)


def _presence(table: Node, field: Field, scope: Scope, stages: tuple[str, ...]) -> Iterator[Shape]:
    required = _entry(table, "required")
    if required is None:
        return
    if isinstance(required.value, Scalar):
        if required.value.text == "always":
            yield Shape(_aspect(field, required, "required"), field.name, Present())
        return
    every = many(required.value)
    for place, one in enumerate(every, 1):
        aspect = "required" if len(every) == 1 else f"required.{place}"
        clause = _aspect(field, required, aspect, one)
        at: frozenset[str] | None = None
        if held(one, "at") is not None:
            at = frozenset(scope.known_list(held(one, "at"), stages, "stage", clause.id))
        first = scope.known(held(one, "from"), stages, "stage", clause.id) if held(one, "from") else None
        if first is not None:
            at = (at or frozenset()) | frozenset(stages[stages.index(first) :])
        when = held(one, "when")
        condition = scope.condition(when, clause.id)
        if (when is None or condition is not None) and (at is None or at):
            yield Shape(replace(clause, text=sentence(when)), field.name, Present(), at, condition)


def _limits(table: Node, field: Field, scope: Scope) -> Iterator[Shape]:
    spec = Spec(field.type, field.many, field.choices, field.currency, zone=scope.zone)
    bounds: dict[str, float | dt.date | dt.timedelta] = {}
    for key, made in (("min", Min), ("max", Max)):
        there = _entry(table, key)
        if there is None:
            continue
        clause = _aspect(field, there, key)
        if field.kind not in ORDERED:
            what = f"{field.name} is {_a(field.type)}, which has no order, so it has no {key}."
            advice = f"Did you mean {key}_length?" if field.kind == "text" else None
            scope.report(DOES_NOT_FIT, what, there.key.place, field.clause.id, advice)
            continue
        bound = _value(there.value, spec, field, scope)
        if isinstance(bound, int | float | dt.date | dt.timedelta):
            bounds[key] = bound
            yield Shape(_with_text(clause, there.value), field.name, made(bound))
    if len(bounds) == 2:  # noqa: PLR2004 (min and max)
        _in_order(table, ("min", "max"), bounds["min"] <= bounds["max"], field, scope)  # type: ignore[operator]
    least, most = number(table, "min_length"), number(table, "max_length")
    if least is not None and most is not None:
        _in_order(table, ("min_length", "max_length"), least <= most, field, scope)
    for key, sized in (("min_length", MinLength), ("max_length", MaxLength)):
        there, length = _entry(table, key), number(table, key)
        if there is None or length is None:
            continue
        if field.kind not in ("text", "id"):
            what = f"{field.name} is {_a(field.type)}, and {key} belongs to text."
            scope.report(DOES_NOT_FIT, what, there.key.place, field.clause.id)
            continue
        yield Shape(_with_text(_aspect(field, there, key), there.value), field.name, sized(int(length)))
    pattern = _entry(table, "pattern")
    if pattern is not None and isinstance(pattern.value, Scalar):
        yield from _pattern(pattern, pattern.value, field, scope)
    denied = _entry(table, "not")
    if denied is not None:
        values = [item for item in many(denied.value) if isinstance(item, Scalar)]
        read = [item.text for item in values if _value(item, spec, field, scope) is not None]
        clause = _aspect(field, denied, "not")
        yield Shape(
            Clause(clause.id, clause.level, clause.party, clause.place, clause.says, ", ".join(read)),
            field.name,
            NoneOf(tuple(read)),
        )


def _in_order(table: Node, keys: tuple[str, str], fits: bool, field: Field, scope: Scope) -> None:  # noqa: FBT001
    high = _entry(table, keys[1])
    if high is None or fits:
        return
    low, most = (f"{key}: {words(table, key)}" for key in keys)
    what = f"No value of {field.name} has both {low} and {most}."
    scope.report(DOES_NOT_FIT, what, high.value.place, field.clause.id, "Exchange the two, or leave one out.")


def _pattern(there: Entry, written: Scalar, field: Field, scope: Scope) -> Iterator[Shape]:
    if field.kind not in ("text", "id"):
        what = f"{field.name} is {_a(field.type)}, and a pattern belongs to text."
        scope.report(DOES_NOT_FIT, what, there.key.place, field.clause.id)
        return
    try:
        check_pattern(written.text)
    except UnreadablePattern as fault:
        place = written.at(fault.offset, fault.offset + 1)
        scope.report(UNREADABLE_PATTERN, fault.problem, place, field.clause.id, fault.advice)
        return
    demand: Demand = Pattern(written.text)
    yield Shape(_with_text(_aspect(field, there, "pattern"), written), field.name, demand)


def _value(node: Node, spec: Spec, field: Field, scope: Scope) -> object | None:
    """Read a bound or refused value as the field reads its own; what it cannot hold is reported."""
    if not isinstance(node, Scalar) or node.value is None:
        return None
    value = TYPES[field.type].reader(spec)(node.text)
    if value is MALFORMED:
        says = TYPES[field.type].says
        what = f"{node.text} is not a value of {field.name}: {says}."
        meant = closest(node.text, (choice.key for choice in field.choices))
        advice = f'Did you mean "{meant}"?' if meant else None
        right = only_near(node.text, (choice.key for choice in field.choices))
        scope.report(UNKNOWN_VALUE, what, node.place, field.clause.id, advice, fix=instead(node, right))
        return None
    return value


def _duration(node: Node | None, clause: str, scope: Scope) -> dt.timedelta | None:
    if not isinstance(node, Scalar):
        return None
    try:
        found = parse_duration(node.text)
    except UnreadableDuration as fault:
        scope.report(UNREADABLE_LIMIT, fault.message, node.place, clause, fault.advice)
        return None
    if not isinstance(found, Duration):
        what = f"{node.text} needs a calendar; leads are compared in plain time."
        scope.report(UNREADABLE_LIMIT, what, node.place, clause, "Write hours or days without business.")
        return None
    return found.length


def lower_stage_fields(fields: dict[str, Field], stages: tuple[str, ...], scope: Scope, written: Node | None) -> None:
    """Give the stage field its choices: the stages; report a system's spelling of a stage that is none."""
    for name, field in fields.items():
        if field.type != "stage":
            continue
        fields[name] = replace(field, choices=tuple(Choice(stage) for stage in stages))
        if not stages and field.clause.place is not None:
            what = f"{name} is a stage, and the agreement lists none."
            scope.report(DOES_NOT_FIT, what, field.clause.place, field.clause.id, "List them under stages.")
        table = held(written, name)
        for system in entries(held(table, "in")):
            for row in entries(held(system.value, "values")):
                if row.name not in stages:
                    scope.known_name(row.name, row.key.place, stages, "stage", field.clause.id)
    keys = [field for field in fields.values() if field.key]
    for second in keys[1:]:
        what = f"{second.name} is a second key; {keys[0].name} is one already."
        if second.clause.place is not None:
            scope.report(
                SAID_TWICE,
                what,
                second.clause.place,
                second.clause.id,
                "Keep key: true on one field; write unique: true on the other.",
            )


def _aspect(field: Field, entry: Entry, aspect: str, within: Node | None = None) -> Clause:
    table = within if within is not None else entry.value
    own = field.clause
    level = words(table, "level")
    return Clause(
        id=f"{own.id}.{aspect}",
        level="error" if level == "error" else "warning" if level == "warning" else own.level,
        party=own.party or "ops",
        place=entry.key.place,
        says=words(table, "says") or own.says,
        text=None,
    )


def _with_text(clause: Clause, node: Node | None) -> Clause:
    text = node.text if isinstance(node, Scalar) else None
    return Clause(clause.id, clause.level, clause.party, clause.place, clause.says, text)


def _a(type_: str) -> str:
    return f"an {type_}" if type_[0] in "aeiou" else type_ if type_ in ("money", "text") else f"a {type_}"


def _entry(table: Node | None, key: str) -> Entry | None:
    return table.entry(key) if isinstance(table, Written) else None
