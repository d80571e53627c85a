"""Fields that are worked out from what happened: how often something did, which the log shows."""

from __future__ import annotations

import re

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.reading import Checked, Put
from ola.agreement.prose.sentences.declarations import LOG, stand_in
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import quoted, table
from ola.tree.words import Words

_MOST = 10  # words that name an event
_HOW_OFTEN = re.compile(
    r"^(?:how often|how many times|number of times|counts how often) (?P<event>[^;,.:(]+)", re.IGNORECASE
)
# As ola writes it: ``whole number, the number of `owner changed`: how often the owner changed``.
_COUNTS = re.compile(r"^whole number, the number of (?P<event>[^:]+):\s", re.IGNORECASE)


def counted_event(means: Words) -> str | None:
    """Name what `how often the owner changed; …` counts, as far as the first sign."""
    found = _HOW_OFTEN.match(means.text)
    words = [word for word in found["event"].split() if word.lower() not in {"the", "a", "an"}] if found else []
    return " ".join(words) if 0 < len(words) <= _MOST and key_of(" ".join(words)) else None


def read_count(unit: Unit, named: Words, means: Words) -> Checked | None:
    """Read a field that is the number of an event: a rule that holds its value against the log."""
    found = _COUNTS.match(means.text)
    if found is None:
        return None
    what, key, place = found["event"].strip(), key_of(named.text), unit.place
    event = key_of(what)
    if not event or not key:
        return None
    puts = (
        Put(("fields", key), table({"type": "integer", "label": named.text}, place)),
        stand_in(("logs", LOG), table({"lead": "lead_id", "at": "at", "event": "event"}, place)),
        stand_in(("events", event), table({"log": LOG, "where": f"event = {quoted(what)}"}, place)),
        Put(("rules", f"{named.text} counts"), table({"must": f"{key} = number of {event}"}, place)),
    )
    return Checked("derived", f"{named.text} is the number of `{what}`.", puts, (), place)
