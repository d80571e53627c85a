"""Lists, read together with the sentence that leads to them: one file a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from ola.agreement.prose.lists.criteria import code_of, criteria_of, read_criteria, read_criterion
from ola.agreement.prose.lists.fields import demand_above, read_asked, read_demand
from ola.agreement.prose.lists.listed import Item, Listed, list_of
from ola.agreement.prose.lists.points import points_of, read_points_lead, read_scored
from ola.agreement.prose.reading import Checked, Context, NotUnderstood, Outcome, Reading
from ola.agreement.prose.sentences.says_all import says_all
from ola.agreement.prose.sentences.synonyms import taken
from ola.agreement.prose.units import Unit

__all__ = ["read_list", "scores_told"]

Told = TypeVar("Told")


def read_list(unit: Unit, context: Context) -> Reading | None:
    """Read the sentence above a list, or one of its items; nothing where the list is of no kind that is known here."""
    if unit.kind not in {"sentence", "heading"}:
        return None
    listed = list_of(context)
    if listed is None:
        return None
    outcome = (
        _as(listed, context, "points", points_of, read_points_lead, read_scored)
        or _as(listed, context, "fields", demand_above, read_demand, read_asked)
        or _as(listed, context, "criteria", criteria_of, read_criteria, read_criterion, code_of)
    )
    if outcome is None:
        return None
    item = listed.item_at(context.at)
    whole = item.sentence if item is not None else listed.lead
    return Reading(unit, (outcome,), taken(whole) if isinstance(outcome, Checked) else ())


def _as(
    listed: Listed,
    context: Context,
    kind: str,
    of: Callable[[Listed], Told | None],
    read_lead: Callable[[Listed, Told], Outcome | None],
    read_item: Callable[[Item, Told], Outcome | None],
    nearest: Callable[[Item], str] | None = None,
) -> Outcome | None:
    """Read a list as one of a kind, what its lead tells of it found once; nothing where it is of another kind."""
    told = context.once((kind, listed.lead_at), lambda: of(listed))
    if told is None:
        return None
    item = listed.item_at(context.at)
    if item is None:
        return read_lead(listed, told)
    outcome = read_item(item, told)
    if outcome is None or not says_all(outcome, item.sentence):
        return NotUnderstood(nearest(item) if nearest is not None else None, item.unit.place)
    return outcome


def scores_told(context: Context) -> tuple[str, ...]:
    """Give the scores that lists of points belong to; nothing where two lists leave open which is "the score"."""
    apart = replace(context, found={})  # the lists are read again when all names are known
    every = {at: listed for at in range(len(context.units)) if (listed := list_of(replace(apart, at=at))) is not None}
    return tuple(
        dict.fromkeys(name for at, listed in every.items() if at == listed.lead_at and (name := points_of(listed)))
    )
