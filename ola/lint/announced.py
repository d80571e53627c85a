"""Lists with more or fewer entries than a sentence announces: nine reasons, and ten listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.agreement import Agreement
from ola.agreement.scope import entries, held, many
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.sites import section
from ola.plan import Clause
from ola.source import Place
from ola.tree.value import Mapping, Node, Scalar

ANNOUNCED = Code(
    "OLA257",
    "warning",
    "A list that is longer or shorter than announced",
    """A sentence (`says`, a label, the title, a sentence for people) announces how many reasons, stages, values or
steps there are, and another number is listed. One of them was added or dropped after people had signed the other.

    fields:
      recycle_reason:
        type: choice
        choices: [no_budget, bad_timing, no_answer, competitor]
        required: {at: recycled}
        supplied_by: sales
        says: Sales gives one of three reasons for what it returns.

Correct the sentence or the list, whichever was not agreed.

Instead:

    fields:
      recycle_reason:
        type: choice
        choices: [no_budget, bad_timing, no_answer, competitor]
        required: {at: recycled}
        supplied_by: sales
        says: Sales gives one of four reasons for what it returns.""",
)
_NUMBERS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_VALUES = "reason|value|choice|option|code|source|mark|categorie|category|kind|type|answer"
# "At least two reasons" and "the first two stages" announce no list.
_PART_OF = (
    r"(?<!at least )(?<!at most )(?<!up to )(?<!more than )(?<!fewer than )(?<!less than )(?<!within )(?<!after )"
    r"(?<!first )(?<!last )(?<!next )(?<!other )(?<!any )(?<!only )(?<!every )(?<!least )(?<!most )(?<!-)(?<!\d)"
)


@dataclass(frozen=True, slots=True)
class List:
    """Something listed: what people call its entries, how many there are, and the sentences that speak of it."""

    clause: Clause
    nouns: str
    entries: int
    sentences: tuple[Node, ...]
    is_least: bool = False
    """Whether the list is a least number itself, which a sentence may call so."""


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold the number that a sentence announces against the list that it speaks of."""
    for each in _lists(agreement):
        for sentence in each.sentences:
            for number, noun, place in _announced(sentence, each):
                if number != each.entries:
                    what = f"{number} {noun} are announced, and {each.entries} are listed."
                    yield found(ANNOUNCED, each.clause, what, "Correct the sentence, or the list.", place)


def _announced(sentence: Node, of: List) -> Iterator[tuple[int, str, Place]]:
    """Give the numbers that a sentence announces of things with these names."""
    if not isinstance(sentence, Scalar):
        return
    words, before = "|".join(_NUMBERS), _PART_OF
    if of.is_least:
        before = before.replace("(?<!at least )", "").replace("(?<!least )", "")
    # One word may stand between, as in "nine closed reasons"; "one of nine" announces nine.
    pattern = rf"{before}\b(?P<number>{words}|\d{{1,2}})\s+(?:[a-z-]+\s+)?(?P<noun>(?:{of.nouns})(?:s|es)?)\b"
    for match in re.finditer(pattern, sentence.text, re.IGNORECASE):
        word = match["number"].lower()
        number = int(word) if word.isdigit() else _NUMBERS.index(word) + 2
        if number > 1 and match["noun"].lower().endswith("s"):
            yield number, match["noun"].lower(), sentence.at(match.start("number"), match.end("noun"))


def _lists(agreement: Agreement) -> Iterator[List]:
    plan = agreement.plan
    fields, segments, commitments = (section(agreement, name) for name in ("fields", "segments", "commitments"))
    for field in plan.fields.values():
        if field.type == "choice":
            table = fields[field.name].value
            required = tuple(says for each in many(held(table, "required")) if (says := held(each, "says")) is not None)
            own = (*_sentences(table, "says", "label"), *required)
            yield List(field.clause, _VALUES, len(field.choices), own)
    for segment in plan.segments.values():
        own = _sentences(segments[segment.name].value, "says")
        yield List(segment.clause, "tier|group|segment|band|region|class|row", len(segment.values), own)
    for deadline in plan.deadlines:
        table = commitments[deadline.name].value
        own = _sentences(table, "says")
        if deadline.steps:
            yield List(deadline.clause, "step|alarm|escalation", len(deadline.steps), own)
        if deadline.attempts is not None:
            yield List(deadline.clause, "attempt|touche|touch|tries", deadline.attempts.at_least, own, is_least=True)
            if deadline.attempts.channels is not None:
                yield List(deadline.clause, "channel", deadline.attempts.channels, own, is_least=True)
    people = many(agreement.tree.get("for_people"))
    title = agreement.tree.get("title")
    whole = (*people, *(() if title is None else (title,)))
    for name, nouns in (("stages", "stage|status"), ("parties", "partie|party|side")):
        entry = agreement.tree.entry(name)
        if entry is not None:
            yield List(Clause(name, place=entry.key.place), nouns, len(entries(entry.value)), whole)


def _sentences(table: Node, *keys: str) -> tuple[Node, ...]:
    if not isinstance(table, Mapping):
        return ()
    return tuple(node for key in keys if (node := table.get(key)) is not None)
