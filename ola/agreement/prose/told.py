"""The names that sentences declare besides the tables: lists of values, the stages that everybody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.lists import scores_told
from ola.agreement.prose.naming import plain
from ola.agreement.prose.reading import Checked, Context
from ola.agreement.prose.sentences import read_sentence
from ola.tree.value import to_plain

# Stages by the letters the field calls them, in their order; a document may use them without a list.
KNOWN_STAGES = ("MQL", "SAL", "SQL", "SAO")
_STAGE = re.compile(rf"\b({'|'.join(KNOWN_STAGES)})s?\b")


def with_told(context: Context) -> Context:
    """Add the names that sentences tell to those that tables declare; what a table declares stays as it is."""
    known = context.declared
    if not known.stages and not known.statuses:
        named = {match[1] for unit in context.units for match in _STAGE.finditer(unit.text)}
        known = replace(known, stages=tuple(stage for stage in KNOWN_STAGES if stage in named))
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


def _choices(context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the fields whose values a sentence lists, with those values."""
    for at, unit in enumerate(context.units):
        reading = read_sentence(unit, replace(context, at=at)) if unit.kind == "sentence" else None
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
