"""The vectors of conditions: data in files, read into conditions, leads and the truth expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ola.expr.names import Names
from ola.expr.nodes import Condition, IsTrue
from ola.expr.parse import parse_condition
from ola.expr.reference import BLANK, MALFORMED, Lead
from ola.fieldtypes import MALFORMED as UNREADABLE
from ola.fieldtypes import TYPES, kind_of
from ola.fieldtypes.blank import blank_reader
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.spec import Choice, Spec

FOLDER = Path(__file__).parent.parent / "vectors" / "conditions"


class _Loader(yaml.SafeLoader):
    """YAML whose keys stay text, `true` and `NO` among them; dates stay text everywhere."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _table(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


_Loader.add_constructor("tag:yaml.org,2002:map", _table)


@dataclass(frozen=True)
class Vector:
    """A condition and the leads of which it is true, false or unknown."""

    name: str
    condition: Condition
    kinds: Mapping[str, Kind]
    leads: tuple[Lead, ...]
    expected: tuple[bool | None, ...]


@cache
def vectors() -> tuple[Vector, ...]:
    """Every vector of every file."""
    found = [
        _vector(f"{path.stem}: {case['condition']}", file | case)
        for path in sorted(FOLDER.glob("*.yaml"))
        for file in [yaml.load(path.read_text(encoding="utf-8"), _Loader)]  # noqa: S506 — a safe loader
        for case in file["cases"]
    ]
    return tuple(found)


def _vector(name: str, case: Mapping[str, Any]) -> Vector:
    names = Names(
        fields={field: spec_of(given) for field, given in case.get("fields", {}).items()},
        terms=tuple(case.get("terms", {})),
        scores=tuple(case.get("scores", ())),
        segments={name: tuple(values) for name, values in case.get("segments", {}).items()},
        events=tuple(case.get("events", ())),
        columns={column: spec_of(given) for column, given in case.get("columns", {}).items()},
        zone=case.get("zone", "UTC"),
        scope=case.get("scope", "lead"),
    )
    terms = {term: parsed(text, names) for term, text in case.get("terms", {}).items()}
    condition = parsed(case["condition"], names)
    pairs = [
        (_lead(record, names, terms, case.get("now", "2026-01-01T00:00:00Z")), truth)
        for word, truth in (("true", True), ("false", False), ("unknown", None))
        for record in case.get(word, ())
    ]
    return Vector(
        name,
        IsTrue(condition) if case.get("guard") else condition,
        {field: kind_of(spec) for field, spec in names.fields.items()},
        tuple(lead for lead, _ in pairs),
        tuple(truth for _, truth in pairs),
    )


def parsed(text: str, names: Names) -> Condition:
    """The nodes of a condition that has nothing wrong."""
    condition, findings = parse_condition(text, names)
    assert condition is not None, (text, findings)
    assert not findings, (text, findings)
    return condition


def spec_of(given: Any) -> Spec:
    """A field as a vector writes it: a type, or a table of what the spec takes."""
    if isinstance(given, str):
        return Spec(given)  # type: ignore[arg-type]
    choices = given.get("choices", {})
    listed = choices.items() if isinstance(choices, dict) else [(key, None) for key in choices]
    return Spec(
        given["type"],
        many=given.get("many", False),
        choices=tuple(Choice(key, label) for key, label in listed),
        currency=given.get("currency"),
        blanks=tuple(given.get("blanks", ())),
    )


def _lead(record: Mapping[str, Any], names: Names, terms: Mapping[str, Condition], now: str) -> Lead:
    row = record.get("columns", {})
    return Lead(
        values={field: _read(spec, record.get(field)) for field, spec in names.fields.items()},
        columns={column: _read(names.columns.get(column, Spec("text")), raw) for column, raw in row.items()},
        scores={score: record[score] for score in names.scores if score in record},
        segments={segment: record[segment] for segment in names.segments if segment in record},
        terms=terms,
        now=_instant(now),
        events=_events(record.get("events")),
        all_events=_events(record.get("all_events")),
    )


def _read(spec: Spec, raw: Any) -> object:
    if blank_reader(spec)(raw):
        return BLANK
    value = TYPES[spec.type].reader(spec)(raw)
    return MALFORMED if value is UNREADABLE else value


def _events(given: Mapping[str, list[str]] | None) -> Mapping[str, list[dt.datetime]] | None:
    return None if given is None else {event: [_instant(at) for at in times] for event, times in given.items()}


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
