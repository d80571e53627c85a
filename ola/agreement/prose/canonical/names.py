"""The names that a document in ola's own words declares, for sentences of other people's making beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ola.agreement.prose.canonical.stretches import Stretch
from ola.agreement.prose.gathering import gather
from ola.agreement.prose.reading import Declared
from ola.agreement.scope import entries, held, many, text_of
from ola.source import Place
from ola.tree.value import Items, Node


def with_own_names(declared: Declared, own: Mapping[int, tuple[Stretch, ...]]) -> Declared:
    """Give the names declared, those in ola's own words first."""
    tree, _ = gather((put for every in own.values() for each in every for put in each.puts), Place("", 1, 1, 1, 1))
    return Declared(
        fields=_once(_names(tree.get("fields")), declared.fields),
        choices=(*_choices(tree.get("fields")), *declared.choices),
        stages=_once(_names(tree.get("stages")), declared.stages),
        statuses=declared.statuses,
        segments=(*_segments(tree.get("segments")), *declared.segments),
        scores=_once(_names(tree.get("scores")), declared.scores),
        terms=_once(_names(tree.get("terms")), declared.terms),
        events=_once(_names(tree.get("events")), declared.events),
        parties=_once(_names(tree.get("parties")), declared.parties),
        roles=declared.roles,
        calendars=_once(_names(tree.get("calendars")), declared.calendars),
    )


def _names(table: Node | None) -> Iterator[str]:
    return (entry.name for entry in entries(table))


def _once(*several: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in (name for names in several for name in names):
        found.setdefault(name.lower(), name)
    return tuple(found.values())


def _choices(fields: Node | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in entries(fields):
        choices = held(field.value, "choices")
        listed = [text_of(item) or "" for item in many(choices)] if isinstance(choices, Items) else _names(choices)
        if values := tuple(listed):
            yield field.name, values


def _segments(table: Node | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    for segment in entries(table):
        yield segment.name, tuple(_names(held(segment.value, "rows") or segment.value))
