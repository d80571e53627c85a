"""Words of the field and the one term ola has for each: `SLA` is read as agreement, `miss` as breach."""

from __future__ import annotations

from functools import cache

from ola.agreement.prose.reading import Taken
from ola.agreement.prose.sentences.sentence import Sentence

# Each term by the words that are read as it. Terms and words are those of the glossary.
TERMS: dict[str, tuple[str, ...]] = {
    "agreement": ("sla", "ola", "rules of engagement", "lead policy", "playbook", "smarketing agreement"),
    "breach": ("miss", "misses", "missed", "violation", "violations", "overdue"),
    "target": ("goal", "goals", "objective"),
    "attainment": ("compliance", "hit rate"),
    "business hours": (
        "working hours",
        "work hours",
        "office hours",
        "opening hours",
        "operating hours",
        "working hour",
    ),
    "business day": ("working day", "working days", "work day", "work days", "workday", "workdays"),
    "attempt": ("touch", "touches", "dial", "dials", "try", "tries"),
    "first touch": ("first response", "first outreach", "first attempt"),
    "cadence": ("sequence", "follow-up plan"),
    "disposition": ("resolution", "outcome"),
    "reassign": ("reroute", "rerouted", "reroutes", "recall", "recalled"),
    "escalation step": ("alert", "alerts", "reminder", "reminders", "alarm", "alarms"),
    "clock": ("timer", "countdown", "sla timer"),
    "handoff": ("handover", "hand-over", "hand-off", "transfer"),
    "reject": ("return", "decline", "turn down", "turned down", "send back", "sent back"),
    "claim": ("pick up", "picks up", "picked up"),
    "owner": ("assignee", "dri", "lead owner"),
    "queue": ("pool", "bucket", "holding queue"),
    "account": ("organisation", "organization", "logo"),
    "recycled": ("nurture", "re-queue", "nurtured"),
    "reason code": ("sub-status", "sub-reason", "loss reason", "dq code"),
    "score": ("points", "lead score", "rating"),
    "threshold": ("cut-off", "bar"),
    "disqualified": ("unqualified", "junk", "ineligible"),
    "exclusion": ("suppression", "block list"),
    "lead": ("inquiry", "inquiries", "prospect", "prospects"),
}


@cache
def _by_words() -> dict[tuple[str, ...], str]:
    return {tuple(word.split()): term for term, words in TERMS.items() for word in words}


def taken(sentence: Sentence) -> tuple[Taken, ...]:
    """List the words of a sentence that are read as a term, each once."""
    by, found, at = _by_words(), {}, 0
    low = [token.low for token in sentence.tokens]
    while at < len(low):
        for length in (3, 2, 1):
            term = by.get(tuple(low[at : at + length]))
            if term is not None and sentence.tokens[at].kind == "word":
                found.setdefault(" ".join(token.text for token in sentence.tokens[at : at + length]), term)
                at += length - 1
                break
        at += 1
    return tuple(Taken(word, term) for word, term in found.items())
