"""Sentences on the agreement itself: from when it is in force, and between whom it is."""

from __future__ import annotations

import datetime as dt
import re

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import ARTICLES
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Put
from ola.agreement.prose.sentences.declarations import a_party
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import table, value

_IT = "[(this|the) (agreement|sla|ola|document|contract|paper)]"
_UNTIL = "[(until|till|to|through|and ends on|-) [and including] <until:date>]"


def _in_force(found: Found, sentence: Sentence) -> Outcomes:
    """Read the days of an agreement: the last one that is named is still one of them."""
    since, until = found.get("since"), found.get("until")
    days: dict[str, str] = {}
    says = []
    if isinstance(since, dt.date):
        days["from"] = since.isoformat()
        says.append(f"from {since.isoformat()}")
    if isinstance(until, dt.date):
        if isinstance(since, dt.date) and until < since:
            return None
        days["until"] = (until + dt.timedelta(days=1)).isoformat()
        says.append(f"up to and including {until.isoformat()}")
    puts = tuple(Put(("effective", key), value(day, sentence.place)) for key, day in days.items())
    figures = tuple(day.isoformat() for day in (since, until) if isinstance(day, dt.date))
    return checked("declaration", f"The agreement is in force {' '.join(says)}.", puts, sentence, figures)


IN_FORCE = Shape(
    "from when the agreement is in force",
    (
        f"{_IT} [is] (effective|valid|applicable|in force|in effect) [date] [as] [from|of|on|since] [:] <since:date> {_UNTIL}",
        f"{_IT} (takes effect|comes into force|comes into effect|goes into effect|enters into force) (on|from|as of) <since:date> {_UNTIL}",
        f"{_IT} (starts|begins|applies|runs|is binding) (on|from|as of|since) <since:date> {_UNTIL}",
        "(start date|effective date|valid from|in force since|in force from) [:|is] <since:date>",
        f"{_IT} (ends|expires|is valid until|runs until|is in force until|valid until) [on] <until:date>",
    ),
    _in_force,
    "This agreement is effective from 1 October 2026.",
)


def _between(found: Found, sentence: Sentence) -> Outcomes:
    """Read whose agreement it is; a name in brackets is how a side is called from there on."""
    sides = [_side(found[name]) for name in ("one", "other")]
    if any(side is None for side in sides):
        return None
    puts: list[Put] = []
    told = []
    for side in sides:
        name, team = side or ("", "")
        told.append(name if name == team else f"{name} ({team})")
        named = ("parties", key_of(name))
        puts.append(
            a_party(name, sentence.place) if name == team else Put(named, table({"team": team}, sentence.place))
        )
    return checked("declaration", f"The agreement is between {' and '.join(told)}.", tuple(puts), sentence)


_SIDE = re.compile(
    r"^(?P<team>[A-Z][\w&/ -]*?)(?: \((?:the |hereafter |hereinafter )?[\"“]?(?P<name>[A-Z][\w&/ -]*?)[\"”]?\))?$"
)
_MOST = 8


def _side(tokens: Tokens) -> tuple[str, str] | None:
    """Give how a side is called, and its team."""
    while tokens and tokens[0].low in ARTICLES:
        tokens = tokens[1:]
    found = _SIDE.match(text_of(tokens)) if 0 < len(tokens) <= _MOST else None
    if found is None:
        return None
    return found["name"] or found["team"], found["team"]


BETWEEN = Shape(
    "between whom the agreement is",
    (
        f"{_IT} [is] [an agreement|an agreement made|made|concluded|agreed] between [:] <one:phrase> and <other:phrase>",
        "(parties|the parties are) [:] <one:phrase> and <other:phrase>",
    ),
    _between,
    "This agreement is between Demand Generation (Marketing) and the SDR team (Sales).",
)

SHAPES = (IN_FORCE, BETWEEN)
