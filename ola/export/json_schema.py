"""The agreement as a JSON Schema (draft 2020-12), for one stage and one system's names.

A schema and the checker give one verdict wherever no loss is listed, and the schema never refuses a record
that the checker accepts: what guards is drawn from inside, what is demanded from outside. Only clauses of
level error refuse; warnings stand under `x-ola-warnings`, in the same words, for whoever wants to run them.
`x-ola-clause` beside each keyword says which clause it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeGuard
from urllib.parse import quote, unquote

from ola.evaluate.needs import conditions_of, needs
from ola.export.schema_condition import Conditions
from ola.export.schema_truth import EVERYWHERE, Bounds, Doubt, Schema
from ola.export.target import AgreementText, Export, ExportedFile, Loss, Options
from ola.export.unsaid import beyond_one_record
from ola.export.words import form_words
from ola.expr import nodes
from ola.fieldtypes import TYPES
from ola.plan import (
    Absent,
    Field,
    OfType,
    Plan,
    Predicate,
    Present,
    Shape,
    Unchanging,
    Unique,
    judged,
    stage_asked,
    system_asked,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def export(agreement: AgreementText, options: Options) -> Export:
    """Write the schema of one stage in one system's names; raises WrongCall for a stage or system that is not there."""
    plan = agreement.plan
    at, system = stage_asked(plan, options.at), system_asked(plan, options.system)
    schema, losses = draw(plan, system, at)
    name = ".".join([plan.id, *([at] if at else []), *([system] if system else []), "schema.json"])
    text = json.dumps({**schema, "title": agreement.title}, indent=2, ensure_ascii=False) + "\n"
    return Export((ExportedFile(name.replace(" ", "-"), text),), losses)


def draw(
    plan: Plan, system: str | None, at: str, *, strict: bool = False
) -> tuple[dict[str, object], tuple[Loss, ...]]:
    """Give the schema as values, with its losses.

    It takes every record that the checker accepts, and where a loss lies some more. The strict one takes only
    records that the checker accepts, and where a loss lies not all of them.
    """
    document = _Document(plan, system, at, strict)
    for form in judged(plan, at):
        document.add(form)
    return document.schema(), tuple(dict.fromkeys((*document.losses, *beyond_one_record(plan, at))))


