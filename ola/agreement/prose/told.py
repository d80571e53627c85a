"""The names that sentences declare besides the tables: lists of values, the stages that everybody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.lists import scores_told
from ola.agreement.prose.naming import plain
from ola.agreement.prose.reading import Checked, Context
from ola.agreement.prose.sentences import field_values, read_sentence, routing_told
from ola.agreement.prose.sentences.gaps import A_NUMBER
from ola.agreement.prose.units import Unit
from ola.tree.value import to_plain

# Stages by the letters the field calls them, in their order; a document may use them without a list.
KNOWN_STAGES = ("MQL", "SAL", "SQL", "SAO")
_STAGE = re.compile(rf"\b({'|'.join(KNOWN_STAGES)})s?\b")
# Fields by the words every system has for them; a document may use them without a table of fields. Words that also
# name something else (an email that is sent, a company, a source of leads) are none.
KNOWN_FIELDS = (
    "first name", "last name", "email address", "phone number", "job title", "company name", "company size",
    "number of employees", "annual revenue", "postal code", "zip code", "lead source", "lead score", "fit score",
    "engagement score",
)  # fmt: skip
_FIELD = re.compile(rf"\b({'|'.join(KNOWN_FIELDS)})\b", re.IGNORECASE)


def with_told(context: Context) -> Context:
    """Add the names that sentences tell to those that tables declare; what a table declares stays as it is."""
    known = context.declared
    if not known.stages and not known.statuses:
        named = {match[1] for unit in context.units for match in _STAGE.finditer(unit.text)}
        known = replace(known, stages=tuple(stage for stage in KNOWN_STAGES if stage in named))
    spelt = {plain(name) for name in known.fields}
    met = {plain(match[1]): match[1] for unit in context.units for match in _FIELD.finditer(unit.text)}
    fields = tuple(name for key, name in met.items() if key not in spelt)
    known = replace(known, fields=(*known.fields, *fields))
    context = replace(context, declared=known)
    if not known.scores:
        known = replace(known, scores=scores_told(context))
        context = replace(context, declared=known)
    choices = list(known.choices)
    listed = {plain(name) for name, _ in choices}
    for name, values in _choices(context):
        if plain(name) not in listed:
            listed.add(plain(name))
            choices.append((name, values))
    return replace(context, declared=replace(known, choices=tuple(choices)))


_PARTED = re.compile(r"[,;/]|\b(?:and|or)\b")  # what parts the values of a list
# The shapes that list the values of a field.
_LISTING = (*field_values.SHAPES, routing_told.SORTS)


def may_list_values(unit: Unit) -> bool:
    """Say that a sentence, or a part of it, may have a shape that lists values: the words for one are all there."""
    text = unit.text.lower()
    return _PARTED.search(text) is not None and any(
        all(any(word in text or word == A_NUMBER for word in one) for one in each.needed)
        for shape in _LISTING
        for each in shape.made
    )


def _choices(context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the fields whose values a sentence lists, with those values."""
    for at, unit in enumerate(context.units):
        if unit.kind != "sentence" or not may_list_values(unit):
            continue
        reading = read_sentence(unit, replace(context, at=at))
        for outcome in reading.outcomes if reading is not None else ():
            for put in outcome.puts if isinstance(outcome, Checked) else ():
                told = to_plain(put.node)
                if (
                    put.path[:1] == ("fields",)
                    and isinstance(told, dict)
                    and not put.is_stand_in
                    and told.get("choices")
                ):
                    yield str(told.get("label", put.path[1])), tuple(str(each) for each in told["choices"])
