"""Sentences on clocks that are like the first of them: the same lines, with a number that grows from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.reading import Ambiguous, Checked, Put, Question
from ola.agreement.prose.sentences.clocks import BY_ITEMS, CLOSES, OPENS, clock_name
from ola.agreement.prose.sentences.declarations import event_puts
from ola.agreement.prose.sentences.gaps import Field
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import NO_START
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.sentence import sentence as of_unit
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import items
from ola.tree.value import to_plain

_MOST = 20  # clocks
Lines = dict[str, tuple[str, ...]]


def _first(kind: str, sentence: Sentence) -> Lines:
    """Give the events that start and stop the first clock of a kind, as the sentences above tell them."""
    found: Lines = {}
    for at in range(sentence.context.at):
        unit = sentence.context.units[at]
        if unit.kind != "sentence" or unit.headings != sentence.unit.headings:
            continue
        whole = of_unit(unit, replace(sentence.context, at=at))
        for shape in (BY_ITEMS, OPENS, CLOSES) if whole is not None else ():
            for outcome in shape.read(whole) if whole is not None else ():
                for put in outcome.puts if isinstance(outcome, Checked) else ():
                    if put.path[:2] == ("commitments", f"{kind} 1") and put.path[2:] in {("starts",), ("stops",)}:
                        events = to_plain(put.node)
                        found[put.path[2]] = tuple(map(str, events)) if isinstance(events, list) else (str(events),)
    return found


def _same_lines(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Lead clocks 2 to 8 use the same lines with Handover No. one higher each time`."""
    first, last, field = found["first"], found["last"], found["field"]
    kind = clock_name((*found["kind"], sentence.tokens[len(found["kind"])])).removesuffix("s")
    lines = _first(kind, sentence)
    if not lines or not 1 < first <= last <= _MOST or not any(_numbered(field, each) for each in lines.values()):
        return None
    place, known = sentence.place, sentence.known
    puts: list[Put] = []
    for number in range(int(first), int(last) + 1):
        for key, events in lines.items():
            own = tuple(_raised(field, event, number - 1) for event in events)
            puts += event_puts(own, known, place)
            puts.append(Put(("commitments", f"{kind} {number}", key), items(own, place)))
    says = (
        f"The clocks “{kind}” {int(first)} to {int(last)} are as “{kind} 1”, with {field.label} one higher each time."
    )
    return checked("deadline", says, tuple(puts), sentence, (str(int(first)), str(int(last)), "1"))


def _pattern(field: Field) -> re.Pattern[str]:
    name = re.escape(field.key.replace("_", " "))
    return re.compile(rf"\b({name} is )(\d+)\b", re.IGNORECASE)


def _numbered(field: Field, events: tuple[str, ...]) -> bool:
    return any(_pattern(field).search(event) for event in events)


def _raised(field: Field, event: str, by: int) -> str:
    return _pattern(field).sub(lambda match: f"{match[1]}{int(match[2]) + by}", event)


_CLOCKS = "<kind:phrase> (clocks|timers) <first:number> (to|and|through|-) <last:number>"
SAME_LINES = Shape(
    "clocks that are like the first but for a number",
    (
        f"{_CLOCKS} (use|have|follow|take) the same (lines|conditions|rules|criteria) , with <field> one higher each time",
        f"{_CLOCKS} (use|have|follow|take) the same (lines|conditions|rules|criteria) with <field> one higher each time",
    ),
    _same_lines,
    "Lead clocks 2 to 4 use the same lines with `Return Count` one higher each time.",
    stands_alone=False,
)


def _follow_suit(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of clocks that only follow suit whether a number grows from one to the next."""
    kind = clock_name((*found["kind"], sentence.tokens[len(found["kind"])])).removesuffix("s")
    lines = _first(kind, sentence)
    if not lines:
        return None
    told = " ".join(event for events in lines.values() for event in events)
    first, last = int(found["first"]), int(found["last"])
    ways = tuple(
        f"{kind[:1].upper()}{kind[1:]}s {first} to {last} use the same lines with `{name}` one higher each time."
        for name in _grows(told, sentence)
    )
    asks = f"Do the clocks {first} to {last} have the same lines as the first, with what number?"
    question = Question(NO_START.code, asks, ways)
    return Ambiguous("deadline", (question,), (str(first), str(last)), sentence.place)


def _grows(told: str, sentence: Sentence) -> Iterator[str]:
    """Give the declared fields that the first clock holds against a number."""
    for name in sentence.context.declared.fields:
        if re.search(rf"\b{re.escape(key_of(name).replace('_', ' '))} is \d+\b", told, re.IGNORECASE):
            yield name


FOLLOW_SUIT = Shape(
    "clocks that follow suit",
    (f"{_CLOCKS} (follow suit|do the same|are the same|work the same way|work alike)",),
    _follow_suit,
    "Lead clocks 2 and 3 follow suit.",
    stands_alone=False,
)

SHAPES = (SAME_LINES, FOLLOW_SUIT)
