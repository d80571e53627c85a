"""What a sentence needs the agreement to declare: fields, events, parties. All of it gives way to what is told elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import Lexicon
from ola.agreement.prose.phrases.read import Need
from ola.agreement.prose.reading import Put
from ola.agreement.prose.values import items, quoted, table, value
from ola.source import Place
from ola.tree.value import Node

LOG = "activities"  # where events are looked for that the document says nothing of


def stand_in(path: tuple[str, ...], node: Node) -> Put:
    """Put a value that gives way to any other."""
    return Put(path, node, is_stand_in=True)


def a_field(key: str, label: str, place: Place, kind: str = "text", values: Iterable[str] = ()) -> Put:
    """Declare a field, of text unless more is known of it."""
    listed = tuple(values)
    told = {"type": "choice" if listed else kind, "label": label}
    return stand_in(("fields", key), table(told | ({"choices": items(listed, place)} if listed else {}), place))


def a_party(name: str, place: Place) -> Put:
    """Declare a party by the name of its team."""
    return stand_in(("parties", key_of(name)), table({"team": name}, place))


def a_stage(name: str, field: str, place: Place) -> tuple[Put, ...]:
    """Declare a stage, and the field that says in which stage a lead is."""
    return (
        stand_in(("stages", name), table({}, place)),
        a_field(field, field.replace("_", " ").capitalize(), place, "stage"),
    )


def event_puts(names: tuple[str, ...], known: Lexicon, place: Place) -> Iterator[Put]:
    """Declare events: entering a stage is one by itself, any other is looked for in the log by its name."""
    for name in dict.fromkeys(part for each in names for part in each.split(" and ")):
        if is_stage(name, known):
            yield from a_stage(name, stage_field(known), place)
            continue
        yield stand_in(("logs", LOG), table({"lead": "lead_id", "at": "at", "event": "event"}, place))
        yield stand_in(("events", name), table({"log": LOG, "where": f"event = {quoted(name)}"}, place))


def is_stage(name: str, known: Lexicon) -> bool:
    """Say whether a name is that of a declared stage."""
    return name in known.stages.values()


def stage_field(known: Lexicon) -> str:
    """Give the field that says in which stage a lead is: the one whose values are the stages."""
    stages = set(known.stages.values())
    for several in known.values.values():
        for key, name in several:
            if name in stages:
                return key
    return "stage"


def field_of_stage(stage: str, known: Lexicon) -> str:
    """Give the field that has this stage among its values."""
    return next((key for several in known.values.values() for key, name in several if name == stage), "stage")


def need_puts(needs: Iterable[Need], place: Place) -> Iterator[Put]:
    """Declare the fields a condition needs, and of those that the document declares, what they hold."""
    for need in needs:
        if need.declared:
            yield stand_in(("fields", need.name, "type"), value(need.type, place))
        else:
            yield a_field(need.name, need.name.replace("_", " "), place, need.type)


def yes_no(needs: Iterable[Need]) -> tuple[str, ...]:
    """Name the yes/no fields among those needed."""
    return tuple(need.name for need in needs if need.type == "boolean")
