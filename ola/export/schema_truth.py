"""Sets of records as JSON Schemas, from inside and from outside.

A condition is true of some records and false of others (`ola.expr.truth`). JSON Schema cannot draw every such
border, so each set is kept as two schemas: one that takes only records that *surely* lie in it, one that takes
all that *possibly* do. Where the two are one, the border is exact; where not, `doubts` says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ola.export.target import LossKind

Schema = dict[str, object] | bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a border is not exact: the kind of loss, and the reason in words."""

    what: LossKind
    why: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A set of records between two schemas: `surely` lies inside it, `possibly` around it."""

    surely: Schema
    possibly: Schema
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether both schemas are one and so draw the border itself."""
        return _spelt(self.surely) == _spelt(self.possibly)


def exactly(schema: Schema) -> Bounds:
    """Give the set that one schema draws."""
    return Bounds(schema, schema)


EVERYWHERE = exactly(True)  # noqa: FBT003 -- the schema `true`
NOWHERE = exactly(False)  # noqa: FBT003 -- the schema `false`


# ── schemas ─────────────────────────────────────────────────────────────────────────────────────


def all_of(schemas: Iterable[Schema]) -> Schema:
    """Give the schema that takes what all of them take, as short as it can be written."""
    parts = _parts(schemas, "allOf", neutral=True)
    if any(part is False for part in parts):
        return False
    return {"allOf": parts} if len(parts) > 1 else parts[0] if parts else True


def any_of(schemas: Iterable[Schema]) -> Schema:
    """Give the schema that takes what one of them takes, as short as it can be written."""
    parts = _parts(schemas, "anyOf", neutral=False)
    if any(part is True for part in parts):
        return True
    return {"anyOf": parts} if len(parts) > 1 else parts[0] if parts else False


def none_of(schema: Schema) -> Schema:
    """Give the schema that takes what the other refuses."""
    if isinstance(schema, bool):
        return not schema
    inner = schema.get("not")
    if set(schema) == {"not"} and isinstance(inner, dict | bool):
        return inner
    return {"not": schema}


def _parts(schemas: Iterable[Schema], keyword: str, *, neutral: bool) -> list[Schema]:
    parts: dict[str, Schema] = {}
    for schema in schemas:
        nested = schema[keyword] if isinstance(schema, dict) and set(schema) == {keyword} else [schema]
        if isinstance(nested, list):
            parts.update((_spelt(each), each) for each in nested if each is not neutral)
    return list(parts.values())


def _spelt(schema: Schema) -> str:
    """Spell a schema out; to Python `{"const": 1}` and `{"const": True}` are equal, in JSON they are not."""
    return json.dumps(schema, sort_keys=True)


# ── sets ────────────────────────────────────────────────────────────────────────────────────────


def both(sets: Sequence[Bounds]) -> Bounds:
    """Give what lies in all sets."""
    return Bounds(all_of(each.surely for each in sets), all_of(each.possibly for each in sets), doubts_of(sets))


def either(sets: Sequence[Bounds]) -> Bounds:
    """Give what lies in one of the sets."""
    return Bounds(any_of(each.surely for each in sets), any_of(each.possibly for each in sets), doubts_of(sets))


def outside(one: Bounds) -> Bounds:
    """Give what lies outside the set: what was possibly in is not surely out."""
    return Bounds(none_of(one.possibly), none_of(one.surely), one.doubts)


def doubts_of(sets: Iterable[Bounds]) -> tuple[Doubt, ...]:
    """Gather the doubts of sets, each once."""
    return tuple(dict.fromkeys(doubt for each in sets for doubt in each.doubts))
