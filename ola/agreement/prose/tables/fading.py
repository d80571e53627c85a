"""Points that fade: how much of a signal is taken away again once it was last seen so long ago."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, repeat

from ola.agreement.prose.phrases.lengths import length_at
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.quantities import quantities
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import APPEND, Ambiguous, Checked, Context, Outcome, Put, Question
from ola.agreement.prose.sentences.declarations import event_puts
from ola.agreement.prose.sentences.questions import NO_NUMBER, NO_START
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import table
from ola.agreement.prose.written import row_with
from ola.tree.value import Mapping, Scalar
from ola.tree.words import Words

_MOST_STEPS = 12
# As ola writes it: `-4 when older than 21 days, -4 when older than 28 days, counted from the last price page`.
_TOLD = re.compile(
    r"^(?P<steps>(?:(?:-\d+|halved|again) when older than \d+ days?, )+)counted from the last (?P<event>[\w -]+)$"
)
_STEP = re.compile(r"(?P<less>-\d+|halved|again) when older than (?P<days>\d+) days?")
_BY_TIME = re.compile(
    r"^(?:loses )?-?(?P<less>\d+)(?: points?)? (?:a|per|every|each) (?P<every>day|week|month) after (?P<after>.+)$",
    re.IGNORECASE,
)
_HALVED = re.compile(r"^(?:is |are )?halved after (?P<after>.+)$", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "month": 30}


def read_fading(unit: Unit, cell: Words, at: int, points: int, given: Outcome | None, context: Context) -> Outcome:
    """Read how points fade, or ask from when, how often and down to what; `given` is what gives the points."""
    row = _row_of(given)
    told = _TOLD.match(cell.text)
    if told is not None and row is not None:
        return _faded(unit, cell, told, points, row, context)
    asks = f"From when does it fade ({cell.text}), how often, and down to what?"
    event = re.sub(r"[^\w -]", " ", unit.cells[0].text).strip().lower()
    ways = tuple(
        row_with(unit, context.document.source, {at: f"{steps}, counted from the last `{event}`"})
        for steps in (_ways(cell.text, points) if row is not None and event else ())
    )
    questions = (Question(NO_START.code, asks, ways), Question(NO_NUMBER.code, asks, ways))
    return Ambiguous("derived", questions, tuple(map(str, quantities(cell))), cell.place)


def _row_of(given: Outcome | None) -> tuple[Put, str] | None:
    """Find the row of points a signal puts into a score, and its condition."""
    for put in given.puts if isinstance(given, Checked) else ():
        if put.path[-1] == APPEND and isinstance(put.node, Mapping):
            when = put.node.get("when")
            if isinstance(when, Scalar):
                return put, when.text
    return None


def _ways(text: str, points: int) -> Iterator[str]:
    """Write in days what a cell may mean: whether the first loss comes with the time that is told, or a step later."""
    by_time, halved = _BY_TIME.match(text), _HALVED.match(text)
    after = _in_days((by_time or halved or {"after": ""})["after"])
    if after is None or points <= 0:
        return
    if halved is not None and not points % 2:
        yield f"halved when older than {after} days"
        if not points % 4:
            yield f"halved when older than {after} days, again when older than {2 * after} days"
    if by_time is not None and (less := int(by_time["less"])):
        every, losses = _DAYS[by_time["every"].lower()], tuple(_losses(points, less))
        if len(losses) <= _MOST_STEPS:
            for first in (after, after + every):
                days = accumulate(repeat(every, len(losses) - 1), initial=first)
                yield ", ".join(f"-{loss} when older than {day} days" for loss, day in zip(losses, days, strict=True))


def _losses(points: int, less: int) -> Iterator[int]:
    """Take so much at a time until nothing is left."""
    while points > 0:
        yield min(less, points)
        points -= less


def _in_days(text: str) -> int | None:
    tokens = cut(text)
    found = length_at(tokens, 0)
    if found is None or found[1] != len(tokens) or found[0].business or found[0].unit not in _DAYS:
        return None
    days = found[0].amount * _DAYS[found[0].unit]
    return int(days) if days == int(days) else None


def _faded(
    unit: Unit, cell: Words, told: re.Match[str], points: int, row: tuple[Put, str], context: Context
) -> Checked:
    """Put a row with points to be taken away for each step, for as long as the signal itself gives its points."""
    put, when = row
    event, left, rows, figures = told["event"].strip(), Fraction(points), list[Put](), list[str]()
    inner = f"({when})" if " or " in when else when
    for step in _STEP.finditer(told["steps"]):
        by_half = step["less"] in {"halved", "again"}
        loss = left / 2 if by_half else Fraction(step["less"].removeprefix("-"))
        left -= loss
        condition = f"{inner} and last {event} older than {step['days']} days"
        add = -int(loss) if loss == int(loss) else -float(loss)
        rows.append(Put(put.path, table({"when": condition, "add": add}, cell.place)))
        figures += ["50%" if by_half else step["less"], f"{step['days']} days"]
    puts = (*event_puts((event,), lexicon(context.declared), cell.place), *rows)
    says = f"{unit.cells[0].text}: {told['steps']}counted from the last `{event}`."
    return Checked("derived", says, puts, tuple(dict.fromkeys(figures)), cell.place)
