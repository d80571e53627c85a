"""Lists, read together with the sentence that leads to them: one file a kind."""

from __future__ import annotations

from ola.agreement.prose.lists.criteria import code_of, criteria_of, read_criteria, read_criterion
from ola.agreement.prose.lists.listed import Listed, list_of
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
    outcome = _criteria(listed, context)
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
