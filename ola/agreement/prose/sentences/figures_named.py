"""Figures by their name and what they are to be: `MQLs: 150 per month`, `Email bounce rate below 3 %`."""

from __future__ import annotations

import re
from dataclasses import replace

from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.tokens import cut, text_of
from ola.agreement.prose.reading import Ambiguous, Question
from ola.agreement.prose.sentences.commitments import name_of
from ola.agreement.prose.sentences.core import ROLES
from ola.agreement.prose.sentences.goals import Number, counted, owing_party, settled, told
from ola.agreement.prose.sentences.measures import STATES, Measure, measure
from ola.agreement.prose.sentences.owing import owed_by_heading
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import EITHER_SIDE, people
from ola.agreement.prose.sentences.questions import NO_COHORT, NO_PARTY, NO_PERIOD
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.agreement.prose.sentences.typical import AVERAGES, MEDIANS, typical_time
from ola.agreement.prose.sentences.verbs import FINITE

_OF_FIGURES = re.compile(r"\b(?:targets?|goals?|kpis?|metrics|numbers|figures|volumes?)\b", re.IGNORECASE)
_RATE = re.compile(r"\b(?:rate|ratio|conversion|share|percentage|compliance|attainment|hit rate)\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:time|speed|delay)\b", re.IGNORECASE)


def _named(found: Found, sentence: Sentence) -> Outcomes:
    """Read a name and a bound as a number of a period: only where one of them says that it is one."""
    bound: Bound = found["bound"]
    name = measure(found["name"], sentence.known)
    period = found.get("period") or name.period
    cohort = counted(found["of"], sentence) if "of" in found else None
    if "of" in found and cohort not in sentence.known.stages.values():
        return None  # "90 % of MQLs touched in time" says more than of whom
    if bound.about or not name.rest or not (period or cohort or _is_a_figure(found, sentence)):
        return None
    if any(found["name"][at - 1].low in ROLES and token.low in FINITE for at, token in enumerate(found["name"]) if at):
        return None  # who does something, and no name
    party = owing_party(found["who"], sentence) if "who" in found else owed_by_heading(sentence)
    text = " ".join(token.text for token in found["name"])
    match bound.first.kind:
        case "money" if "period" not in found and not _is_a_figure(found, sentence):
            return None  # "Monthly recurring revenue is above $500" is a lead's
        case "money":
            asks = "Which field is summed up, and over which leads?"
            return Ambiguous("goal", (Question(NO_COHORT.code, asks, ()),), bound.figures, sentence.place)
        case "length":
            how = next((token.low for token in found["name"] if token.low in MEDIANS | AVERAGES), "")
            return typical_time(how, bound, period, party, sentence.place) if how or _TIME.search(text) else None
        case "share" if not name.what and not name.fact and not _RATE.search(text) and cohort is None:
            return None
        case _ if cohort is not None and bound.first.kind != "share":
            return None
        case _:
            pass
    state = STATES.get(name.rest[0].low, "") if cohort is not None and len(name.rest) == 1 else ""
    what = (
        name.what
        or state
        or (condition(cut(name.fact or text), sentence.known) if bound.first.kind == "share" else None)
    )
    what = what or counted(name.rest, sentence)
    if what is None:
        return None
    number = Number(
        name_of(sentence), what, _sense(bound, name), of=name.of or cohort or None, period=period, party=party
    )
    return settled(replace(number, per=name.per), sentence)


def _is_a_figure(found: Found, sentence: Sentence) -> bool:
    """Say that the name or the heading above tells of goals, so that no field is meant: `Score: at least 60` is one."""
    text = " ".join(token.text for token in found["name"])
    heading = sentence.unit.headings[-1].text if sentence.unit.headings else ""
    return bool(_OF_FIGURES.search(text) or _OF_FIGURES.search(heading) or _RATE.search(text))


def _sense(bound: Bound, name: Measure) -> Bound:
    """Say in which sense a bare figure bounds: what nobody wants may be meant either way."""
    return bound if bound.said or bound.sense != "=" else replace(bound, sense="either" if name.unwanted else ">=")


_IS = "(:|is|are|of|must be|should be|has to be|stays|stay|must stay|must)"
FIGURE_NAMED = Shape(
    "a figure by its name and what it is to be",
    (
        "<who:phrase> (keeps|keep|must keep|will keep|holds|hold) [the|our|its|their] <name:phrase> <bound> [<period>]",
        f"[the|our] <name:phrase> {_IS} <bound> [<period>]",
        "[the|our] <name:phrase> <bound> [<period>]",
        "[the|our] <name:phrase> : <bound> of [all|the] <of:phrase> [<period>]",
    ),
    _named,
    "Monthly MQL target: 150",
)


def _of_a_stage(found: Found, sentence: Sentence) -> tuple[Bound, str] | None:
    """Give how many of which stage are told; a bare number is the least."""
    bound: Bound = found["bound"]
    event = counted(found["what"], sentence)
    if bound.first.kind != "number" or bound.about or event is None or event not in sentence.known.stages.values():
        return None
    return (bound if bound.said else replace(bound, sense=">=")), event


def _counted_alone(found: Found, sentence: Sentence) -> Outcomes:
    """Read `150 MQLs per month`, an item of what a side owes."""
    of_stage = _of_a_stage(found, sentence)
    if of_stage is None:
        return None
    bound, event = of_stage
    return settled(
        Number(name_of(sentence), event, bound, period=found["period"], party=owed_by_heading(sentence)), sentence
    )


COUNTED_ALONE = Shape(
    "how many of a stage in a period",
    ("<bound> [new] <what:phrase> <period>",),
    _counted_alone,
    "At least 150 MQLs per month",
)


_QUARTER = re.compile(r"(?:Q[1-4]|(?:first|second|third|fourth) quarter)(?: 20\d\d)?", re.IGNORECASE)


def _of_a_quarter(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of a number of one quarter: what is promised holds for each quarter alike."""
    of_stage = _of_a_stage(found, sentence)
    if of_stage is None:
        return None
    bound, event = of_stage
    party = owed_by_heading(sentence)
    owing = (party,) if party is not None else people(sentence.known)[:3] or EITHER_SIDE
    number = Number(name_of(sentence), event, bound, period="quarter")
    ways = tuple(told(replace(number, party=each)) for each in owing)
    asks = (
        f"“{text_of(found['quarter'])}”: a goal holds for every quarter alike; is this one's number promised for each?"
    )
    asked = [Question(NO_PERIOD.code, asks, ways[:1])]
    asked += [Question(NO_PARTY.code, "Who owes this?", ways)] if party is None else []
    return Ambiguous("goal", tuple(asked), bound.figures, sentence.place)


OF_A_QUARTER = Shape(
    "how many of a stage in one quarter",
    ("<quarter:phrase> [target|goal] : <bound> [new] <what:phrase>",),
    lambda found, sentence: _of_a_quarter(found, sentence) if _QUARTER.fullmatch(text_of(found["quarter"])) else None,
    "Q1: 450 MQLs",
)

SHAPES = (FIGURE_NAMED, COUNTED_ALONE, OF_A_QUARTER)
