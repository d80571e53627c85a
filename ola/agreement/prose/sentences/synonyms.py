"""Words of the field and the one term ola has for each: `SLA` is read as agreement, `miss` as breach."""

from __future__ import annotations

from functools import cache

from ola.agreement.prose.phrases.names import Lexicon
from ola.agreement.prose.reading import Taken
from ola.agreement.prose.sentences.sentence import Sentence

# What happens to leads, by the words that say so: an event of such a name is the event of the term.
EVENTS: dict[str, tuple[str, ...]] = {
    "rejected": ("turned down", "declined", "refused"),
    "claimed": ("picked up",),
    "handoff": ("handover", "hand-over", "hand-off"),
    "first touch": ("first response", "first outreach", "first attempt"),
    "attempt": ("touch", "dial", "try"),
    "reassigned": ("rerouted", "recalled"),
}
# Every term by the words that are read as it. Terms and words stand in the glossary (docs/reference/glossary.md).
TERMS: dict[str, tuple[str, ...]] = EVENTS | {
    "agreement": ("sla", "rules of engagement", "lead policy", "playbook"),
    "breach": ("miss", "misses", "missed", "violation", "overdue"),
    "attainment": ("compliance", "hit rate"),
    "business hours": ("working hours", "work hours", "office hours", "operating hours", "working hour"),
    "business day": ("working day", "working days", "work day", "work days", "workday", "workdays"),
    "rejected": (*EVENTS["rejected"], "turn down", "turns down", "decline", "declines"),
    "claimed": (*EVENTS["claimed"], "pick up", "picks up"),
    "attempt": (*EVENTS["attempt"], "touches", "dials", "tries"),
    "reassigned": (*EVENTS["reassigned"], "reroute", "reroutes", "recall", "recalls"),
    "cadence": ("sequence", "follow-up plan"),
    "disposition": ("resolution",),
    "escalation step": ("alert", "alerts", "reminder", "reminders"),
    "clock": ("timer", "countdown", "sla timer"),
    "owner": ("assignee", "dri"),
    "queue": ("pool", "bucket"),
    "account": ("organisation", "organization"),
    "recycled": ("re-queue", "re-queued"),
    "reason code": ("sub-status", "loss reason"),
    "disqualified": ("unqualified",),
    "lead": ("inquiry", "inquiries", "prospect", "prospects"),
}


@cache
def _terms() -> dict[tuple[str, ...], str | None]:
    """Give each word's term; a term of several words stands for itself, so that no part of it is taken for another."""
    found: dict[tuple[str, ...], str | None] = {
        tuple(word.split()): term for term, words in TERMS.items() for word in words
    }
    return found | {tuple(term.split()): None for term in TERMS if " " in term}


@cache
def _events() -> dict[str, str]:
    return {word: term for term, words in EVENTS.items() for word in words}


def event_term(name: str, known: Lexicon) -> str:
    """Give the term for an event of some name, unless the document itself calls something so."""
    words = tuple(name.lower().split())
    if words in known.events or words in known.stages or words in known.terms or words in known.values:
        return name
    return " and ".join(_events().get(part.lower(), part) for part in name.split(" and "))


def taken(sentence: Sentence) -> tuple[Taken, ...]:
    """List the words of a sentence that are read as a term, each once."""
    terms, found, at = _terms(), dict[str, str](), 0
    low = [token.low for token in sentence.tokens]
    while at < len(low):
        length = next((size for size in (3, 2, 1) if tuple(low[at : at + size]) in terms), 0)
        term = terms.get(tuple(low[at : at + length])) if length else None
        if term is not None and sentence.tokens[at].kind == "word":
            found.setdefault(" ".join(token.text for token in sentence.tokens[at : at + length]), term)
        at += max(length, 1)
    return tuple(Taken(word, term) for word, term in found.items())
