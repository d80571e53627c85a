"""Lists of what must be filled in, below a sentence that asks for it: `Every MQL must include:`, `Required fields:`."""

from __future__ import annotations

from dataclasses import dataclass

from ola.agreement.prose.lists.lead_in import stages_in
from ola.agreement.prose.lists.listed import Item, Listed
from ola.agreement.prose.reading import Ambiguous, Outcome, Question
from ola.agreement.prose.sentences.carrying import CARRIED, Carried, carried, demand_of, fields_of
from ola.agreement.prose.sentences.core import LEADS
from ola.agreement.prose.sentences.questions import NO_START
from ola.agreement.prose.sentences.requirements import MOST_STAGES
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import checked


@dataclass(frozen=True, slots=True)
class Demand:
    """Of which leads a list of fields is asked: of all, of those at a stage, or it is not said at which."""

    stage: str = ""
    is_open: bool = False


_INCLUDES = CARRIED | {"need", "needs", "require", "requires", "has", "have", "with"}
_REQUIRED = frozenset({"required", "mandatory", "compulsory", "obligatory", "minimum", "necessary", "needed"})
_DATA = frozenset({"field", "fields", "information", "data", "details", "properties", "attributes", "info"})
_FILLED = frozenset({"filled", "completed", "complete", "present", "populated", "provided", "captured", "available"})
_HANDED = frozenset(
    {
        "passes",
        "pass",
        "passed",
        "hands",
        "hand",
        "handed",
        "handover",
        "handoff",
        "sends",
        "sent",
        "transfers",
        "transferred",
        "delivers",
        "delivered",
        "submitted",
        "routed",
        "forwards",
        "forwarded",
        "hand-over",
        "hand-off",
    }
)


def demand_above(listed: Listed) -> Demand | None:
    """Give of which leads the fields of a list are asked; nothing where the list is about something else."""
    lead = listed.lead
    low = [token.low for token in lead.tokens]
    words = set(low)
    if (
        not low
        or any(token.number is not None for token in lead.tokens)
        or "?" in words
        or words & {"not", "never", "optional", "any", "one"}
    ):
        return None
    is_heading = lead.unit.kind == "heading"
    asks = bool(words & _REQUIRED) and (
        bool(words & _DATA) or bool(words & _REQUIRED & {"mandatory", "required"} and len(low) <= 6)  # noqa: PLR2004 (a short lead)
    )
    asks = asks or bool(words & _DATA and words & _FILLED and words & {"must", "shall", "should", "have", "need", "to"})
    names_leads = bool(words & LEADS) or bool(_stage(lead))
    includes = names_leads and bool(words & _INCLUDES) and not is_heading
    is_sure = asks or bool(words & CARRIED)
    if not (asks or includes):
        return None
    found = [_fields(item) for item in listed.items]
    read = [each for each in found if each]
    if len(read) * 2 < len(found) or (not is_sure and not all(_are_usual(each) for each in found)):
        return None
    stage = _stage(lead)
    if stage:
        return Demand(stage)
    return Demand(is_open=bool(words & _HANDED))


def _are_usual(found: Carried | None) -> bool:
    return found is not None and found.is_usual


def _fields(item: Item) -> Carried | None:
    return fields_of((*item.title, *item.tokens) if item.title else item.tokens, item.sentence)


def _stage(lead: Sentence) -> str:
    found = stages_in(lead.tokens, lead.known)
    return found[0][0] if found else ""


def read_demand(listed: Listed, demand: Demand) -> Outcome:
    """Read the sentence above a list of fields; ask at which stage they must be there if it says only "handed over"."""
    lead = listed.lead
    if demand.is_open:
        stages = [each for each in lead.context.declared.stages if each not in {"Customer", "Subscriber"}][:MOST_STAGES]
        asks = "At which stage, or always, must these fields be filled in?"
        ways = ("Every lead must include:", *(f"Every {stage} must include:" for stage in stages))
        return Ambiguous("shape", (Question(NO_START.code, asks, ways),), (), lead.place)
    where = f"at {demand.stage}" if demand.stage else "always"
    return checked("shape", f"What is listed below is {where} required.", (), lead)


def read_asked(item: Item, demand: Demand) -> Outcome | None:
    """Read one item of a list of fields."""
    found = _fields(item)
    if found is None:
        return None
    return carried(found, demand_of(demand.stage), item.sentence, is_open=demand.is_open)
