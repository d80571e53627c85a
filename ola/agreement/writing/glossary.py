"""The words of the field that a document uses, each said once for whoever signs it.

The glossary is for people: reading a document passes over it. The words are those of the reference page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.tree.markdown_text import prose, table

HEADING = "Words"
HEADER = ("Word", "Is")

WORDS = {
    "agreement": "the written promises between two teams",
    "party": "a side that promises: it owes something to the other",
    "commitment": "a clause that promises something in time or number",
    "target": "the share that must be met",
    "lead": "the record of a person who may buy",
    "owner": "who is responsible for a lead",
    "queue": "where leads wait for a person; nobody",
    "stage": "how mature a lead is",
    "MQL": "marketing says it is worth sales' time",
    "recycled": "not now; back to marketing",
    "disqualified": "never",
    "handoff": "a lead passes from one party to the other",
    "first touch": "the first logged attempt by a person",
    "cadence": "the series of attempts",
    "disposition": "the outcome every lead must get",
    "business hours": "the open time of a calendar",
    "business day": "a day on which the calendar is open",
    "clock": "what runs from a start to a stop",
    "breach": "what was promised did not happen, or too late",
    "escalation": "what happens at a share of the limit",
    "reassign": "take a lead away and give it to another",
    "segment": "a part of all leads, by a table with a fallback",
    "score": "points for what is true of a lead",
    "key": "the field that names a lead",
}
_ALWAYS = ("agreement", "party", "commitment", "lead")


def write_glossary(document: str) -> Iterator[str]:
    """Give a row for each word that the document uses."""
    used = set(re.findall(r"[a-z]+", document.lower()))
    rows = [
        (word, meaning)
        for word, meaning in WORDS.items()
        if word in _ALWAYS or all({part, f"{part}s", f"{part}ed"} & used for part in word.lower().split())
    ]
    yield from table(HEADER, ((f"**{prose(word)}**", prose(meaning)) for word, meaning in rows))