@dataclass(slots=True)
class _Document:
    """The schema while it grows, clause by clause."""

    plan: Plan
    system: str | None
    at: str
    strict: bool
    losses: list[Loss] = field(default_factory=list)
    conditions: Conditions = field(init=False)
    _by_field: dict[str, list[Schema]] = field(default_factory=dict)
    _required: dict[str, str] = field(default_factory=dict)
    _rules: list[Schema] = field(default_factory=list)
    _warnings: list[Schema] = field(default_factory=list)
    _not_checked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        typed = {form.field for form in judged(self.plan, self.at) if _refuses_what_is_malformed(form)}
        self.conditions = Conditions(self.plan, self.system, frozenset(typed))

    def add(self, form: Shape | Predicate) -> None:
        """Say what can be said of a form, and list what cannot as a loss."""
        if isinstance(form, Shape) and isinstance(form.demand, Unique | Unchanging):
            return
        if not self.conditions.sight.shows_form(form):
            self._cannot_judge(form)
            return
        guards, duties = self._guard(form), self._duty(form)
        for bounds in (guards, duties):
            if not bounds.is_exact:
                self._lose(form, bounds.doubts)
        guard = guards.possibly if self.strict else guards.surely
        duty = duties.surely if self.strict else duties.possibly
        if guard is False or duty is True:
            return
        if form.clause.level != "error":
            self._warnings.append({**_traced(form), **_when(guard, duty)})
        elif isinstance(form, Shape) and form.when is None:
            self._always(form)
        else:
            self._rules.append({**_traced(form), **_when(guard, duty)})

    def _cannot_judge(self, form: Shape | Predicate) -> None:
        if needs(self.plan, *conditions_of(form)).events:
            why = "it asks for the lead's events, which stand in a log and not in the record"
            self.losses.append(Loss(form.clause.id, "history", why))
        else:
            self._not_checked.append(form.clause.id)

    def _lose(self, form: Shape | Predicate, doubts: Iterable[Doubt]) -> None:
        self.losses += [Loss(form.clause.id, doubt.what, doubt.why) for doubt in doubts]

    def _guard(self, form: Shape | Predicate) -> Bounds:
        bar = isinstance(form, Predicate) and form.role == "bar"
        if form.when is None or bar:
            return EVERYWHERE
        return self.conditions.answer(form.when).true

    def _duty(self, form: Shape | Predicate) -> Bounds:
        match form:
            case Shape(_, name, Present()):
                return self.conditions.filled(name)
            case Shape(_, name, Absent()):
                return self.conditions.blank(name)
            case Shape(_, name, demand):
                return self.conditions.if_there(name, self.conditions.values(name).keeps(demand))
            case Predicate(_, "bar"):
                barred = nodes.Always(value=False) if form.when is None else form.when
                return self.conditions.no(self.conditions.answer(barred).true)
            case Predicate():
                return self.conditions.answer(form.must).true

    def _always(self, shape: Shape) -> None:
        values = self.conditions.values(shape.field)
        kept = self._by_field.setdefault(shape.field, [])
        if isinstance(shape.demand, Present):
            self._required.setdefault(self.conditions.column(shape.field), shape.clause.id)
        keeps = values.keeps(shape.demand)
        kept.append({**_traced(shape), **_plain(keeps.surely if self.strict else keeps.possibly)})

    # ── the whole ───────────────────────────────────────────────────────────────────────────────

    def schema(self) -> dict[str, object]:
        """Put the parts together, with the definitions they use."""
        where = f"in the names of {self.system}" if self.system else "in the agreement's own names"
        stage = f"at stage {self.at}" if self.at else "at no stage"
        parts_of_id = (self.plan.id, self.plan.version, self.at or "-", self.system or "-")
        parts: dict[str, object] = {
            "$schema": DIALECT,
            "$id": "urn:ola:" + ":".join(quote(part, safe="") for part in parts_of_id),
            "title": self.plan.title or self.plan.id,
            "description": f"A lead {stage}, {where}. Agreement {self.plan.id}, version {self.plan.version}.",
            "type": "object",
            "properties": self._properties(),
        }
        if self._required:
            parts["required"] = list(self._required)
            parts["x-ola-required"] = dict(self._required)
        rules = {"allOf": self._rules, "x-ola-warnings": self._warnings}
        parts.update({keyword: entries for keyword, entries in rules.items() if entries})
        if self._not_checked:
            parts["x-ola-not-checked"] = list(dict.fromkeys(self._not_checked))
        used = _reachable(parts, self.conditions.definitions)
        if used:
            parts["$defs"] = {name: schema for name, schema in self.conditions.definitions.items() if name in used}
        return parts

    def _properties(self) -> dict[str, Schema]:
        properties: dict[str, Schema] = {}
        for name, each in self.plan.fields.items():
            column = each.column(self.system)
            if column is None:
                continue
            demands = self._by_field.get(name, [])
            known = properties.get(column)
            if isinstance(known, dict):  # two fields of the agreement in one column of the system
                known.setdefault("allOf", [])
                known["allOf"] = [*_list(known["allOf"]), *demands]
                continue
            described: dict[str, object] = {"title": each.label or name, "description": _described(each)}
            if each.personal:
                described["x-ola-personal"] = True
            if demands:
                described["allOf"] = demands
            properties[column] = described
        return properties


def _refuses_what_is_malformed(form: Shape | Predicate) -> TypeGuard[Shape]:
    return isinstance(form, Shape) and form.demand == OfType() and form.when is None and form.clause.level == "error"


def _described(each: Field) -> str:
    sentences = [each.clause.says or f"{TYPES[each.type].says[0].upper()}{TYPES[each.type].says[1:]}"]
    if each.supplied_by is not None:
        sentences.append(f"Supplied by {each.supplied_by}")
    return ". ".join(sentence.rstrip(".") for sentence in sentences) + "."


def _traced(form: Shape | Predicate) -> dict[str, object]:
    parts: dict[str, object] = {"x-ola-clause": form.clause.id, "title": form_words(form)}
    if form.clause.says:
        parts["description"] = form.clause.says
    return parts


def _when(guard: Schema, duty: Schema) -> dict[str, object]:
    return _plain(duty) if guard is True else {"if": guard, "then": duty}


def _plain(schema: Schema) -> dict[str, object]:
    if isinstance(schema, dict):
        return schema
    return {} if schema else {"not": {}}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _reachable(parts: object, definitions: dict[str, Schema]) -> set[str]:
    found: set[str] = set()
    waiting = list(_references(parts))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(definitions[name])
    return found


def _references(part: object) -> Iterator[str]:
    match part:
        case {"$ref": str() as reference}:
            yield unquote(reference.removeprefix("#/$defs/")).replace("~1", "/").replace("~0", "~")
        case dict():
            for each in part.values():
                yield from _references(each)
        case list():
            for each in part:
                yield from _references(each)
        case _:
            return
