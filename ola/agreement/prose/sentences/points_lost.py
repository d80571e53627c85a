"""Sentences on points that a score loses for every stretch of time since something happened last."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.names import ARTICLES
from ola.agreement.prose.phrases.numbers import shown
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import APPEND, Put
from ola.agreement.prose.sentences.declarations import LOG, stand_in
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import quoted, table, value

_DAYS = {"day": 1, "week": 7}
_MOST = 40
_LOST = 20  # times, which is offered: a score of 100 is gone with steps of 5
# How many days are offered for a stretch that people name by its word.
_STRETCHES = {"day": 1, "week": 7, "month": 30}


def score_of(sentence: Sentence) -> str:
    """Name the score: the declared one, or `score`."""
    return key_of(next(iter(sentence.context.declared.scores), "score"))


def _lost(found: Found, sentence: Sentence) -> Outcomes:
    """Read so many points less for each stretch: a row of points for every step, each true from its day on."""
    length: Length = found["length"]
    times, less = found["often"], found["number"]
    event, what = key_of(text_of(found["event"])), text_of(found["event"])
    days = length.amount * _DAYS.get(length.unit, 0)
    if length.business or days != int(days) or not days or not event or not 0 < times <= _MOST or times != int(times):
        return None
    place, score = sentence.place, score_of(sentence)
    rows = tuple(
        Put(
            ("scores", score, "points", APPEND),
            table({"when": f"last {event} older than {int(days) * step} days", "add": -int(less)}, place),
        )
        for step in range(1, int(times) + 1)
    )
    floor = (Put(("scores", score, "min"), value(int(found["floor"]), place)),) if "floor" in found else ()
    log = stand_in(("logs", LOG), table({"lead": "lead_id", "at": "at", "event": "event"}, place))
    put = stand_in(("events", event), table({"log": LOG, "where": f"event = {quoted(what)}"}, place))
    figures = [shown(less), str(length), shown(times), *([shown(found["floor"])] if "floor" in found else [])]
    says = f"The {score} loses {shown(less)} points for each {length} since the last `{what}`, {shown(times)} times at most."
    return checked("derived", says, (log, put, *rows, *floor), sentence, tuple(figures))


LOST = Shape(
    "points that are lost for each stretch of time",
    (
        "the score loses <number> points for each <length> since the last <event:phrase> , <often:number> times at most [, and never (drops|goes|falls) (under|below) <floor:number>]",
    ),
    _lost,
    "The score loses 2 points for each 7 days since the last `visit`, 10 times at most.",
)


def lost_told(found: Found) -> Iterator[str]:
    """Write `loses 5 points for each full month without a log-in` with days, an event, and how often it is at most."""
    why: Tokens = found.get("why") or ()
    low = [token.low for token in why]
    at = next((at for at, word in enumerate(low) if word in {"without", "since"}), None)
    unit = next((word for word in low[:at] if word in _STRETCHES), None)
    event = " ".join(word for word in low[at + 1 :] if word not in ARTICLES) if at is not None else ""
    if unit is None or not key_of(event) or set(low[:at]) - {unit, "full", "whole", "complete"}:
        return
    days = _STRETCHES[unit]
    each = f"{days} day{'' if days == 1 else 's'}"
    told = f"The score loses {shown(found['number'])} points for each {each} since the last `{event}`, {_LOST} times at most"
    yield f"{told}, and never drops under {shown(found['floor'])}." if "floor" in found else f"{told}."


SHAPES = (LOST,)
