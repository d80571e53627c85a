"""Lists, read together with the sentence that leads to them: one file a kind."""

from __future__ import annotations

from dataclasses import replace

from ola.agreement.prose.lists.criteria import code_of, criteria_of, read_criteria, read_criterion
from ola.agreement.prose.lists.fields import demand_above, read_asked, read_demand
from ola.agreement.prose.lists.listed import Listed, list_of
from ola.agreement.prose.lists.points import points_of, read_points_lead, read_scored
from ola.agreement.prose.reading import Checked, Context, NotUnderstood, Outcome, Reading
from ola.agreement.prose.sentences.says_all import says_all
from ola.agreement.prose.sentences.synonyms import taken
from ola.agreement.prose.units import Unit

__all__ = ["read_list"]


def read_list(unit: Unit, context: Context) -> Reading | None:
    """Read the sentence above a list, or one of its items; nothing where the list is of no kind that is known here."""
    if unit.kind not in {"sentence", "heading"}:
        return None
    listed = list_of(context)
    if listed is None:
        return None
    outcome = _points(listed, context) or _fields(listed, context) or _criteria(listed, context)
    if outcome is None:
        return None
    item = listed.item_at(context.at)
    whole = item.sentence if item is not None else listed.lead
    return Reading(unit, (outcome,), taken(whole) if isinstance(outcome, Checked) else ())


def _criteria(listed: Listed, context: Context) -> Outcome | None:
    found = context.once(("criteria", listed.lead_at), lambda: criteria_of(listed))
    if found is None:
        return None
    item = listed.item_at(context.at)
    if item is None:
        return read_criteria(listed, found)
    outcome = read_criterion(item, found)
    if outcome is None or not says_all(outcome, item.sentence):
        return NotUnderstood(code_of(item), item.unit.place)
    return outcome


def _fields(listed: Listed, context: Context) -> Outcome | None:
    demand = context.once(("fields", listed.lead_at), lambda: demand_above(listed))
    if demand is None:
        return None
    item = listed.item_at(context.at)
    if item is None:
        return read_demand(listed, demand)
    outcome = read_asked(item, demand)
    return outcome if outcome is not None and says_all(outcome, item.sentence) else NotUnderstood(None, item.unit.place)


def _points(listed: Listed, context: Context) -> Outcome | None:
    score = context.once(("points", listed.lead_at), lambda: points_of(listed))
    if score is None:
        return None
    item = listed.item_at(context.at)
    if item is None:
        return read_points_lead(listed, score)
    outcome = read_scored(item, score)
    return outcome if says_all(outcome, item.sentence) else NotUnderstood(None, item.unit.place)


def scores_told(context: Context) -> tuple[str, ...]:
    """Give the scores that lists of points belong to; nothing where two lists leave open which is "the score"."""
    apart = replace(context, found={})  # the lists are read again when all names are known
    every = {at: listed for at in range(len(context.units)) if (listed := list_of(replace(apart, at=at))) is not None}
    return tuple(
        dict.fromkeys(name for at, listed in every.items() if at == listed.lead_at and (name := points_of(listed)))
    )
